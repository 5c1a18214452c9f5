"""Models of ERP: OrderChange."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class OrderChange(Model):
    quantity: Annotated[int | None, Field(ge=1, le=500)] = None
    """How many pieces."""
    needed_by: date | None = None
    """The latest useful day; null takes the date away."""
    note: Annotated[str | None, Field(max_length=500)] = None
    """Printed on the order; null takes it away."""
