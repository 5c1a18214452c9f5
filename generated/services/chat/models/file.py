"""Models of Chat: File."""

from __future__ import annotations

from codegen.runtime import Model


class File(Model):
    id: str
    title: str | None = None
    size: int | None = None
    """In bytes."""
