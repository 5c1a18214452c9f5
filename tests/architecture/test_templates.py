"""Templates print whole tokens: nothing from a contract stands inside quotes or a comment."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

from codegen.render.environment import template_root

TEMPLATES = sorted(template_root().rglob("*.py.j2"))

# Python 3.12 and later split an f-string into parts of their own kind.
INSIDE = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def holes_inside_tokens(source: str) -> list[str]:
    plain = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", source, flags=re.DOTALL)
    plain = re.sub(r"\{\{.*?\}\}", "HOLE_", plain, flags=re.DOTALL)
    found = []
    for token in tokenize.generate_tokens(io.StringIO(_dedented(plain)).readline):
        if token.type in INSIDE and "HOLE_" in token.string:
            found.append(f"line {token.start[0]}: {token.string[:60]}")
    return found


def _dedented(source: str) -> str:
    # The tokens matter, not the blocks: a template's indentation need not be Python's.
    return "\n".join(line.lstrip() for line in source.splitlines()) + "\n"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(template_root()).as_posix())
def test_no_hole_is_inside_a_string_or_comment(path: Path) -> None:
    """A template never opens a quote around a value; filters print the quotes."""
    assert holes_inside_tokens(path.read_text(encoding="utf-8")) == []


def test_the_check_sees_a_hole_in_a_docstring_and_in_a_comment() -> None:
    assert len(holes_inside_tokens('"""Call {{ v.path | py }}."""\nx = 1  # {{ v.note }}\n')) == 2


def test_there_are_templates_to_check() -> None:
    assert TEMPLATES
