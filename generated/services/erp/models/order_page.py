"""Models of ERP: OrderPage."""

from __future__ import annotations

from codegen.runtime import Model

from .order import Order


class OrderPage(Model):
    items: list[Order]
    page: int
    pages: int
