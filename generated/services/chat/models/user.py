"""Models of Chat: User."""

from __future__ import annotations

from codegen.runtime import Model


class User(Model):
    id: str
    name: str
    email: str | None = None
