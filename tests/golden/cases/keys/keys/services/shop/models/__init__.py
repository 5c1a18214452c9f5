"""The models of Shop; each is loaded when it is first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .create_order import CreateOrderBody as CreateOrderBody
    from .export import Export as Export
    from .gone import Gone as Gone
    from .list_orders import ListOrdersResponse as ListOrdersResponse
    from .order import Order as Order
    from .order import OrderLinesItem as OrderLinesItem
    from .problem import Problem as Problem
    from .start_export import StartExportBody as StartExportBody
    from .upload_document import UploadDocumentBody as UploadDocumentBody
    from .upload_document import UploadDocumentResponse as UploadDocumentResponse

_HOMES: dict[str, str] = {
    "CreateOrderBody": "create_order",
    "Export": "export",
    "Gone": "gone",
    "ListOrdersResponse": "list_orders",
    "Order": "order",
    "OrderLinesItem": "order",
    "Problem": "problem",
    "StartExportBody": "start_export",
    "UploadDocumentBody": "upload_document",
    "UploadDocumentResponse": "upload_document",
}

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted(_HOMES)
