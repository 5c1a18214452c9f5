"""What to do next can be done: each command works when those before it were run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from example import example

from codegen.changes.page.steps import Step, steps
from codegen.changes.page.view import page_view
from codegen.cli.program import program
from codegen.verbs.review import review


def told(root: Path) -> tuple[Step, ...]:
    return steps(page_view(review(root, "-").review))


def run(command: str) -> tuple[int, str]:
    """Run a line of a step, its gaps filled in."""
    words = shlex.split(command.replace("…", "agreed"))
    assert words[0] == "codegen"
    done = CliRunner().invoke(program, words[1:], standalone_mode=False)
    return (done.return_value if done.exception is None else 2), f"{command}: {done.output}{done.exception or ''}"


def test_the_commands_of_the_example_work_in_the_order_in_which_they_stand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example(root, "edits")
    commands = [step.code for step in told(root) if step.code.startswith("codegen ")]
    assert [re.findall("^codegen [a-z]+", line)[0][8:] for line in commands] == [
        *["accept"] * 3, "generate", "accept", "check",
    ]  # fmt: skip
    monkeypatch.chdir(root)
    for command in commands:
        code, output = run(command)
        assert code == 0, output
    assert told(root) == ()
