"""docs/commands.md says what the command line has, and nothing else."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pytest

from codegen.cli.program import VERBS

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^## `codegen (\w+)[^\n]*\n(.*?)(?=^## |\Z)", PAGE))


def test_every_command_has_a_section() -> None:
    assert set(SECTIONS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_a_section_names_the_options_of_its_command(verb: str) -> None:
    command: click.Command = importlib.import_module(f"codegen.cli.{verb}").command
    options = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    told = set(re.findall(r"`(--[a-z-]+)`", "\n".join(re.findall(r"(?m)^\| `--.*$", SECTIONS[verb]))))

    assert told - {"--format"} == options - {"--help", "--format"}
