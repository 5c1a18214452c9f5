"""Models of ERP: Approval."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class Approval(Model):
    approved_by: Annotated[str, Field(max_length=80, min_length=1)]
    """Who answers for the approval."""
    comment: Annotated[str | None, Field(max_length=500)] = None
    """For the file."""
