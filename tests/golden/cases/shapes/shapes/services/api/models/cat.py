"""Models of api: Cat."""

from __future__ import annotations

from codegen.runtime import Model


class Cat(Model):
    id: int
    kind: str
    lives: int | None = None
