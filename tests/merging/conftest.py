"""What the tests of merging share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty folder, without links on the way to it."""
    return tmp_path.resolve()
