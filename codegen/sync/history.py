"""What git knows of a file's earlier bytes; where there is no git, nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from codegen.core.digest import of_bytes

_SECONDS = 30
_COMMITS = 20  # how far back a file's earlier bytes are looked for


def earlier(root: Path, file: str, digests: frozenset[str]) -> bytes | None:
    """Return the bytes of a file that have one of `digests`: those on the disk, staged, or of a recent commit.

    Args:
        root: the project's root.
        file: relative to it, forward slashes.
        digests: what the bytes must have.
    """
    return next((content for content in versions(root, file) if of_bytes(content) in digests), None)


def versions(root: Path, file: str) -> Iterator[bytes]:
    """Yield the bytes of a file on the disk, as staged, and of recent commits, the newest first.

    Args:
        root: the project's root.
        file: relative to it, forward slashes.
    """
    if (root / file).is_file():
        yield (root / file).read_bytes()
    for revision in ("", *_commits(root, file)):
        found = _git(root, "show", "--no-textconv", f"{revision}:./{file}")
        if found is not None:
            yield found


def _commits(root: Path, file: str) -> list[str]:
    """Return the last commits that changed a file, the newest first."""
    found = _git(root, "log", "-n", str(_COMMITS), "--format=%H", "--", file)
    return found.decode().split() if found is not None else []


def _git(root: Path, *words: str) -> bytes | None:
    try:
        command = ["git", *words]
        done = subprocess.run(command, cwd=root, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # no shell
    except (OSError, subprocess.TimeoutExpired):  # no git: there is no history then
        return None
    return done.stdout if done.returncode == 0 else None
