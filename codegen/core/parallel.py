"""Two computations at once, where the system and the moment allow it."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable
from typing import TypeVar

_One = TypeVar("_One")
_Other = TypeVar("_Other")


def one_by_one(one: Callable[[], _One], other: Callable[[], _Other]) -> tuple[_One, _Other]:
    """Return what two functions return, called one after the other."""
    return one(), other()


def both(one: Callable[[], _One], other: Callable[[], _Other]) -> tuple[_One, _Other]:
    """Return what two functions return; the first is called in a copy of this process, where there can be one.

    A copy needs `fork`, a second core, and that no other thread runs, which might hold a lock. What the copy cannot
    give, this process computes itself, so an exception is raised as if there had been no copy.

    Args:
        one: its value is pickled; what else it changes is lost.
        other: called in this process meanwhile.
    """
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        return one_by_one(one, other)
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        _give(one, writing)
    os.close(writing)
    try:
        second = other()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.close(reading)
        os.waitpid(child, 0)
        raise
    with os.fdopen(reading, "rb") as pipe:
        given = pipe.read()
    _, status = os.waitpid(child, 0)
    return (pickle.loads(given) if status == 0 else one()), second  # noqa: S301  # a copy of this process wrote it


def _give(one: Callable[[], object], writing: int) -> None:
    """Write what a function returns, and end the process without what this one's parents would do at their end."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(one(), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)
