"""The key by which a service recognises a repeated write."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_CURRENT: ContextVar[str | None] = ContextVar("codegen_idempotency_key", default=None)


@contextmanager
def key_scope(key: str) -> Iterator[None]:
    """Give the one write within the block this key; an action makes it of its run, step and index."""
    token = _CURRENT.set(key)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def key_for_call() -> str:
    """Return the key of the scope, or a new random one; a call keeps it over its retries."""
    return _CURRENT.get() or str(uuid.uuid4())
