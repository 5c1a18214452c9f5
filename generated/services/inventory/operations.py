"""The operations of Inventory: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from codegen.runtime import Body, File, Operation, Parameter, Response
from pydantic import Field

from . import models

GET_HEALTH: Operation[models.Health] = Operation(
    name="getHealth",
    method="GET",
    path="/health",
    responses=(Response(status="200", media_type="application/json", type=lambda: models.Health),),
    summary="Say whether the service is up.",
    tags=("warehouses",),
)

LIST_WAREHOUSES: Operation[list[models.Warehouse]] = Operation(
    name="listWarehouses",
    method="GET",
    path="/warehouses",
    parameters=(
        Parameter(
            ident="country",
            wire="country",
            location="query",
            type=lambda: Annotated[str, Field(pattern="^[A-Z]{2}$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: list[models.Warehouse]),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="List the warehouses.",
    tags=("warehouses",),
)

GET_WAREHOUSE: Operation[models.Warehouse] = Operation(
    name="getWarehouse",
    method="GET",
    path="/warehouses/{warehouse_id}",
    parameters=(
        Parameter(
            ident="warehouse_id",
            wire="warehouse_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(pattern="^WH-[0-9]{2}$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Warehouse),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Read one warehouse.",
    tags=("warehouses",),
)

LIST_PARTS: Operation[models.PartPage] = Operation(
    name="listParts",
    method="GET",
    path="/parts",
    parameters=(
        Parameter(
            ident="category",
            wire="category",
            location="query",
            explode=False,
            type=lambda: list[Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"]],
        ),
        Parameter(
            ident="tag",
            wire="tag",
            location="query",
            type=lambda: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)],
        ),
        Parameter(ident="filter", wire="filter", location="query", style="deepObject", type=lambda: models.PartFilter),
        Parameter(ident="limit", wire="limit", location="query", type=lambda: Annotated[int, Field(ge=1, le=100)]),
        Parameter(ident="cursor", wire="cursor", location="query", type=lambda: str),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.PartPage),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Search the parts catalogue.",
    tags=("parts",),
)

GET_PART: Operation[models.Part] = Operation(
    name="getPart",
    method="GET",
    path="/parts/{sku}",
    parameters=(
        Parameter(
            ident="sku",
            wire="sku",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Part),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Read one part's master record.",
    tags=("parts",),
)

GET_PART_LABEL: Operation[str] = Operation(
    name="getPartLabel",
    method="GET",
    path="/parts/{sku}/label",
    parameters=(
        Parameter(
            ident="sku",
            wire="sku",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")],
        ),
        Parameter(ident="width", wire="width", location="query", type=lambda: Annotated[int, Field(ge=20, le=80)]),
    ),
    responses=(
        Response(status="200", media_type="text/plain", type=lambda: str),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Print the text of a part's shelf label.",
    tags=("parts",),
)

UPLOAD_PART_IMAGE: Operation[None] = Operation(
    name="uploadPartImage",
    method="PUT",
    path="/parts/{sku}/image",
    parameters=(
        Parameter(
            ident="sku",
            wire="sku",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")],
        ),
    ),
    body=Body(media_type="application/octet-stream", type=lambda: bytes | File, required=True),
    responses=(
        Response(status="204"),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Replace a part's photograph.",
    tags=("parts",),
)

LIST_STOCK: Operation[list[models.Stock]] = Operation(
    name="listStock",
    method="GET",
    path="/stock",
    parameters=(
        Parameter(
            ident="skus",
            wire="skus",
            location="query",
            required=True,
            style="pipeDelimited",
            explode=False,
            type=lambda: Annotated[list[Annotated[str, Field(pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")]], Field(min_length=1, max_length=50)],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: list[models.Stock]),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Read the stock of several parts at once.",
    tags=("stock",),
)

GET_STOCK: Operation[models.Stock] = Operation(
    name="getStock",
    method="GET",
    path="/stock/{sku}",
    parameters=(
        Parameter(
            ident="sku",
            wire="sku",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")],
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Stock),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Read how many of a part are on hand.",
    tags=("stock",),
)

ADJUST_STOCK: Operation[models.Stock] = Operation(
    name="adjustStock",
    method="POST",
    path="/stock/{sku}/adjustments",
    parameters=(
        Parameter(
            ident="sku",
            wire="sku",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")],
        ),
        Parameter(
            ident="x_request_id",
            wire="X-Request-Id",
            location="header",
            style="simple",
            explode=False,
            type=lambda: Annotated[str, Field(max_length=64)],
        ),
    ),
    body=Body(
        media_type="application/json",
        type=lambda: models.Adjustment,
        fields=("delta", "reason", "note"),
        nullable=("note",),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Stock),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Correct a part's count after an inspection.",
    tags=("stock",),
)

LIST_RESERVATIONS: Operation[list[models.Reservation]] = Operation(
    name="listReservations",
    method="GET",
    path="/reservations",
    parameters=(
        Parameter(ident="sku", wire="sku", location="query", type=lambda: str),
        Parameter(ident="limit", wire="limit", location="query", type=lambda: Annotated[int, Field(ge=1, le=100)]),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: list[models.Reservation]),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="List the reservations of a part.",
    tags=("reservations",),
)

CREATE_RESERVATION: Operation[models.Reservation] = Operation(
    name="createReservation",
    method="POST",
    path="/reservations",
    body=Body(
        media_type="application/json",
        type=lambda: models.ReservationRequest,
        fields=("sku", "quantity", "until"),
        nullable=("until",),
        required=True,
    ),
    responses=(
        Response(status="201", media_type="application/json", type=lambda: models.Reservation),
        Response(status="409", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Set stock aside.",
    tags=("reservations",),
)

GET_RESERVATION: Operation[models.Reservation] = Operation(
    name="getReservation",
    method="GET",
    path="/reservations/{reservation_id}",
    parameters=(
        Parameter(
            ident="reservation_id",
            wire="reservation_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: UUID,
        ),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Reservation),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Read one reservation.",
    tags=("reservations",),
)

RELEASE_RESERVATION: Operation[None] = Operation(
    name="releaseReservation",
    method="DELETE",
    path="/reservations/{reservation_id}",
    parameters=(
        Parameter(
            ident="reservation_id",
            wire="reservation_id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: UUID,
        ),
    ),
    responses=(
        Response(status="204"),
        Response(status="404", media_type="application/json", type=lambda: models.Error),
        Response(status="default", media_type="application/json", type=lambda: models.Error),
    ),
    security=((("api_key", ()),),),
    summary="Put reserved stock back on the shelf.",
    tags=("reservations",),
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    "getHealth": GET_HEALTH,
    "listWarehouses": LIST_WAREHOUSES,
    "getWarehouse": GET_WAREHOUSE,
    "listParts": LIST_PARTS,
    "getPart": GET_PART,
    "getPartLabel": GET_PART_LABEL,
    "uploadPartImage": UPLOAD_PART_IMAGE,
    "listStock": LIST_STOCK,
    "getStock": GET_STOCK,
    "adjustStock": ADJUST_STOCK,
    "listReservations": LIST_RESERVATIONS,
    "createReservation": CREATE_RESERVATION,
    "getReservation": GET_RESERVATION,
    "releaseReservation": RELEASE_RESERVATION,
}
