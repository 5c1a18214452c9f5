"""What the operations of Stock answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

GetLevelAnswer: TypeAlias = "models.Level"
EstimateLevelAnswer: TypeAlias = "models.Level"
ListLevelsAnswer: TypeAlias = "list[models.Level]"
ListLevelsItem: TypeAlias = "models.Level"
