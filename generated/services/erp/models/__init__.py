"""The models of ERP; each is loaded when it is first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .approval import Approval as Approval
    from .cancellation import Cancellation as Cancellation
    from .invoice import Invoice as Invoice
    from .invoice_upload import InvoiceUpload as InvoiceUpload
    from .order import Order as Order
    from .order_change import OrderChange as OrderChange
    from .order_page import OrderPage as OrderPage
    from .order_request import OrderRequest as OrderRequest
    from .problem import Problem as Problem
    from .receipt import Receipt as Receipt
    from .receipt_request import ReceiptRequest as ReceiptRequest
    from .supplier import Supplier as Supplier
    from .supplier_contact import SupplierContact as SupplierContact

_HOMES: dict[str, str] = {
    "Approval": "approval",
    "Cancellation": "cancellation",
    "Invoice": "invoice",
    "InvoiceUpload": "invoice_upload",
    "Order": "order",
    "OrderChange": "order_change",
    "OrderPage": "order_page",
    "OrderRequest": "order_request",
    "Problem": "problem",
    "Receipt": "receipt",
    "ReceiptRequest": "receipt_request",
    "Supplier": "supplier",
    "SupplierContact": "supplier_contact",
}

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted(_HOMES)
