"""Models of Chat: PostedMessage."""

from __future__ import annotations

from codegen.runtime import Model

from .message import Message


class PostedMessage(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    channel: str | None = None
    ts: str | None = None
    """The message's timestamp and id."""
    message: Message | None = None
