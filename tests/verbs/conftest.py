"""What the tests of the verbs share."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from codegen.verbs.generate import generate

sys.path.insert(0, str(Path(__file__).parent))  # `project` is a module of the tests themselves

import project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty folder, without links on the way to it."""
    return tmp_path.resolve()


@pytest.fixture(scope="session")
def generated_wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a generated project of two services and three actions, to copy; its copies share what mypy remembers."""
    folder = tmp_path_factory.mktemp("wide").resolve()
    assert generate(project.widen(project.make(folder / "project"))).exit_code == 0
    types = folder / "project/.codegen/cache/types"
    types.mkdir(parents=True)
    (folder / "mypy").mkdir()
    (types / "mypy").symlink_to(folder / "mypy")
    return folder / "project"


@pytest.fixture
def wide(root: Path, generated_wide: Path) -> Path:
    """Return a generated project of two services and three actions of one's own."""
    shutil.copytree(generated_wide, root, symlinks=True, dirs_exist_ok=True)
    return root
