"""Shop as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from codegen.runtime import File

    from . import models


class Client(ServiceClient):
    """Shop, called in this thread.

    External Service `shop`, owned by sales.
    """

    service = SERVICE

    def list_orders(self, *, cursor: str | None = None, sku: str | None = None) -> models.ListOrdersResponse:
        """List orders, newest first.

        `GET /orders`
        """
        return self._call(operations.LIST_ORDERS, {"cursor": cursor, "sku": sku})

    def create_order(self, *, sku: str, quantity: int) -> models.Order:
        """Place an order.

        `POST /orders`
        """
        return self._call(operations.CREATE_ORDER, {"sku": sku, "quantity": quantity})

    def get_order(self, *, id: str) -> models.Order:
        """Read an order.

        `GET /orders/{id}`
        """
        return self._call(operations.GET_ORDER, {"id": id})

    def delete_order(self, *, id: str) -> None:
        """Take an order back.

        `DELETE /orders/{id}`
        """
        return self._call(operations.DELETE_ORDER, {"id": id})

    def start_export(self, *, month: str) -> models.Export:
        """Start an export of a month's orders.

        `POST /exports`
        """
        return self._call(operations.START_EXPORT, {"month": month})

    def get_export(self, *, export_id: str) -> models.Export:
        """Ask how far an export is.

        `GET /exports/{export_id}`

        Args:
            export_id: The export's number.
        """
        return self._call(operations.GET_EXPORT, {"export_id": export_id})

    def cancel_export(self, *, export_id: str) -> None:
        """Stop an export.

        `DELETE /exports/{export_id}`

        Args:
            export_id: The export's number.
        """
        return self._call(operations.CANCEL_EXPORT, {"export_id": export_id})

    def upload_document(self, *, order_id: str, file: bytes | File) -> models.UploadDocumentResponse:
        """Upload a document.

        `POST /documents`
        """
        return self._call(operations.UPLOAD_DOCUMENT, {"order_id": order_id, "file": file})

    def get_document(self, *, id: str) -> bytes:
        """Download a document.

        `GET /documents/{id}`
        """
        return self._call(operations.GET_DOCUMENT, {"id": id})
