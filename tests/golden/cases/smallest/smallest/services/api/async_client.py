"""api as coroutines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import AsyncServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from . import models


class AsyncClient(AsyncServiceClient):
    """api, called without blocking the event loop."""

    service = SERVICE

    async def pong(self) -> None:
        """Call pong.

        `POST /pong`
        """
        return await self._call(operations.PONG, {})

    async def get_part(self, *, sku: str) -> models.GetPartResponse:
        """Read one part.

        `GET /parts/{sku}`
        """
        return await self._call(operations.GET_PART, {"sku": sku})
