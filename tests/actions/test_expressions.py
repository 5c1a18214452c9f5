"""Expressions are read whole or refused at the character where they go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.actions.expressions import (
    AnswerExpression,
    BothExpression,
    CompareExpression,
    EitherExpression,
    InputExpression,
    LiteralExpression,
    NotExpression,
    Problem,
    StepExpression,
    TextExpression,
    parse_condition,
    parse_value,
)


@pytest.mark.parametrize("text", ["#supply", "costs $5", "$5", "{not: one}", "", "a {b} c", "$"])
def test_text_without_expressions_is_itself(text: str) -> None:
    assert parse_value(text) == LiteralExpression(text, 0)


def test_references_know_their_pointer() -> None:
    assert parse_value("$inputs.sku") == InputExpression("sku", (), "$inputs.sku", 0)
    assert parse_value("$inputs.a#/b~1c/0") == InputExpression("a", ("b/c", "0"), "$inputs.a#/b~1c/0", 0)
    whole = "$steps.my-step.response.body#/a b/c"
    assert parse_value(whole) == StepExpression("my-step", ("a b", "c"), whole, 0)
    assert parse_value("$response.body") == AnswerExpression((), "$response.body", 0)


def test_expressions_stand_in_text() -> None:
    assert parse_value("Ordered {$inputs.n} of {$inputs.sku}!") == TextExpression(
        (
            LiteralExpression("Ordered ", 0),
            InputExpression("n", (), "$inputs.n", 9),
            LiteralExpression(" of ", 19),
            InputExpression("sku", (), "$inputs.sku", 24),
            LiteralExpression("!", 36),
        ),
        0,
    )


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("$input.sku", 0, "there is no expression $input"),
        ("$inputs", 7, "expected a dot here"),
        ("$inputs.", 8, "expected the name of an input here"),
        ("$inputs.a b", 9, "' b' stands behind the expression"),
        ("$inputs.a.b", 9, "fields are reached by a pointer, not by dots"),
        ("$inputs.a#b", 10, "a pointer begins with /"),
        ("$steps.a.outputs.b", 0, "$steps.<id>.outputs is not implemented in this version"),
        ("$steps.a.request.body", 9, "a step has no 'request'"),
        ("$steps.a.response.header.X", 0, "response.header is not implemented in this version"),
        ("$url", 0, "$url is not implemented in this version"),
        ("Hi {$inputs.a", 13, "an expression in text must end with }"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(text: str, offset: int, message: str) -> None:
    problem = parse_value(text)
    assert isinstance(problem, Problem)
    assert (problem.offset, problem.message) == (offset, message)


def test_and_binds_closer_than_or_and_not_closest() -> None:
    parsed = parse_condition("$inputs.a == 1 || !($inputs.b != 'it''s') && $inputs.c >= -2.5e1")
    a = CompareExpression(InputExpression("a", (), "$inputs.a", 0), "==", LiteralExpression(1, 13), 0)
    b = CompareExpression(InputExpression("b", (), "$inputs.b", 20), "!=", LiteralExpression("it's", 33), 20)
    c = CompareExpression(InputExpression("c", (), "$inputs.c", 45), ">=", LiteralExpression(-25.0, 58), 45)
    assert parsed == EitherExpression((a, BothExpression((NotExpression(b), c))))


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("null", None), ('"x"', "x"), ("0", 0), ("1.5", 1.5)]
)
def test_literals_have_their_type(text: str, value: object) -> None:
    parsed = parse_condition(f"$inputs.a == {text}")
    assert isinstance(parsed, CompareExpression)
    assert parsed.right == LiteralExpression(value, 13)


@pytest.mark.parametrize(
    ("text", "offset", "suggestion"),
    [
        ("$inputs.a", 9, "compare with a value, such as == true"),
        ("$inputs.a = 1", 10, "write =="),
        ("$inputs.a == open", 13, "write 'open' in quotes for text"),
        ("$inputs.a == 1 and $inputs.b == 2", 15, "write &&"),
        ("($inputs.a == 1", 15, ""),
        ("$inputs.a == 'x", 13, ""),
        ("", 0, ""),
        ("!" * 60 + "$inputs.a == 1", 50, "put the rule in a handler"),
    ],
)
def test_a_wrong_condition_is_told_where_it_is(text: str, offset: int, suggestion: str) -> None:
    problem = parse_condition(text)
    assert isinstance(problem, Problem)
    assert (problem.offset, problem.suggestion) == (offset, suggestion)


@given(st.text(alphabet="$inputs.tep{}#/()!=<>&|'\" 01ax\n"))
def test_any_text_is_read_or_refused_inside_of_itself(text: str) -> None:
    for parsed in (parse_value(text), parse_condition(text)):
        if isinstance(parsed, Problem):
            assert 0 <= parsed.offset <= len(text)
            assert parsed.message


@given(st.text())
def test_quoted_text_survives(text: str) -> None:
    parsed = parse_condition("$inputs.a == '" + text.replace("'", "''") + "'")
    assert isinstance(parsed, CompareExpression)
    assert isinstance(parsed.right, LiteralExpression)
    assert parsed.right.value == text
