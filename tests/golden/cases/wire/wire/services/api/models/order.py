"""Models of api: Order."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from codegen.runtime import Model
from codegen.runtime.wire import Cast, ValueMap
from pydantic import Field


class Order(Model):
    id: str
    total: Annotated[Annotated[Decimal, Cast("decimal")] | None, Field(alias="purchaseTotal")] = None
    """Text such as 12.50."""
    status: Annotated[Literal["open", "closed"] | str, ValueMap({"OPN": "open", "CLS": "closed"})]
    note: str | None = "none given"
    weight: Annotated[Decimal | None, Cast("decimal", wire="number")] | None = None
