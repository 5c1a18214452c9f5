"""One deadline over a whole action: every step, attempt, wait, token fetch, name look-up and body read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a monotonic clock, in seconds."""

    at: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> Deadline:
        """Return the deadline that many seconds from now."""
        return cls(clock() + seconds, clock)

    @property
    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self.at - self.clock())

    @property
    def passed(self) -> bool:
        """Whether none are left."""
        return self.clock() >= self.at

    def no_later_than(self, other: Deadline | None) -> Deadline:
        """Return the earlier of the two."""
        return other if other is not None and other.at < self.at else self


_CURRENT: ContextVar[Deadline | None] = ContextVar("codegen_deadline", default=None)


def current() -> Deadline | None:
    """Return the deadline that this thread or task runs under."""
    return _CURRENT.get()


@contextmanager
def deadline_scope(deadline: Deadline | None) -> Iterator[Deadline | None]:
    """Run the block under this deadline, or an outer one that is earlier."""
    outer = _CURRENT.get()
    effective = outer if deadline is None else deadline.no_later_than(outer)
    token = _CURRENT.set(effective)
    try:
        yield effective
    finally:
        _CURRENT.reset(token)
