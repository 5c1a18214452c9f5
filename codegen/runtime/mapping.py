"""What the expressions of definitions become: functions that generated code calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from .errors import InvocableActionError
from .jsonable import plain

T = TypeVar("T")


def needed(value: T | None, expression: str) -> T:
    """Return a value that must be there.

    Raises:
        InvocableActionError: `mapping_failed`, naming the expression, if it is None.
    """
    if value is None:
        raise InvocableActionError(
            f"{expression} has no value, and what comes next cannot do without it",
            code="mapping_failed",
            next_step="Do not retry with the same inputs; tell the owner of the action that it needs this value.",
        )
    return value


def each(values: Sequence[T] | None, most: int, step: str) -> Sequence[T]:
    """Return the list for whose every element a step is called; empty where there is no list.

    Raises:
        InvocableActionError: `too_many`, before anything is called, if it has more than `most` elements.
    """
    found = values or ()
    if len(found) > most:
        raise too_many(step, len(found), most)
    return found


def too_many(step: str, asked: int, most: int) -> InvocableActionError:
    """Return the error of a step that would be called more often than it may."""
    return InvocableActionError(
        f"step {step} would be called {asked} times, and at most {most} are allowed",
        code="too_many",
        next_step=f"Ask for at most {most} at once.",
    )


def text(template: str, *values: object) -> str:
    """Return the template with each `{}` replaced by a value, written as JSON writes it (text without quotes)."""
    return template.format(*(_written(value) for value in values))


def same_text(left: str, right: str) -> bool:
    """Return whether two texts are equal without regard to case, as conditions compare them (Arazzo 1.0)."""
    return left.casefold() == right.casefold()


def present(members: Mapping[str, T | None]) -> dict[str, T]:
    """Return the members that have a value."""
    return {name: value for name, value in members.items() if value is not None}


def _written(value: object) -> str:
    plainly: Any = plain(value)
    if isinstance(plainly, bool):
        return "true" if plainly else "false"
    return "" if plainly is None else str(plainly)
