"""Bad input is told in exactly these words: all of it at once, each with its place and often a suggestion.

A case is a folder: a small project and `expected.txt`. `UPDATE_MESSAGES=1` writes what is said now; read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codegen.core.diagnostics import Diagnostics
from codegen.project import find
from codegen.verbs.assemble import bound, read

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/pyproject.toml"))


def said(root: Path) -> str:
    """Return everything that is said about the project at `root`, a line each."""
    problems = Diagnostics()
    project = find(root, problems)
    if project is not None:
        inputs = read(project, None, problems)
        bound(inputs, inputs.contracts, project, problems)
    return "".join(f"{problem}\n" for problem in problems)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_bad_input_is_told_in_these_words(case: Path) -> None:
    now = said(case)
    if os.environ.get("UPDATE_MESSAGES") and not os.environ.get("CI"):
        (case / "expected.txt").write_text(now, encoding="utf-8")
    assert now == (case / "expected.txt").read_text(encoding="utf-8")


def test_no_message_shows_a_secret() -> None:
    told = said(HERE / "secrets")
    assert told
    assert not [secret for secret in ("3xampl3", "hunter2", "xoxb", "ghp_") if secret in told]
