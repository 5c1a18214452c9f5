"""What the tests of the verbs share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # `project` is a module of the tests themselves


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty folder, without links on the way to it."""
    return tmp_path.resolve()
