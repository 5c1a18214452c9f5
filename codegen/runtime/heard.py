"""What a step and the calls it makes know of each other: who calls and why, and what is heard beside the value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Heard:
    """One call as its step hears it; the client that makes the call fills in what came.

    Attributes:
        step: the id of the step, and `purpose` why it calls: `call`, `poll`, `fallback` or `undo`.
        accept: the statuses that are answers; empty where every success is and nothing else.
        status: of the last answer that was accepted, 0 before.
        retry_after: seconds after which the service wants to be asked again, where it says so.
    """

    step: str = ""
    purpose: str = ""
    accept: frozenset[int] = frozenset()
    status: int = 0
    retry_after: float | None = None


_CURRENT: ContextVar[Heard | None] = ContextVar("codegen_heard", default=None)


@contextmanager
def hearing(step: str, purpose: str, accept: frozenset[int] = frozenset()) -> Iterator[Heard]:
    """Let the calls within the block know whose they are, and tell what they hear."""
    heard = Heard(step, purpose, accept)
    token = _CURRENT.set(heard)
    try:
        yield heard
    finally:
        _CURRENT.reset(token)


def heard_by_step() -> Heard | None:
    """Return where a call tells what it hears, None where nobody listens."""
    return _CURRENT.get()
