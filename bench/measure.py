"""Time a command and take the peak memory of it and its children together."""

from __future__ import annotations

import compileall
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import codegen

_SAMPLE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall seconds, peak memory in MiB (the whole process tree, sampled), exit code and what it said."""

    seconds: float
    mebibytes: float
    code: int
    output: str


def compile_ours() -> None:
    """Compile our modules to bytecode, as pip does with what it installs and did with the peers.

    An editable install is compiled by its first run, and never where `PYTHONDONTWRITEBYTECODE` is set.
    """
    compileall.compile_dir(Path(codegen.__file__).parent, quiet=1)


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None, timeout: float = 900) -> Run:
    """Run `command` in `cwd` to its end; a run past `timeout` seconds is killed and has code -9."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    peak = _Peak(process.pid)
    peak.start()
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    seconds = time.perf_counter() - begun
    peak.stop()
    return Run(seconds, peak.kibibytes / 1024, process.returncode, output)


class _Peak(threading.Thread):
    """Samples the resident memory of a process tree, shared pages counted once for each process."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._ended = root, threading.Event()
        self.kibibytes = 0

    def run(self) -> None:
        while not self._ended.is_set():
            self.kibibytes = max(self.kibibytes, sum(_resident(pid) for pid in _tree(self._root)))
            self._ended.wait(_SAMPLE_SECONDS)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(root: int) -> list[int]:
    found, open_ = [], [root]
    while open_:
        pid = open_.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                open_ += [int(child) for child in task.read_text().split()]
            except OSError:  # the process ended between the listing and the reading
                continue
    return found


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
