"""The operations of api: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.runtime import Body, Operation, Parameter, Response

from . import models

GET_PET: Operation[models.Cat | models.Dog] = Operation(
    name="getPet",
    method="GET",
    path="/pets/{id}",
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
    responses=(Response(status="200", media_type="application/json", type=lambda: models.Cat | models.Dog),),
)

PUT_PET: Operation[list[models.Twin]] = Operation(
    name="putPet",
    method="PUT",
    path="/pets/{id}",
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
    body=Body(media_type="application/json", type=lambda: models.Cat | models.Dog),
    responses=(Response(status="200", media_type="application/json", type=lambda: list[models.Twin]),),
)

ADD_PERSON: Operation[models.AddPersonResponse] = Operation(
    name="addPerson",
    method="POST",
    path="/people",
    body=Body(
        media_type="application/json",
        type=lambda: models.Person,
        fields=("labels", "extra", "odd", "name", "pets", "friend"),
        required=True,
    ),
    responses=(Response(status="201", media_type="application/json", type=lambda: models.AddPersonResponse),),
)

OPERATIONS: Mapping[str, Operation[Any]] = {"getPet": GET_PET, "putPet": PUT_PET, "addPerson": ADD_PERSON}
