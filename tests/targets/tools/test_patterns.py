"""A pattern that no grammar follows is said in words, where the vendor holds models to grammars."""

from __future__ import annotations

import pytest

from codegen.targets.tools.patterns import beyond


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-z]+",
        "^[A-Z0-9]+(-[A-Z0-9]+)*$",
        "^a$|^b$",
        "^(a|b)$",
        r"^\d{4}-\d{2}$",
        r"^\^a\$$",
        "^[$^]$",
        r"^a*?$",
        r"\Aabc\Z",
    ],
)
def test_a_model_can_be_held_to_what_an_automaton_follows(pattern: str) -> None:
    assert beyond({"pattern": pattern}, lengths=True) == ()


@pytest.mark.parametrize(
    "pattern",
    [
        "^(?!X)[A-Z]+$",
        "(?<=a)b",
        r"^(a)\1$",
        r"\bfoo\b",
        "/^[a-z]+$/",
        "(^a)*",
        "a^b",
        "(",
        r"^\p{Nope$",
        "(?>a)",
    ],
)
def test_it_cannot_be_held_to_anything_else(pattern: str) -> None:
    assert beyond({"pattern": pattern}, lengths=False) == ("pattern",)


@pytest.mark.parametrize(
    ("pattern", "held"), [("^a+$", True), ("^a$|^b$", True), ("(^a+$)", True), ("a+", False), ("^a|b$", False)]
)
def test_limits_of_length_want_a_pattern_of_the_whole_text_where_they_stay(pattern: str, *, held: bool) -> None:
    node = {"pattern": pattern, "maxLength": 9}
    assert (beyond(node, lengths=True) == ()) == held
    assert beyond(node, lengths=False) == ()


def test_no_pattern_asks_nothing() -> None:
    assert beyond({"maxLength": 9}, lengths=True) == ()
