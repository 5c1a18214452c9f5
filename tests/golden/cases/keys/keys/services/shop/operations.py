"""The operations of Shop: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.runtime import Body, Operation, Parameter, Response

from . import models

LIST_ORDERS: Operation[models.ListOrdersResponse] = Operation(
    name="listOrders",
    method="GET",
    path="/orders",
    parameters=(
        Parameter(ident="cursor", wire="cursor", location="query", type=lambda: str),
        Parameter(ident="sku", wire="sku", location="query", type=lambda: str),
    ),
    responses=(Response(status="200", media_type="application/json", type=lambda: models.ListOrdersResponse),),
    security=((("token", ()),),),
    summary="List orders, newest first.",
)

CREATE_ORDER: Operation[models.Order] = Operation(
    name="createOrder",
    method="POST",
    path="/orders",
    body=Body(
        media_type="application/json",
        type=lambda: models.CreateOrderBody,
        fields=("sku", "quantity"),
        required=True,
    ),
    responses=(Response(status="201", media_type="application/json", type=lambda: models.Order),),
    security=((("token", ()),),),
    summary="Place an order.",
)

GET_ORDER: Operation[models.Order] = Operation(
    name="getOrder",
    method="GET",
    path="/orders/{id}",
    parameters=(
        Parameter(
            ident="id",
            wire="id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Order),
        Response(status="404", media_type="application/json", type=lambda: models.Gone),
        Response(status="default", media_type="application/json", type=lambda: models.Problem),
    ),
    security=((("token", ()),),),
    summary="Read an order.",
)

DELETE_ORDER: Operation[None] = Operation(
    name="deleteOrder",
    method="DELETE",
    path="/orders/{id}",
    parameters=(
        Parameter(
            ident="id",
            wire="id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(Response(status="204"),),
    security=((("token", ()),),),
    summary="Take an order back.",
)

START_EXPORT: Operation[models.Export] = Operation(
    name="startExport",
    method="POST",
    path="/exports",
    body=Body(media_type="application/json", type=lambda: models.StartExportBody, fields=("month",), required=True),
    responses=(Response(status="202", media_type="application/json", type=lambda: models.Export),),
    security=((("token", ()),),),
    summary="Start an export of a month's orders.",
)

GET_EXPORT: Operation[models.Export] = Operation(
    name="getExport",
    method="GET",
    path="/exports/{export_id}",
    parameters=(
        Parameter(
            ident="export_id",
            wire="export_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(Response(status="200", media_type="application/json", type=lambda: models.Export),),
    security=((("token", ()),),),
    summary="Ask how far an export is.",
)

CANCEL_EXPORT: Operation[None] = Operation(
    name="cancelExport",
    method="DELETE",
    path="/exports/{export_id}",
    parameters=(
        Parameter(
            ident="export_id",
            wire="export_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(Response(status="204"),),
    security=((("token", ()),),),
    summary="Stop an export.",
)

UPLOAD_DOCUMENT: Operation[models.UploadDocumentResponse] = Operation(
    name="uploadDocument",
    method="POST",
    path="/documents",
    body=Body(
        media_type="multipart/form-data",
        type=lambda: models.UploadDocumentBody,
        fields=("order_id", "file"),
        required=True,
    ),
    responses=(Response(status="201", media_type="application/json", type=lambda: models.UploadDocumentResponse),),
    security=((("token", ()),),),
    summary="Upload a document.",
)

GET_DOCUMENT: Operation[bytes] = Operation(
    name="getDocument",
    method="GET",
    path="/documents/{id}",
    parameters=(
        Parameter(
            ident="id",
            wire="id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(Response(status="200", media_type="application/pdf", type=lambda: bytes),),
    security=((("token", ()),),),
    summary="Download a document.",
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    "listOrders": LIST_ORDERS,
    "createOrder": CREATE_ORDER,
    "getOrder": GET_ORDER,
    "deleteOrder": DELETE_ORDER,
    "startExport": START_EXPORT,
    "getExport": GET_EXPORT,
    "cancelExport": CANCEL_EXPORT,
    "uploadDocument": UPLOAD_DOCUMENT,
    "getDocument": GET_DOCUMENT,
}
