"""Models of api: GetPartResponse."""

from __future__ import annotations

from codegen.runtime import Model


class GetPartResponse(Model):
    sku: str
    name: str
    """What it is called."""
    weight: float | None = None
    """In grams."""
