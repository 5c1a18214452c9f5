"""Models of Inventory: Stock."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class Stock(Model):
    sku: str
    on_hand: Annotated[int | None, Field(ge=0)]
    """Pieces on the shelves of all warehouses; null while a part is being recounted."""
    reserved: Annotated[int | None, Field(ge=0)] = None
    """Pieces set aside."""
    reorder_point: Annotated[int | None, Field(ge=0)] = None
    """Order again below this many."""
    bin: str | None = None
    """The shelf where most of it lies."""
    as_of: datetime
    """When it was counted."""
