"""The operations of api: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from codegen.runtime import Body, File, Operation, Parameter, Response

from . import models

STYLES: Operation[None] = Operation(
    name="styles",
    method="GET",
    path="/styles/{simple}/{label}/{matrix}",
    parameters=(
        Parameter(
            ident="simple",
            wire="simple",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: list[str],
        ),
        Parameter(ident="label", wire="label", location="path", required=True, style="label", type=lambda: list[int]),
        Parameter(
            ident="matrix",
            wire="matrix",
            location="path",
            required=True,
            style="matrix",
            explode=False,
            type=lambda: str,
        ),
        Parameter(ident="form", wire="form", location="query", type=lambda: list[str]),
        Parameter(ident="packed", wire="packed", location="query", explode=False, type=lambda: list[str]),
        Parameter(
            ident="spaced",
            wire="spaced",
            location="query",
            style="spaceDelimited",
            explode=False,
            type=lambda: list[str],
        ),
        Parameter(
            ident="piped",
            wire="piped",
            location="query",
            style="pipeDelimited",
            explode=False,
            type=lambda: list[str],
        ),
        Parameter(
            ident="deep",
            wire="deep",
            location="query",
            style="deepObject",
            explode=False,
            type=lambda: models.StylesDeep,
        ),
        Parameter(ident="raw", wire="raw", location="query", allow_reserved=True, type=lambda: str),
        Parameter(
            ident="filter",
            wire="filter",
            location="query",
            media_type="application/json",
            type=lambda: models.StylesFilter,
        ),
        Parameter(ident="x_trace", wire="X-Trace", location="header", style="simple", explode=False, type=lambda: str),
        Parameter(ident="session", wire="session", location="cookie", type=lambda: str),
        Parameter(ident="since", wire="since", location="query", type=lambda: datetime),
        Parameter(ident="class_", wire="class", location="query", type=lambda: str),
    ),
    responses=(Response(status="204"),),
    security=((("key", ()),), (("basic", ()),)),
    deprecated=True,
)

CANCEL_ORDER: Operation[models.Order | None] = Operation(
    name="cancelOrder",
    method="POST",
    path="/orders",
    body=Body(
        media_type="application/json",
        type=lambda: models.VoidPurchaseOrderBody,
        fields=("order_id", "reason"),
        nullable=("reason",),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Order),
        Response(status="202"),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("key", ()),), (("basic", ()),)),
)

SEND_FORM: Operation[str] = Operation(
    name="sendForm",
    method="POST",
    path="/form",
    body=Body(
        media_type="application/x-www-form-urlencoded",
        type=lambda: models.SendFormBody,
        fields=("name", "tags"),
    ),
    responses=(Response(status="200", media_type="text/plain", type=lambda: str),),
    security=((("key", ()),), (("basic", ()),)),
)

UPLOAD: Operation[bytes] = Operation(
    name="upload",
    method="POST",
    path="/upload/{id}",
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
    body=Body(
        media_type="multipart/form-data",
        type=lambda: models.UploadBody,
        fields=("body_id", "file", "meta"),
        names={"body_id": "id"},
        encoding={"meta": {"contentType": "application/json"}},
    ),
    responses=(Response(status="200", media_type="application/octet-stream", type=lambda: bytes),),
    security=((("key", ()),), (("basic", ()),)),
)

PUT_BYTES: Operation[str] = Operation(
    name="putBytes",
    method="PUT",
    path="/bytes",
    body=Body(media_type="application/octet-stream", type=lambda: bytes | File, required=True),
    responses=(Response(status="200", media_type="*/*", type=lambda: str),),
    security=((("key", ()),), (("basic", ()),)),
)

PUT_ANYTHING: Operation[list[models.Order]] = Operation(
    name="putAnything",
    method="PUT",
    path="/anything",
    body=Body(media_type="*/*"),
    responses=(Response(status="200", media_type="application/json", type=lambda: list[models.Order]),),
    security=((("key", ()),), (("basic", ()),)),
)

DELETE_UNNAMED_BY_ID: Operation[None] = Operation(
    name="delete_unnamed_by_id",
    method="DELETE",
    path="/unnamed/{id}",
    parameters=(
        Parameter(
            ident="id",
            wire="id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: int,
        ),
    ),
    responses=(Response(status="204"),),
    security=((("key", ()),), (("basic", ()),)),
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    "styles": STYLES,
    "cancelOrder": CANCEL_ORDER,
    "sendForm": SEND_FORM,
    "upload": UPLOAD,
    "putBytes": PUT_BYTES,
    "putAnything": PUT_ANYTHING,
    "delete_unnamed_by_id": DELETE_UNNAMED_BY_ID,
}
