"""What the tests of the review share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

for folder in (Path(__file__).parent, Path(__file__).parents[1] / "verbs"):
    sys.path.insert(0, str(folder))  # `hostile` and `project` are modules of the tests themselves


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty folder, without links on the way to it."""
    return tmp_path.resolve()
