"""Run a program that fetches for us: no shell, no questions, within a time-out, its complaints in one clean line."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen.fetching.failure import FetchError

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?:[^/\s'\"@]*@)?(?P<rest>[^\s'\"?]*)(?:\?[^\s'\"]*)?")
_GRAVE = re.compile(r"(?:fatal|error|ERROR):|npm (?:error|ERR!) (?!code |errno |syscall )")
_NOISE = re.compile(r"^(?:(?:fatal|error|remote): *|npm (?:error|ERR!) *)+", re.IGNORECASE)
_LONGEST = 200  # characters of a complaint


class ProgramError(Exception):
    """A program failed.

    Attributes:
        complaint: its standard error, as it came.
        printed: its standard output.
    """

    def __init__(self, complaint: str, printed: bytes) -> None:
        super().__init__("a program failed")
        self.complaint = complaint
        self.printed = printed


@dataclass(frozen=True, slots=True)
class Program:
    """A program on this machine.

    Attributes:
        path: of its file.
        folder: where it runs.
        environment: all of its environment.
        timeout: seconds for one run.
    """

    path: str
    folder: Path
    environment: Mapping[str, str]
    timeout: float

    def run(self, *arguments: str) -> bytes:
        """Return what it prints.

        Raises:
            ProgramError: if its exit code is not 0.
            FetchError: if it takes too long or cannot be started.
        """
        try:
            # A session of its own has no terminal to ask at, and can be ended with all that it started.
            process = subprocess.Popen(  # noqa: S603  # no shell; each caller checks what people wrote
                [self.path, *arguments],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as problem:
            told = f"{Path(self.path).stem} cannot be started: {(problem.strerror or 'unknown reason').lower()}"
            raise FetchError(told, "look whether it runs by itself") from None
        with process:
            return self._finished(process)

    def _finished(self, process: subprocess.Popen[bytes]) -> bytes:
        try:
            printed, complaint = process.communicate(timeout=self.timeout)
        except subprocess.TimeoutExpired:
            name = Path(self.path).stem
            raise FetchError(f"{name} took longer than {self.timeout:.0f} seconds", "try again later") from None
        finally:
            if process.returncode is None:
                _end(process)
        if process.returncode:
            raise ProgramError(complaint.decode(errors="replace"), printed)
        return printed


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):  # it may have ended just now
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def located(name: str, suggestion: str) -> str:
    """Return the path of a program.

    Raises:
        FetchError: if there is none on the search path.
    """
    path = shutil.which(name)
    if path is None:
        raise FetchError(f"the program {name} is not there", suggestion)
    return path


def telling(complaint: str, hidden: Sequence[Path]) -> str:
    """Return the line of a program's complaint that says why, without credentials, queries and our folders.

    Args:
        complaint: its standard error; the line is the first that calls itself fatal or an error, else the last.
        hidden: folders whose paths are not shown; that of the user is not either.
    """
    lines = [line.strip() for line in complaint.splitlines() if _NOISE.sub("", line.strip())]
    chosen = next((line for line in lines if _GRAVE.match(line)), lines[-1] if lines else "no reason given")
    for folder in (*hidden, Path.home()):
        for path in sorted({str(folder), str(folder.resolve())} - {os.sep}, key=len, reverse=True):
            chosen = chosen.replace(path, "…")
    clean = _NOISE.sub("", _URL.sub(r"\g<scheme>\g<rest>", chosen)).rstrip(".")
    clean = "".join(character for character in clean if character.isprintable())
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}…"
