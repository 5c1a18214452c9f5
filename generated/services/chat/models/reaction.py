"""Models of Chat: Reaction."""

from __future__ import annotations

from codegen.runtime import Model


class Reaction(Model):
    channel: str
    """Where it was posted."""
    ts: str
    """The message's timestamp."""
    name: str
    """The emoji's name without colons."""
