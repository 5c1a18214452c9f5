"""Models of Inventory: Health."""

from __future__ import annotations

from typing import Literal

from codegen.runtime import Model


class Health(Model):
    status: Literal["up", "degraded"] | str
    version: str | None = None
