"""Models of Inventory: PartFilter."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class PartFilter(Model):
    supplier: str | None = None
    """The supplier's number."""
    min_weight_g: Annotated[float | None, Field(ge=0.0)] = None
    max_weight_g: Annotated[float | None, Field(ge=0.0)] = None
    discontinued: bool | None = None
