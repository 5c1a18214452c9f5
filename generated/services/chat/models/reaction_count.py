"""Models of Chat: ReactionCount."""

from __future__ import annotations

from codegen.runtime import Model


class ReactionCount(Model):
    name: str
    count: int
