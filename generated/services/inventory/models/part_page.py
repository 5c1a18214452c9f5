"""Models of Inventory: PartPage."""

from __future__ import annotations

from codegen.runtime import Model

from .part import Part


class PartPage(Model):
    items: list[Part]
    next_cursor: str | None = None
    """Null on the last page."""
