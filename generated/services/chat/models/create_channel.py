"""Models of Chat: CreateChannelBody."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class CreateChannelBody(Model):
    name: Annotated[str, Field(pattern="^[a-z0-9-]{1,80}$")]
    """Without the `#`."""
    is_private: bool | None = None
    """Whether only members see it."""
