"""`[tool.codegen]` says where things are, and what is wrong in it is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.core.diagnostics import Diagnostics
from codegen.project import find


def written(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults_hold_where_the_table_is_empty(tmp_path: Path) -> None:
    project = find(written(tmp_path, "[tool.codegen]\n"), Diagnostics())
    assert project is not None
    assert (project.specs, project.output) == (tmp_path / "specs", tmp_path / "generated")
    assert (project.handlers, project.handlers_package) == (tmp_path / "specs/handlers", "specs.handlers")


def test_a_project_is_found_from_below_past_other_tables(tmp_path: Path) -> None:
    written(tmp_path, '[tool.codegen]\noutput = "src/acme/generated"\nspecs = "api"\nhandlers_package = "acme.rules"\n')
    below = tmp_path / "src" / "acme"
    below.mkdir(parents=True)
    written(below, "[tool.other]\n")
    project = find(below, Diagnostics())
    assert project is not None
    assert (project.root, project.output) == (tmp_path, tmp_path / "src/acme/generated")
    assert (project.handlers, project.handlers_package) == (tmp_path / "api/handlers", "acme.rules")


def test_services_and_definitions_are_sorted(tmp_path: Path) -> None:
    for name in ("specs/b/service.yaml", "specs/a/service.yaml", "specs/actions/z.yaml", "specs/actions/c.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    project = find(written(tmp_path, "[tool.codegen]\n"), Diagnostics())
    assert project is not None
    assert [path.parent.name for path in project.services] == ["a", "b"]
    assert [path.name for path in project.definitions] == ["c.yaml", "z.yaml"]


def test_no_table_is_no_project_and_no_problem(tmp_path: Path) -> None:
    problems = Diagnostics()
    assert find(written(tmp_path, "[project]\n"), problems) is None
    assert not len(problems)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[tool.codegen]\nspec = "x"\n',
            "pyproject.toml:2:1: error: [tool.codegen] has no key 'spec' (did you mean 'specs'?) [unknown-key]",
        ),
        (
            '[project]\noutput = "x"\n[tool.codegen]\noutput = "../x"\n',
            "pyproject.toml:4:1: error: output must be a folder below the project's root [outside-project]",
        ),
        ("[tool.codegen]\nspecs = 1\n", "pyproject.toml:2:1: error: specs must be text [wrong-type]"),
        (
            '[tool.codegen]\ntargets = ["clients", "tool"]\n',
            "pyproject.toml:2:1: error: there is no target 'tool' (did you mean 'tools'?) [wrong-value]",
        ),
        (
            '[tool.codegen]\nhandlers = "a-b"\n',
            "pyproject.toml:2:1: error: handlers_package must be a dotted name such as acme.rules [wrong-value]",
        ),
        ("[tool.codegen]\nspecs =\n", "pyproject.toml:2:8: error: the file is not TOML: invalid value [invalid-toml]"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(text: str, told: str, tmp_path: Path) -> None:
    problems = Diagnostics()
    assert find(written(tmp_path, text), problems) is None
    assert [str(problem) for problem in problems] == [told]
