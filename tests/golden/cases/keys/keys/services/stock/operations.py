"""The operations of Stock: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from codegen.runtime import Operation, Parameter, Response
from pydantic import Field

from . import models

GET_LEVEL: Operation[models.Level] = Operation(
    name="getLevel",
    method="GET",
    path="/levels/{sku}",
    parameters=(
        Parameter(
            ident="sku",
            wire="sku",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: str,
        ),
    ),
    responses=(Response(status="200", media_type="application/json", type=lambda: models.Level),),
    summary="Read how many pieces of a part are there.",
)

ESTIMATE_LEVEL: Operation[models.Level] = Operation(
    name="estimateLevel",
    method="GET",
    path="/estimates",
    parameters=(Parameter(ident="sku", wire="sku", location="query", required=True, type=lambda: str),),
    responses=(Response(status="200", media_type="application/json", type=lambda: models.Level),),
    summary="Estimate how many pieces of a part are there.",
)

LIST_LEVELS: Operation[list[models.Level]] = Operation(
    name="listLevels",
    method="GET",
    path="/pages",
    parameters=(
        Parameter(ident="page", wire="page", location="query", type=lambda: Annotated[int, Field(ge=1)]),
        Parameter(ident="limit", wire="limit", location="query", type=lambda: Annotated[int, Field(le=100)]),
    ),
    responses=(Response(status="200", media_type="application/json", type=lambda: list[models.Level]),),
    summary="List all levels, a page at a time.",
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    "getLevel": GET_LEVEL,
    "estimateLevel": ESTIMATE_LEVEL,
    "listLevels": LIST_LEVELS,
}
