"""Models of ERP: Order."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from codegen.runtime import Model
from codegen.runtime.wire import Cast, ValueMap
from pydantic import Field


class Order(Model):
    """A purchase order."""

    sku: Annotated[str, Field(max_length=32, min_length=2)]
    """The part to order."""
    quantity: Annotated[int, Field(ge=1, le=500)]
    """How many pieces."""
    supplier_id: str
    """Who to order from."""
    needed_by: date | None = None
    """The latest useful day."""
    note: Annotated[str | None, Field(max_length=500)] = None
    """Printed on the order."""
    created_at: datetime
    updated_at: datetime | None = None
    id: str
    """The order's number."""
    status: Annotated[
        Literal["open", "approved", "closed", "cancelled"] | str,
        ValueMap({"OPN": "open", "APR": "approved", "CLS": "closed", "CAN": "cancelled"}),
    ]
    """OPN open, APR approved, CLS received in full, CAN cancelled."""
    total: Annotated[Decimal, Cast("decimal")]
    """What it costs, as text with two decimals."""
    currency: Annotated[str, Field(max_length=3, min_length=3)]
    approved_by: str | None = None
    """Who approved it."""
    cancel_reason: str | None = None
    """Why it was cancelled."""
