"""Models of Shop: CreateOrderBody."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class CreateOrderBody(Model):
    sku: str
    quantity: Annotated[int, Field(ge=1)]
