"""Prism itself: fetched from npm into a folder that git ignores, and started for one contract."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "5.16"
START_SECONDS = 60


def install(folder: Path) -> Path:
    """Return Prism's command, fetching it with npm unless it is there.

    Raises:
        RuntimeError: if npm cannot fetch it.
    """
    command = folder / "node_modules" / ".bin" / "prism"
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        words = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            str(folder),
            f"@stoplight/prism-cli@{VERSION}",
        ]
        done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"npm could not fetch Prism:\n{done.stderr}")
    return command


def has_node() -> bool:
    """Say whether node and npm are on this machine."""
    return shutil.which("node") is not None and shutil.which("npm") is not None


@contextmanager
def prism(command: Path, contract: Path, log: Path) -> Iterator[int]:
    """Serve a contract with Prism, which answers an invalid request with an error; yield its port.

    Raises:
        RuntimeError: if it does not come up.
    """
    port = _free_port()
    words = [str(command), "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(contract)]
    with log.open("w") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, env={**os.environ, "NO_COLOR": "1"})
        try:
            _wait(process, port, log)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)  # polls another process; there is no event to wait for
    raise RuntimeError(f"Prism did not start:\n{log.read_text()[-2000:]}")
