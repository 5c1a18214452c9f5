"""Shop as coroutines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import AsyncServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from codegen.runtime import File

    from . import models


class AsyncClient(AsyncServiceClient):
    """Shop, called without blocking the event loop.

    External Service `shop`, owned by sales.
    """

    service = SERVICE

    async def list_orders(self, *, cursor: str | None = None, sku: str | None = None) -> models.ListOrdersResponse:
        """List orders, newest first.

        `GET /orders`
        """
        return await self._call(operations.LIST_ORDERS, {"cursor": cursor, "sku": sku})

    async def create_order(self, *, sku: str, quantity: int) -> models.Order:
        """Place an order.

        `POST /orders`
        """
        return await self._call(operations.CREATE_ORDER, {"sku": sku, "quantity": quantity})

    async def get_order(self, *, id: str) -> models.Order:
        """Read an order.

        `GET /orders/{id}`
        """
        return await self._call(operations.GET_ORDER, {"id": id})

    async def delete_order(self, *, id: str) -> None:
        """Take an order back.

        `DELETE /orders/{id}`
        """
        return await self._call(operations.DELETE_ORDER, {"id": id})

    async def start_export(self, *, month: str) -> models.Export:
        """Start an export of a month's orders.

        `POST /exports`
        """
        return await self._call(operations.START_EXPORT, {"month": month})

    async def get_export(self, *, export_id: str) -> models.Export:
        """Ask how far an export is.

        `GET /exports/{export_id}`

        Args:
            export_id: The export's number.
        """
        return await self._call(operations.GET_EXPORT, {"export_id": export_id})

    async def cancel_export(self, *, export_id: str) -> None:
        """Stop an export.

        `DELETE /exports/{export_id}`

        Args:
            export_id: The export's number.
        """
        return await self._call(operations.CANCEL_EXPORT, {"export_id": export_id})

    async def upload_document(self, *, order_id: str, file: bytes | File) -> models.UploadDocumentResponse:
        """Upload a document.

        `POST /documents`
        """
        return await self._call(operations.UPLOAD_DOCUMENT, {"order_id": order_id, "file": file})

    async def get_document(self, *, id: str) -> bytes:
        """Download a document.

        `GET /documents/{id}`
        """
        return await self._call(operations.GET_DOCUMENT, {"id": id})
