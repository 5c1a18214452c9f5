"""Models of Shop: ListOrdersResponse."""

from __future__ import annotations

from codegen.runtime import Model

from .order import Order


class ListOrdersResponse(Model):
    orders: list[Order]
    next_cursor: str | None = None
