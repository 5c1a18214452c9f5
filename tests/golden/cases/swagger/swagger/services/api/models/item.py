"""Models of api: Item."""

from __future__ import annotations

from codegen.runtime import Model


class Item(Model):
    id: int
    tags: list[str] | None = None
