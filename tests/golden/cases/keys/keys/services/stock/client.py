"""Stock as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from . import models


class Client(ServiceClient):
    """Stock, called in this thread.

    External Service `stock`, owned by warehouse.
    """

    service = SERVICE

    def get_level(self, *, sku: str) -> models.Level:
        """Read how many pieces of a part are there.

        `GET /levels/{sku}`
        """
        return self._call(operations.GET_LEVEL, {"sku": sku})

    def estimate_level(self, *, sku: str) -> models.Level:
        """Estimate how many pieces of a part are there.

        `GET /estimates`
        """
        return self._call(operations.ESTIMATE_LEVEL, {"sku": sku})

    def list_levels(self, *, page: int | None = None, limit: int | None = None) -> list[models.Level]:
        """List all levels, a page at a time.

        `GET /pages`
        """
        return self._call(operations.LIST_LEVELS, {"page": page, "limit": limit})
