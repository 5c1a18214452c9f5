"""Models of Chat: CreateChannelResponse."""

from __future__ import annotations

from codegen.runtime import Model

from .channel import Channel


class CreateChannelResponse(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    channel: Channel | None = None
