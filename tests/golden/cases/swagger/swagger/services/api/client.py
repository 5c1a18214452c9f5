"""api as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from codegen.runtime import File

    from . import models


class Client(ServiceClient):
    """api, called in this thread."""

    service = SERVICE

    def list_items(self, *, limit: int | None = None, ids: list[int] | None = None) -> list[models.Item]:
        """Call listItems.

        `GET /items`
        """
        return self._call(operations.LIST_ITEMS, {"limit": limit, "ids": ids})

    def add_item(self, *, id: int, tags: list[str] | None = None) -> models.Item:
        """Call addItem.

        `POST /items`
        """
        return self._call(operations.ADD_ITEM, {"id": id, "tags": tags})

    def attach(self, *, id: int, file: bytes | File | None = None, label: str | None = None) -> None:
        """Call attach.

        `POST /items/{id}/file`
        """
        return self._call(operations.ATTACH, {"id": id, "file": file, "label": label})
