"""Runs of `codegen generate` in processes forked from this one, which has everything imported already."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import codegen.sync.staging as staging
import codegen.sync.write as write
import codegen.verbs.produce as produce
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate

_SECONDS = 120
_ADOPTS_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)
PREPARES, PLACES = (
    b"<",
    b"!",
)  # what a run says when it makes files ready beside their place, and when it begins to put them there


@dataclass(frozen=True, slots=True)
class Child:
    """A run in progress; `words` is the reading end of a pipe into which it says where it is."""

    pid: int
    words: int
    begun: float

    def wait_for(self, word: bytes) -> None:
        """Wait until the run says `word`, one byte, or ends."""
        while select.select([self.words], [], [], _SECONDS)[0]:
            said = os.read(self.words, 1)
            if word in said or not said:
                return

    def kill(self) -> bool:
        """Kill the run as `kill -9` does and say whether that ended it."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.words)
        return os.WIFSIGNALED(status)

    def clear_away(self) -> None:
        """End what the killed run had started itself, mypy that is, which nobody ended and which still writes."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-self.pid, 0)

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what was said."""
        said = b""
        while part := os.read(self.words, 65536):
            said += part
        _, status = os.waitpid(self.pid, 0)
        os.close(self.words)
        return os.waitstatus_to_exitcode(status), said.decode()


def start(root: Path, *, exchange: bool = True, before: Callable[[], None] | None = None) -> Child:
    """Begin a run.

    Args:
        root: the project.
        exchange: whether the system can exchange two folders.
        before: what the process does first.
    """
    ctypes.CDLL(None).prctl(_ADOPTS_ORPHANS, 1, 0, 0, 0)
    words, speak = os.pipe()
    begun = time.perf_counter()
    pid = os.fork()
    if pid:
        with suppress(PermissionError, ProcessLookupError):  # the child has done so itself
            os.setpgid(pid, pid)
        os.close(speak)
        return Child(pid, words, begun)
    code = 3
    try:
        os.setpgid(0, 0)
        os.close(words)
        if before is not None:
            before()
        code = _run(root, speak, exchange=exchange)
    except UsageError as error:
        os.write(speak, f"UsageError: {error}".encode())
        code = error.exit_code
    except BaseException as error:  # noqa: BLE001  # the child never returns
        os.write(speak, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(code)


def _run(root: Path, speak: int, *, exchange: bool) -> int:
    apply, write_journal = produce.apply, write.write_journal

    def noted(*words: object) -> None:
        os.write(speak, b"!")
        write_journal(*words)  # type: ignore[arg-type]  # as below

    def told(*words: object, **named: object) -> None:
        os.write(speak, b"<")
        apply(*words, **named)  # type: ignore[arg-type]  # handed on as it came
        os.write(speak, b">")

    produce.apply = told  # type: ignore[assignment]  # in this process alone
    write.write_journal = noted  # type: ignore[assignment]  # likewise
    if not exchange:
        staging.exchange = lambda *_: False  # type: ignore[assignment]  # a system that has no such call
    return generate(root).exit_code


def whole(root: Path, *, exchange: bool = True) -> tuple[int, str]:
    """Run to the end in a process of its own."""
    return start(root, exchange=exchange).end()


def moments(root: Path, *, exchange: bool = True) -> tuple[float, ...]:
    """Run to the end; return the seconds until it prepares the files, puts them in place, has written, and ends."""
    child, seen = start(root, exchange=exchange), []
    for word in (PREPARES, PLACES, b">"):
        child.wait_for(word)
        seen.append(time.perf_counter() - child.begun)
    child.end()
    return (*seen, time.perf_counter() - child.begun)
