"""What stands on the disk below a folder, by digest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from codegen.core.digest import of_bytes
from codegen.sync.walk import walk


def survey(folder: Path) -> Mapping[str, str]:
    """Return every file below `folder` (forward slashes, sorted) with the digest of its bytes; no caches of tools."""
    return {path: of_bytes((folder / path).read_bytes()) for path in sorted(walk(folder))}
