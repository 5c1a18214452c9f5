"""Models of ERP: OrderRequest."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class OrderRequest(Model):
    sku: Annotated[str, Field(max_length=32, min_length=2)]
    """The part to order."""
    quantity: Annotated[int, Field(ge=1, le=500)]
    """How many pieces."""
    supplier_id: str | None = None
    """Who to order from."""
    needed_by: date | None = None
    """The latest useful day."""
    note: Annotated[str | None, Field(max_length=500)] = None
    """Printed on the order."""
