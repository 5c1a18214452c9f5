"""Models of Chat: NewMessage."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class NewMessage(Model):
    channel: str
    """The channel's name with `#`, or its id."""
    text: Annotated[str, Field(max_length=4000, min_length=1)]
    """What to say."""
    thread_ts: str | None = None
    """The message to answer in a thread."""
