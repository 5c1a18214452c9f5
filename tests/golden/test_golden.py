"""What the golden projects generate is what is committed beside them; it compiles, type-checks and imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.projects import CASES, differences, generated, output_of, read

by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@by_name
def test_the_tree_is_the_committed_one(case: Path, tmp_path: Path) -> None:
    """Byte for byte, over all paths; `make golden` writes it again."""
    assert differences(read(case, output_of(case)), generated(case, tmp_path)) == ""


@by_name
def test_every_module_imports(case: Path) -> None:
    """Each generated module imports in a fresh process, with warnings as errors; nothing of a contract is executed."""
    code = (
        "import importlib, pkgutil, sys; package = importlib.import_module(sys.argv[1]);"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(package.__path__, package.__name__ + '.')]"
    )
    command = [sys.executable, "-W", "error", "-c", code, output_of(case)]
    done = subprocess.run(command, cwd=case, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@by_name
def test_json_files_are_json(case: Path) -> None:
    """Snapshots and tools parse."""
    files = list((case / output_of(case)).rglob("*.json"))

    assert files
    for path in files:
        json.loads(path.read_bytes())


def test_all_of_it_type_checks_strictly(tmp_path: Path) -> None:
    """One run of mypy over all cases."""
    packages = [argument for case in CASES for argument in ("-p", output_of(case))]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path), *packages]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(str(case) for case in CASES)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
