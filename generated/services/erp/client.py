"""ERP as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import UNSET, ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Literal

    from codegen.runtime import File, Unset

    from . import models


class Client(ServiceClient):
    """ERP, called in this thread.

    External Service `erp`, owned by finance-platform.
    """

    service = SERVICE

    def list_orders(
        self,
        *,
        status: list[Literal["OPN", "APR", "CLS", "CAN"]] | None = None,
        supplier_id: str | None = None,
        created_after: datetime | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> models.OrderPage:
        """List purchase orders, newest first.

        `GET /orders`

        Args:
            status: Only orders in one of these states; repeat the parameter.
            supplier_id: Only orders from this supplier.
            created_after: Only orders placed after this moment.
            page: Which page, from 1.
            page_size: How many to a page.
        """
        return self._call(
            operations.LIST_ORDERS,
            {
                "status": status,
                "supplier_id": supplier_id,
                "created_after": created_after,
                "page": page,
                "page_size": page_size,
            },
        )

    def create_order(
        self,
        *,
        sku: str,
        quantity: int,
        idempotency_key: str | None = None,
        supplier_id: str | None = None,
        needed_by: date | None | Unset = UNSET,
        note: str | None | Unset = UNSET,
    ) -> models.Order:
        """Place a purchase order.

        `POST /orders`

        Args:
            sku: The part to order.
            quantity: How many pieces.
            idempotency_key: Recognises a repeated write; kept for 24 hours.
            supplier_id: Who to order from.
            needed_by: The latest useful day.
            note: Printed on the order.
        """
        return self._call(
            operations.CREATE_ORDER,
            {
                "sku": sku,
                "quantity": quantity,
                "idempotency_key": idempotency_key,
                "supplier_id": supplier_id,
                "needed_by": needed_by,
                "note": note,
            },
        )

    def get_order(self, *, order_id: str) -> models.Order:
        """Read one purchase order.

        `GET /orders/{order_id}`

        Args:
            order_id: The order's number.
        """
        return self._call(operations.GET_ORDER, {"order_id": order_id})

    def update_order(
        self,
        *,
        order_id: str,
        quantity: int | None = None,
        needed_by: date | None | Unset = UNSET,
        note: str | None | Unset = UNSET,
    ) -> models.Order:
        """Change an open order's quantity, note or date.

        `PATCH /orders/{order_id}`

        Args:
            order_id: The order's number.
            quantity: How many pieces.
            needed_by: The latest useful day; null takes the date away.
            note: Printed on the order; null takes it away.
        """
        return self._call(
            operations.UPDATE_ORDER,
            {"order_id": order_id, "quantity": quantity, "needed_by": needed_by, "note": note},
        )

    def approve_order(
        self,
        *,
        order_id: str,
        approved_by: str,
        idempotency_key: str | None = None,
        comment: str | None | Unset = UNSET,
    ) -> models.Order:
        """Approve an open order, which sends it to the supplier.

        `POST /orders/{order_id}/approve`

        Args:
            order_id: The order's number.
            approved_by: Who answers for the approval.
            idempotency_key: Recognises a repeated write; kept for 24 hours.
            comment: For the file.
        """
        return self._call(
            operations.APPROVE_ORDER,
            {"order_id": order_id, "approved_by": approved_by, "idempotency_key": idempotency_key, "comment": comment},
        )

    def cancel_order(
        self,
        *,
        order_id: str,
        idempotency_key: str | None = None,
        reason: str | None = None,
    ) -> models.Order:
        """Cancel an order that has not been received.

        `POST /orders/{order_id}/cancel`

        Args:
            order_id: The order's number.
            idempotency_key: Recognises a repeated write; kept for 24 hours.
            reason: Why the order is cancelled; the supplier reads it.
        """
        return self._call(
            operations.CANCEL_ORDER,
            {"order_id": order_id, "idempotency_key": idempotency_key, "reason": reason},
        )

    def list_receipts(self, *, order_id: str) -> list[models.Receipt]:
        """List what has arrived of an order.

        `GET /orders/{order_id}/receipts`

        Args:
            order_id: The order's number.
        """
        return self._call(operations.LIST_RECEIPTS, {"order_id": order_id})

    def record_receipt(
        self,
        *,
        order_id: str,
        quantity: int,
        idempotency_key: str | None = None,
        received_on: date | None = None,
        damaged: int | None = None,
    ) -> models.Receipt:
        """Record that goods have arrived.

        `POST /orders/{order_id}/receipts`

        Args:
            order_id: The order's number.
            quantity: How many pieces arrived.
            idempotency_key: Recognises a repeated write; kept for 24 hours.
            received_on: Today if left out.
            damaged: How many of them are damaged.
        """
        return self._call(
            operations.RECORD_RECEIPT,
            {
                "order_id": order_id,
                "quantity": quantity,
                "idempotency_key": idempotency_key,
                "received_on": received_on,
                "damaged": damaged,
            },
        )

    def list_suppliers(
        self,
        *,
        status: Literal["active", "probation", "suspended"] | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> list[models.Supplier]:
        """List the suppliers.

        `GET /suppliers`

        Args:
            status: Only suppliers in this state.
            page: Which page, from 1.
            page_size: How many to a page.
        """
        return self._call(operations.LIST_SUPPLIERS, {"status": status, "page": page, "page_size": page_size})

    def get_supplier(self, *, supplier_id: str) -> models.Supplier:
        """Read one supplier.

        `GET /suppliers/{supplier_id}`

        Args:
            supplier_id: The supplier's number.
        """
        return self._call(operations.GET_SUPPLIER, {"supplier_id": supplier_id})

    def list_invoices(
        self,
        *,
        order_id: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> list[models.Invoice]:
        """List invoices.

        `GET /invoices`

        Args:
            order_id: Only invoices for this order.
            page: Which page, from 1.
            page_size: How many to a page.
        """
        return self._call(operations.LIST_INVOICES, {"order_id": order_id, "page": page, "page_size": page_size})

    def upload_invoice(
        self,
        *,
        order_id: str,
        number: str,
        file: bytes | File,
        amount: str | None = None,
    ) -> models.Invoice:
        """Upload a supplier's invoice.

        `POST /invoices`

        Args:
            order_id: The order it belongs to.
            number: The supplier's own number.
            file: The invoice as PDF.
            amount: What it asks for, as text with two decimals.
        """
        return self._call(
            operations.UPLOAD_INVOICE,
            {"order_id": order_id, "number": number, "file": file, "amount": amount},
        )

    def get_invoice_file(self, *, invoice_id: str) -> bytes:
        """Download an invoice as it was uploaded.

        `GET /invoices/{invoice_id}/file`

        Args:
            invoice_id: The invoice's number.
        """
        return self._call(operations.GET_INVOICE_FILE, {"invoice_id": invoice_id})
