"""Models of Stock: Level."""

from __future__ import annotations

from datetime import datetime

from codegen.runtime import Model


class Level(Model):
    sku: str
    on_hand: int
    contact: str | None = None
    counted_at: datetime | None = None
