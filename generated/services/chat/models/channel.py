"""Models of Chat: Channel."""

from __future__ import annotations

from codegen.runtime import Model


class Channel(Model):
    id: str
    name: str
    topic: str | None = None
    is_archived: bool | None = None
    num_members: int | None = None
