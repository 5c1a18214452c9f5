"""api as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from . import models


class Client(ServiceClient):
    """api, called in this thread."""

    service = SERVICE

    def pong(self) -> None:
        """Call pong.

        `POST /pong`
        """
        return self._call(operations.PONG, {})

    def get_part(self, *, sku: str) -> models.GetPartResponse:
        """Read one part.

        `GET /parts/{sku}`
        """
        return self._call(operations.GET_PART, {"sku": sku})
