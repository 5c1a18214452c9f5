"""The models of Inventory; each is loaded when it is first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .address import Address as Address
    from .adjustment import Adjustment as Adjustment
    from .error import Error as Error
    from .health import Health as Health
    from .part import Part as Part
    from .part_filter import PartFilter as PartFilter
    from .part_page import PartPage as PartPage
    from .reservation import Reservation as Reservation
    from .reservation_request import ReservationRequest as ReservationRequest
    from .stock import Stock as Stock
    from .warehouse import Warehouse as Warehouse

_HOMES: dict[str, str] = {
    "Address": "address",
    "Adjustment": "adjustment",
    "Error": "error",
    "Health": "health",
    "Part": "part",
    "PartFilter": "part_filter",
    "PartPage": "part_page",
    "Reservation": "reservation",
    "ReservationRequest": "reservation_request",
    "Stock": "stock",
    "Warehouse": "warehouse",
}

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted(_HOMES)
