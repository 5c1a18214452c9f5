"""api as coroutines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import AsyncServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from typing import Any

    from . import models


class AsyncClient(AsyncServiceClient):
    """api, called without blocking the event loop."""

    service = SERVICE

    async def get_pet(self, *, id: int) -> models.Cat | models.Dog:
        """Call getPet.

        `GET /pets/{id}`
        """
        return await self._call(operations.GET_PET, {"id": id})

    async def put_pet(self, *, id: int, body: models.Cat | models.Dog | None = None) -> list[models.Twin]:
        """Call putPet.

        `PUT /pets/{id}`
        """
        return await self._call(operations.PUT_PET, {"id": id, "body": body})

    async def add_person(
        self,
        *,
        labels: dict[str, str] | None = None,
        extra: Any = None,
        odd: models.PersonOdd | None = None,
        name: str | None = None,
        pets: list[models.Cat | models.Dog] | None = None,
        friend: models.Person | None = None,
    ) -> models.AddPersonResponse:
        """Call addPerson.

        `POST /people`
        """
        return await self._call(
            operations.ADD_PERSON,
            {"labels": labels, "extra": extra, "odd": odd, "name": name, "pets": pets, "friend": friend},
        )
