"""A fixed answer that stands in for a call: built as the operation's own answer, with nothing sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pydantic_core import to_json

from .operation import Operation
from .reading import adapter_for
from .wire import STABLE


class _Absent:
    """Stands for no value; None is one."""


_ABSENT = _Absent()
_CURRENT: ContextVar[Any] = ContextVar("codegen_standing", default=_ABSENT)


@contextmanager
def standing_in(value: Any) -> Iterator[None]:
    """Answer the calls within the block with this value, by stable names, instead of sending anything."""
    token = _CURRENT.set(value)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def stands_in() -> bool:
    """Return whether a fixed answer stands in for calls made now."""
    return _CURRENT.get() is not _ABSENT


def answer_for(operation: Operation[Any]) -> Any:
    """Return the fixed answer as what the operation answers.

    Raises:
        pydantic.ValidationError: if it is none; the generator has held it to the contract, so this is a bug.
    """
    value = _CURRENT.get()
    load = next((r.type for r in operation.responses if r.status.startswith(("2", "default")) and r.type), None)
    if load is None:
        return value
    return adapter_for(load).validate_json(to_json(value), strict=True, context=STABLE)
