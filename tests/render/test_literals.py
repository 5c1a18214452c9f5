"""The literal filters: whatever a contract says, it is one token of the generated file and nothing else."""

from __future__ import annotations

import ast
import math
import tokenize
from io import StringIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codegen.render.literals import Code, comment, doc, py

NASTY = ['"""', "'''", '\\"', '\\\\"', 'a"', '"', "\\", "\n", "\u2028", "\ud800", "\x00", "{{ v }}", "#", "\r", "\x85"]
TEXT = st.text(st.characters(exclude_categories=())) | st.lists(st.sampled_from(NASTY)).map("".join)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT | st.binary()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(TEXT | st.integers(), inner),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_comes_back_from_its_literal(value: Any) -> None:
    code = py(value)
    assert code.isascii()
    assert "\n" not in code
    assert repr(ast.literal_eval(code)) == repr(value)


@given(TEXT, st.sampled_from([0, 4, 8]))
@example('Can be \\"none\\" or \\"other\\"', 4)
@example('ends with """', 4)
@example('""""', 4)
def test_a_docstring_holds_its_text_and_ends_where_it_ends(text: str, indent: int) -> None:
    source = f"def f():\n{' ' * max(indent, 1)}{doc(text, max(indent, 1))}\n"
    body = ast.parse(source).body[0].body  # type: ignore[attr-defined]
    assert len(body) == 1
    told = "".join((ast.get_docstring(ast.parse(source).body[0]) or "").split())  # type: ignore[arg-type]
    assert told.replace("\\", "") == "".join(_escaped(text).split()).replace("\\", "")


def _escaped(text: str) -> str:
    return "".join(
        c if c.isprintable() or c.isspace() else ascii(c)[1:-1].encode().decode("unicode_escape") for c in text
    )


@given(TEXT)
def test_a_comment_is_nothing_but_comments(text: str) -> None:
    tokens = tokenize.generate_tokens(StringIO(f"{comment(text)}\n").readline)
    assert {token.type for token in tokens} <= {tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER, tokenize.NEWLINE}


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf], {"a": math.nan}])
def test_a_number_without_a_literal_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="no literal"):
        py(value)


@pytest.mark.parametrize("value", [object(), {1, 2}, [object()], 1j])
def test_a_value_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="no literal"):
        py(value)


def test_code_in_a_literal_is_quoted_as_the_text_it_is() -> None:
    assert py(Code("print()")) == '"print()"'
