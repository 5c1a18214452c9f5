"""Two computations at once, where the system and the moment allow it."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

_One = TypeVar("_One")
_Other = TypeVar("_Other")


def both(one: Callable[[], _One], other: Callable[[], _Other], *, worth: bool = True) -> tuple[_One, _Other]:
    """Return what two functions return; the first is called in a copy of this process, where there can be one.

    A copy needs `fork`, a second core, and that no other thread runs, which might hold a lock. What the copy cannot
    give, this process computes itself, so an exception is raised as if there had been no copy.

    Args:
        one: its value is pickled; what else it changes is lost.
        other: called in this process meanwhile.
        worth: whether there is so much to do that a copy is worth making.
    """
    if not worth or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        return one(), other()
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:  # no more processes for us
        os.close(reading)
        os.close(writing)
        return one(), other()
    if child == 0:
        os.close(reading)  # else it would wait for itself, should its parent be killed
        _give(one, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        try:
            second = other()
        except BaseException:
            os.kill(child, signal.SIGKILL)
            _reaped(child)
            raise
        given = pipe.read()
    _reaped(child)
    try:
        return pickle.loads(given), second  # noqa: S301  # a copy of this process wrote it
    except (EOFError, pickle.UnpicklingError):  # it could not
        return one(), second


def _reaped(child: int) -> None:
    with suppress(ChildProcessError):  # where somebody has set that nobody waits for children
        os.waitpid(child, 0)


def _give(one: Callable[[], object], writing: int) -> None:
    """Write what a function returns, and end the process without what this one's parents would do at their end."""
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(one(), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
