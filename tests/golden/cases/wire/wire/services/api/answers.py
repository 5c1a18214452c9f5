"""What the operations of api answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

StylesAnswer: TypeAlias = "None"
CancelOrderAnswer: TypeAlias = "models.Order | None"
SendFormAnswer: TypeAlias = "str"
UploadAnswer: TypeAlias = "bytes"
PutBytesAnswer: TypeAlias = "str"
PutAnythingAnswer: TypeAlias = "list[models.Order]"
DeleteUnnamedByIdAnswer: TypeAlias = "None"
