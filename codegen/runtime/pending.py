"""What an action answers when what it started is not done in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_jsonable_python

from .jsonable import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How a step waits for what it started.

    Attributes:
        service, operation: what is asked.
        tool: the tool that asks again once the waiting was given up.
        every, timeout: seconds between two questions, and in all.
    """

    service: str
    operation: str
    tool: str
    every: float
    timeout: float


class Pending(BaseException):
    """Ends a run that would have to wait longer than it may: what it started goes on, and nothing is undone.

    No `Exception`, so that a handler's `except Exception` does not take it for a failure.
    """

    def __init__(self, waiting: Waiting, inputs: Mapping[str, Any], retry_after: float) -> None:
        super().__init__(waiting.tool)
        self._tool = waiting.tool
        self._inputs = {name: to_jsonable_python(plain(value)) for name, value in inputs.items()}
        self._retry_after = retry_after

    @property
    def result(self) -> dict[str, Any]:
        """What the envelope carries as the result: the tool that takes over, what to call it with, and when."""
        return {"pending": {"tool": self._tool, "inputs": self._inputs, "retry_after": self._retry_after}}
