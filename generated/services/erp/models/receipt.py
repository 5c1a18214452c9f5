"""Models of ERP: Receipt."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class Receipt(Model):
    quantity: Annotated[int, Field(ge=1)]
    """How many pieces arrived."""
    received_on: date | None = None
    """Today if left out."""
    damaged: Annotated[int | None, Field(ge=0)] = None
    """How many of them are damaged."""
    id: str
    order_id: str
