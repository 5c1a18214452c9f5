"""Models of Inventory: ReservationRequest."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class ReservationRequest(Model):
    sku: str
    """The part to set aside."""
    quantity: Annotated[int, Field(ge=1, le=500)]
    """How many pieces."""
    until: datetime | None = None
    """When the reservation lapses; never if null."""
