"""The value of an argument that was not given, where None has a meaning of its own."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal


class Unset(Enum):
    """The type of `UNSET`; an enum, so that type checkers narrow `x is UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        """Count as false."""
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
