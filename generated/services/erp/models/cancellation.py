"""Models of ERP: Cancellation."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class Cancellation(Model):
    reason: Annotated[str | None, Field(max_length=200)] = None
    """Why the order is cancelled; the supplier reads it."""
