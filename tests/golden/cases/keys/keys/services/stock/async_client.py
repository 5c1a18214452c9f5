"""Stock as coroutines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import AsyncServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from . import models


class AsyncClient(AsyncServiceClient):
    """Stock, called without blocking the event loop.

    External Service `stock`, owned by warehouse.
    """

    service = SERVICE

    async def get_level(self, *, sku: str) -> models.Level:
        """Read how many pieces of a part are there.

        `GET /levels/{sku}`
        """
        return await self._call(operations.GET_LEVEL, {"sku": sku})

    async def estimate_level(self, *, sku: str) -> models.Level:
        """Estimate how many pieces of a part are there.

        `GET /estimates`
        """
        return await self._call(operations.ESTIMATE_LEVEL, {"sku": sku})

    async def list_levels(self, *, page: int | None = None, limit: int | None = None) -> list[models.Level]:
        """List all levels, a page at a time.

        `GET /pages`
        """
        return await self._call(operations.LIST_LEVELS, {"page": page, "limit": limit})
