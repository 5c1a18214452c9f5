"""The files below a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

IGNORED_FOLDERS = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"})
_IGNORED_ENDINGS = (".pyc", ".pyo", ".DS_Store")


def walk(folder: Path) -> Iterator[str]:
    """Yield the path of every file below `folder`, in no order; nothing where there is no such folder."""
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            entries = os.scandir(folder / below)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                path = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in IGNORED_FOLDERS:
                        pending.append(f"{path}/")
                elif not entry.name.endswith(_IGNORED_ENDINGS) and entry.is_file():
                    yield path
