"""What the operations of T \"\"" \\ {{ 7*7 }} answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

XImportOsOsAbort77RawScriptXDefFOpAnswer: TypeAlias = "models.EvilXImportOsOs"
