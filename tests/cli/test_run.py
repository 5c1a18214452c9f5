"""`codegen run`, as a person types it, against mocks of the project's own contracts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the worked example."""
    for name in ("specs", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(project: Path, *words: str) -> tuple[int, Any, str]:
    """Return the exit code, the printed envelope and what was said."""
    command = [str(Path(sys.executable).with_name("codegen")), "run", *words]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env={"PATH": ""}
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_a_read_succeeds_against_the_mocks(project: Path) -> None:
    """The result holds what the definition declares."""
    code, envelope, _ = run(project, "part_availability", "--input", "sku=M8-BOLT", "--mock")

    assert (code, envelope["ok"]) == (0, True)
    assert envelope["result"]["on_hand"] == 12


def test_a_write_is_not_run_without_a_yes(project: Path) -> None:
    """Where nobody can be asked, the answer is no."""
    words = ("reorder_part", "--json", '{"sku": "M8-BOLT", "quantity": 3}', "--role", "buyer", "--mock")

    assert run(project, *words)[0] == 2
    assert run(project, *words, "--scope", "orders:write", "--yes")[1]["ok"] is True


def test_without_mocks_the_missing_address_is_the_services_failure(project: Path) -> None:
    """The error names the layer and its owner, and the exit code is 1."""
    code, envelope, _ = run(project, "find_part", "--input", "sku=M8-BOLT")
    error = envelope["error"]

    assert code == 1
    assert (error["layer"], error["owner"], error["outcome"]) == ("external_service", "warehouse", "not_sent")


def test_an_unknown_action_is_wrong_usage(project: Path) -> None:
    """The nearest name is offered."""
    code, _, said = run(project, "reorder_prat")

    assert code == 2
    assert "reorder_part" in said
