"""What the operations of api answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

PongAnswer: TypeAlias = "None"
GetPartAnswer: TypeAlias = "models.GetPartResponse"
