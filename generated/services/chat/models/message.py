"""Models of Chat: Message."""

from __future__ import annotations

from codegen.runtime import Model

from .reaction_count import ReactionCount


class Message(Model):
    text: str
    user: str | None = None
    reactions: list[ReactionCount] | None = None
