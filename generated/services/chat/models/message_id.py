"""Models of Chat: MessageId."""

from __future__ import annotations

from codegen.runtime import Model


class MessageId(Model):
    channel: str
    """Where it was posted."""
    ts: str
    """The message's timestamp."""
