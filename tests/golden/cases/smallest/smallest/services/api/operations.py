"""The operations of api: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from codegen.runtime import Operation, Parameter, Response
from pydantic import Field

from . import models

PONG: Operation[None] = Operation(name="pong", method="POST", path="/pong", responses=(Response(status="200"),))

GET_PART: Operation[models.GetPartResponse] = Operation(
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
            type=lambda: Annotated[str, Field(min_length=2)],
        ),
    ),
    responses=(Response(status="200", media_type="application/json", type=lambda: models.GetPartResponse),),
    summary="Read one part.",
)

OPERATIONS: Mapping[str, Operation[Any]] = {"pong": PONG, "getPart": GET_PART}
