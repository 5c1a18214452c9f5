"""Models of Inventory: Reservation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from codegen.runtime import Model


class Reservation(Model):
    id: UUID
    sku: str
    quantity: int
    until: datetime | None = None
    created_at: datetime
