"""The id that ties together everything one action did."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_CURRENT: ContextVar[str | None] = ContextVar("codegen_correlation_id", default=None)


@contextmanager
def correlation_scope(correlation_id: str) -> Iterator[None]:
    """Run the block under this id."""
    token = _CURRENT.set(correlation_id)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def correlation_id() -> str:
    """Return the id of the scope, or a new one where a client is called on its own."""
    return _CURRENT.get() or uuid.uuid4().hex
