"""Models of Shop: Order, OrderLinesItem."""

from __future__ import annotations

from codegen.runtime import Model


class OrderLinesItem(Model):
    sku: str
    position: int | None = None


class Order(Model):
    id: str
    """The order's number."""
    sku: str
    note: str | None = None
    lines: list[OrderLinesItem] | None = None
