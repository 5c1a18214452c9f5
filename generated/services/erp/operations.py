"""The operations of ERP: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from codegen.runtime import Body, Operation, Parameter, Response
from pydantic import Field

from . import models

LIST_ORDERS: Operation[models.OrderPage] = Operation(
    name="listOrders",
    method="GET",
    path="/orders",
    parameters=(
        Parameter(
            ident="status",
            wire="status",
            location="query",
            type=lambda: list[Literal["OPN", "APR", "CLS", "CAN"]],
        ),
        Parameter(ident="supplier_id", wire="supplier_id", location="query", type=lambda: str),
        Parameter(ident="created_after", wire="created_after", location="query", type=lambda: datetime),
        Parameter(ident="page", wire="page", location="query", type=lambda: Annotated[int, Field(ge=1)]),
        Parameter(
            ident="page_size",
            wire="page_size",
            location="query",
            type=lambda: Annotated[int, Field(ge=1, le=200)],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.OrderPage),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:read",)),),),
    summary="List purchase orders, newest first.",
    tags=("orders",),
)

CREATE_ORDER: Operation[models.Order] = Operation(
    name="createOrder",
    method="POST",
    path="/orders",
    parameters=(
        Parameter(
            ident="idempotency_key",
            wire="Idempotency-Key",
            location="header",
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=8, max_length=128)],
        ),
    ),
    body=Body(
        media_type="application/json",
        type=lambda: models.OrderRequest,
        fields=("sku", "quantity", "supplier_id", "needed_by", "note"),
        nullable=("needed_by", "note"),
        required=True,
    ),
    responses=(
        Response(status="201", media_type="application/json", type=lambda: models.Order),
        Response(status="422", media_type="application/problem+json", type=lambda: models.Problem),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:write",)),),),
    summary="Place a purchase order.",
    tags=("orders",),
)

GET_ORDER: Operation[models.Order] = Operation(
    name="getOrder",
    method="GET",
    path="/orders/{order_id}",
    parameters=(
        Parameter(
            ident="order_id",
            wire="order_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Order),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:read",)),),),
    summary="Read one purchase order.",
    tags=("orders",),
)

UPDATE_ORDER: Operation[models.Order] = Operation(
    name="updateOrder",
    method="PATCH",
    path="/orders/{order_id}",
    parameters=(
        Parameter(
            ident="order_id",
            wire="order_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")],
        ),
    ),
    body=Body(
        media_type="application/merge-patch+json",
        type=lambda: models.OrderChange,
        fields=("quantity", "needed_by", "note"),
        nullable=("needed_by", "note"),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Order),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:write",)),),),
    summary="Change an open order's quantity, note or date.",
    tags=("orders",),
)

APPROVE_ORDER: Operation[models.Order] = Operation(
    name="approveOrder",
    method="POST",
    path="/orders/{order_id}/approve",
    parameters=(
        Parameter(
            ident="order_id",
            wire="order_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")],
        ),
        Parameter(
            ident="idempotency_key",
            wire="Idempotency-Key",
            location="header",
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=8, max_length=128)],
        ),
    ),
    body=Body(
        media_type="application/json",
        type=lambda: models.Approval,
        fields=("approved_by", "comment"),
        nullable=("comment",),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Order),
        Response(status="409", media_type="application/problem+json", type=lambda: models.Problem),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:write",)),),),
    summary="Approve an open order, which sends it to the supplier.",
    tags=("orders",),
)

CANCEL_ORDER: Operation[models.Order] = Operation(
    name="cancelOrder",
    method="POST",
    path="/orders/{order_id}/cancel",
    parameters=(
        Parameter(
            ident="order_id",
            wire="order_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")],
        ),
        Parameter(
            ident="idempotency_key",
            wire="Idempotency-Key",
            location="header",
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=8, max_length=128)],
        ),
    ),
    body=Body(media_type="application/json", type=lambda: models.Cancellation, fields=("reason",)),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Order),
        Response(status="409", media_type="application/problem+json", type=lambda: models.Problem),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:write",)),),),
    summary="Cancel an order that has not been received.",
    tags=("orders",),
)

LIST_RECEIPTS: Operation[list[models.Receipt]] = Operation(
    name="listReceipts",
    method="GET",
    path="/orders/{order_id}/receipts",
    parameters=(
        Parameter(
            ident="order_id",
            wire="order_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: list[models.Receipt]),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:read",)),),),
    summary="List what has arrived of an order.",
    tags=("orders",),
)

RECORD_RECEIPT: Operation[models.Receipt] = Operation(
    name="recordReceipt",
    method="POST",
    path="/orders/{order_id}/receipts",
    parameters=(
        Parameter(
            ident="order_id",
            wire="order_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")],
        ),
        Parameter(
            ident="idempotency_key",
            wire="Idempotency-Key",
            location="header",
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=8, max_length=128)],
        ),
    ),
    body=Body(
        media_type="application/json",
        type=lambda: models.ReceiptRequest,
        fields=("quantity", "received_on", "damaged"),
        required=True,
    ),
    responses=(
        Response(status="201", media_type="application/json", type=lambda: models.Receipt),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:write",)),),),
    summary="Record that goods have arrived.",
    tags=("orders",),
)

LIST_SUPPLIERS: Operation[list[models.Supplier]] = Operation(
    name="listSuppliers",
    method="GET",
    path="/suppliers",
    parameters=(
        Parameter(
            ident="status",
            wire="status",
            location="query",
            type=lambda: Literal["active", "probation", "suspended"],
        ),
        Parameter(ident="page", wire="page", location="query", type=lambda: Annotated[int, Field(ge=1)]),
        Parameter(
            ident="page_size",
            wire="page_size",
            location="query",
            type=lambda: Annotated[int, Field(ge=1, le=200)],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: list[models.Supplier]),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("suppliers:read",)),),),
    summary="List the suppliers.",
    tags=("suppliers",),
)

GET_SUPPLIER: Operation[models.Supplier] = Operation(
    name="getSupplier",
    method="GET",
    path="/suppliers/{supplier_id}",
    parameters=(
        Parameter(
            ident="supplier_id",
            wire="supplier_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^S-[0-9]{3}$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Supplier),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("suppliers:read",)),),),
    summary="Read one supplier.",
    tags=("suppliers",),
)

LIST_INVOICES: Operation[list[models.Invoice]] = Operation(
    name="listInvoices",
    method="GET",
    path="/invoices",
    parameters=(
        Parameter(ident="order_id", wire="order_id", location="query", type=lambda: str),
        Parameter(ident="page", wire="page", location="query", type=lambda: Annotated[int, Field(ge=1)]),
        Parameter(
            ident="page_size",
            wire="page_size",
            location="query",
            type=lambda: Annotated[int, Field(ge=1, le=200)],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: list[models.Invoice]),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:read",)),),),
    summary="List invoices.",
    tags=("invoices",),
)

UPLOAD_INVOICE: Operation[models.Invoice] = Operation(
    name="uploadInvoice",
    method="POST",
    path="/invoices",
    body=Body(
        media_type="multipart/form-data",
        type=lambda: models.InvoiceUpload,
        fields=("order_id", "number", "amount", "file"),
        required=True,
        encoding={"file": {"contentType": "application/pdf"}},
    ),
    responses=(
        Response(status="201", media_type="application/json", type=lambda: models.Invoice),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("invoices:write",)),),),
    summary="Upload a supplier's invoice.",
    tags=("invoices",),
)

GET_INVOICE_FILE: Operation[bytes] = Operation(
    name="getInvoiceFile",
    method="GET",
    path="/invoices/{invoice_id}/file",
    parameters=(
        Parameter(
            ident="invoice_id",
            wire="invoice_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(
        Response(status="200", media_type="application/pdf", type=lambda: bytes),
        Response(status="default", media_type="application/problem+json", type=lambda: models.Problem),
    ),
    security=((("oauth", ("orders:read",)),),),
    summary="Download an invoice as it was uploaded.",
    tags=("invoices",),
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    "listOrders": LIST_ORDERS,
    "createOrder": CREATE_ORDER,
    "getOrder": GET_ORDER,
    "updateOrder": UPDATE_ORDER,
    "approveOrder": APPROVE_ORDER,
    "cancelOrder": CANCEL_ORDER,
    "listReceipts": LIST_RECEIPTS,
    "recordReceipt": RECORD_RECEIPT,
    "listSuppliers": LIST_SUPPLIERS,
    "getSupplier": GET_SUPPLIER,
    "listInvoices": LIST_INVOICES,
    "uploadInvoice": UPLOAD_INVOICE,
    "getInvoiceFile": GET_INVOICE_FILE,
}
