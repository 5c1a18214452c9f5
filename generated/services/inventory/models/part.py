"""Models of Inventory: Part."""

from __future__ import annotations

from typing import Literal

from codegen.runtime import Model


class Part(Model):
    sku: str
    name: str
    category: Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"] | str
    """What kind of part it is."""
    weight_g: float | None = None
    """Weight of one piece in grams."""
    supplier_id: str | None = None
    tags: list[str] | None = None
    discontinued: bool | None = None
    replaced_by: Part | None = None
    """What to use instead of a discontinued part."""
