"""The fast path answers only where not a byte differs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codegen.sync import state

FOLDERS = ("specs", "generated")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "codegen.lock", "specs/erp/openapi.yaml", "generated/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    state.remember(tmp_path, FOLDERS)
    return tmp_path


def test_nothing_changed_is_seen(root: Path) -> None:
    assert state.is_current(root) is not None


@pytest.mark.parametrize("name", ["pyproject.toml", "codegen.lock", "specs/erp/openapi.yaml", "generated/a.py"])
def test_a_changed_or_missing_file_is_seen_though_its_size_and_time_stay(root: Path, name: str) -> None:
    (root / name).write_text(name[::-1])
    assert state.is_current(root) is None
    (root / name).unlink()
    assert state.is_current(root) is None


@pytest.mark.parametrize("name", ["specs/new.yaml", "generated/new.py"])
def test_a_new_file_is_seen(root: Path, name: str) -> None:
    (root / name).write_text("")
    assert state.is_current(root) is None


def test_another_version_of_the_generator_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegen.__version__", "99")
    assert state.is_current(root) is None


def test_bytecode_of_generated_modules_is_not_a_change(root: Path) -> None:
    (root / "generated/__pycache__").mkdir()
    (root / "generated/__pycache__/a.pyc").write_bytes(b"x")
    assert state.is_current(root) is not None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"folders": 1}', "\x00"])
def test_a_broken_memory_counts_as_none(root: Path, content: str) -> None:
    (root / ".codegen/cache/state.json").write_text(content)
    assert state.is_current(root) is None


def test_asking_loads_no_parser_no_templates_and_no_models() -> None:
    code = (
        "import sys, pathlib; from codegen.sync import state; state.is_current(pathlib.Path('.'));"
        "heavy = {'jinja2', 'datamodel_code_generator', 'pydantic', 'openapi_pydantic', 'rich', 'yaml', 'orjson'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
