"""Models of Inventory: Warehouse."""

from __future__ import annotations

from codegen.runtime import Model

from .address import Address


class Warehouse(Model):
    id: str
    name: str
    country: str
    address: Address | None = None
    dock_hours: dict[str, str] | None = None
    """Opening hours by weekday."""
