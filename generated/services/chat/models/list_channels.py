"""Models of Chat: ListChannelsResponse."""

from __future__ import annotations

from codegen.runtime import Model

from .channel import Channel


class ListChannelsResponse(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    channels: list[Channel] | None = None
    next_cursor: str | None = None
