"""Start a tool in a process group of its own, so that it can be timed out or killed with all its children."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

TIMEOUT = 60
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: exit code (-9: killed, past its time too), wall seconds, what it said without colours."""

    code: int
    seconds: float
    output: str

    def last(self, pattern: str = "") -> str:
        """Return the last line that is not empty and matches `pattern`, spaces and absolute paths shortened."""
        lines = [line for line in self.output.splitlines() if line.strip() and re.search(pattern, line)]
        text = re.sub(r"\s+", " ", lines[-1].strip()) if lines else "no message"
        return re.sub(r"(/[\w.@-]+)+/", "", text)[:140]


def ended(command: Sequence[str], cwd: Path, *, timeout: float = TIMEOUT, home: Path | None = None) -> Outcome:
    """Run `command` to its end; what is still running after `timeout` seconds is killed, its children too."""
    begun = time.perf_counter()
    try:
        process = started(command, cwd, output=subprocess.PIPE, home=home)
    except FileNotFoundError as error:
        return Outcome(127, 0, str(error))
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        kill(process)
        output, _ = process.communicate()
    return Outcome(process.returncode, time.perf_counter() - begun, _COLOUR.sub("", output or ""))


def started(
    command: Sequence[str], cwd: Path, *, output: int | IO[str] = subprocess.DEVNULL, home: Path | None = None
) -> subprocess.Popen[str]:
    """Start `command` in `cwd` and leave it running; output is not wrapped nor coloured, there is no input."""
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "400"}
    if home:
        environment["HOME"] = str(home)
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True,
    )  # fmt: skip


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a started process and its children at once, as `kill -9` does, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):  # it and its children ended by themselves
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(TIMEOUT)
