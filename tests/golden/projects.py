"""The golden cases: each a whole small project, whose committed output is the specification."""

from __future__ import annotations

import difflib
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

from codegen.verbs.generate import generate

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if (path / "pyproject.toml").exists())


def output_of(case: Path) -> str:
    """Return the name of the case's output folder, which is its package's name too."""
    settings = tomllib.loads((case / "pyproject.toml").read_text())
    return str(settings["tool"]["codegen"]["output"])


def generated(case: Path, work: Path) -> dict[str, str]:
    """Generate a copy of the case's own files in `work` and return what was made: path to text, the lock included."""
    project = work / case.name
    project.mkdir()
    shutil.copy(case / "pyproject.toml", project)
    shutil.copytree(case / "specs", project / "specs")
    result = generate(project)
    assert result.exit_code == 0, [str(item) for item in result.diagnostics]
    return read(project, output_of(case))


def read(project: Path, output: str) -> dict[str, str]:
    """Return the generated files of a project: path to text, the lock included."""
    files = [path for path in (project / output).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted([*files, project / "codegen.lock"])
    }


def differences(expected: Mapping[str, str], actual: Mapping[str, str]) -> str:
    """Return a unified diff over all paths, stale and missing files included."""
    return "".join(
        line
        for path in sorted(expected.keys() | actual.keys())
        for line in difflib.unified_diff(
            expected.get(path, "").splitlines(keepends=True),
            actual.get(path, "").splitlines(keepends=True),
            f"golden/{path}",
            f"now/{path}",
        )
    )
