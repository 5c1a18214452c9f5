"""Models of Inventory: Adjustment."""

from __future__ import annotations

from typing import Annotated, Literal

from codegen.runtime import Model
from pydantic import Field


class Adjustment(Model):
    delta: Annotated[int, Field(ge=-1000, le=1000)]
    """Pieces to add; negative to take away."""
    reason: Literal["damaged", "found", "lost", "recount"]
    """Why the count was wrong."""
    note: Annotated[str | None, Field(max_length=200)] = None
    """For the auditor."""
