"""The operations of api: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from codegen.runtime import Body, Operation, Parameter, Response
from pydantic import Field

from . import models

LIST_ITEMS: Operation[list[models.Item]] = Operation(
    name="listItems",
    method="GET",
    path="/items",
    parameters=(
        Parameter(ident="limit", wire="limit", location="query", type=lambda: Annotated[int, Field(le=100)]),
        Parameter(
            ident="ids",
            wire="ids",
            location="query",
            style="pipeDelimited",
            explode=False,
            type=lambda: list[int],
        ),
    ),
    responses=(Response(status="200", media_type="application/json", type=lambda: list[models.Item]),),
    security=((("key", ()),),),
)

ADD_ITEM: Operation[models.Item] = Operation(
    name="addItem",
    method="POST",
    path="/items",
    body=Body(media_type="application/json", type=lambda: models.Item, fields=("id", "tags"), required=True),
    responses=(Response(status="201", media_type="application/json", type=lambda: models.Item),),
    security=((("key", ()),),),
)

ATTACH: Operation[None] = Operation(
    name="attach",
    method="POST",
    path="/items/{id}/file",
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
    body=Body(media_type="multipart/form-data", type=lambda: models.AttachBody, fields=("file", "label")),
    responses=(Response(status="204"),),
    security=((("key", ()),),),
)

OPERATIONS: Mapping[str, Operation[Any]] = {"listItems": LIST_ITEMS, "addItem": ADD_ITEM, "attach": ATTACH}
