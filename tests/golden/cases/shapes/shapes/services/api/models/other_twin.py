"""Models of api: OtherTwin."""

from __future__ import annotations

from codegen.runtime import Model


class OtherTwin(Model):
    """The same in structure."""

    name: str | None = None
    """Other words."""
    size: int | None = None
