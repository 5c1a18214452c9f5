"""Models of Chat: UpdateMessageBody."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class UpdateMessageBody(Model):
    channel: str
    """Where it was posted."""
    ts: str
    """The message's timestamp."""
    text: Annotated[str, Field(max_length=4000)]
    """The new text."""
