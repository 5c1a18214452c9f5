"""A text that a regular expression accepts: the shortest way through it, always the same.

Handles literals, classes, groups, alternatives and repetition. What it cannot follow (back references, lookaround that
matters) gives a text that does not match, which callers find out by matching.
"""

from __future__ import annotations

import re
from re import _parser as parser  # type: ignore[attr-defined]  # typeshed has no stubs for it
from typing import Any

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_OF_CATEGORY = {
    "CATEGORY_DIGIT": "0",
    "CATEGORY_NOT_DIGIT": "a",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_WORD": "-",
}
_CANDIDATES = "a0-_ A.~é"


def sample(pattern: str, minimum: int = 0) -> str | None:
    """Return a text of at least `minimum` characters that the pattern is found in, or None where none was found.

    Args:
        pattern: a regular expression as JSON Schema means it: not anchored (JSON Schema validation, section 6.3.3).
        minimum: how long the text must be; repeated parts are stretched for it.
    """
    try:
        compiled, tree = re.compile(pattern), parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    for stretch in range(max(minimum, 1) + 1):
        text = _walk(tree, stretch)
        if len(text) >= minimum and compiled.search(text):
            return text
    padded = _walk(tree, 0).ljust(minimum, "a")
    return padded if compiled.search(padded) else None


def _walk(tree: Any, stretch: int) -> str:
    return "".join(_node(str(kind), value, stretch) for kind, value in tree)


def _node(kind: str, value: Any, stretch: int) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "NOT_LITERAL":
        return next(char for char in _CANDIDATES if char != chr(value))
    if kind == "ANY":
        return "a"
    if kind == "IN":
        return _member(value)
    if kind in _REPEATS:
        low, high, inner = value
        return _walk(inner, stretch) * min(int(high), max(int(low), stretch))
    if kind == "BRANCH":
        return _walk(value[1][0], stretch)
    if kind == "SUBPATTERN":
        return _walk(value[-1], stretch)
    if kind == "ATOMIC_GROUP":
        return _walk(value, stretch)
    return ""


def _member(choices: Any) -> str:
    kinds = [str(kind) for kind, _ in choices]
    if kinds[0] == "NEGATE":
        return next((char for char in _CANDIDATES if not any(_holds(choice, char) for choice in choices[1:])), "")
    kind, value = choices[0]
    if str(kind) == "RANGE":
        return chr(value[0])
    return chr(value) if str(kind) == "LITERAL" else _OF_CATEGORY.get(str(value), "")


def _holds(choice: Any, char: str) -> bool:
    kind, value = str(choice[0]), choice[1]
    if kind == "LITERAL":
        return bool(ord(char) == value)
    if kind == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    tests = {"DIGIT": char.isdigit(), "SPACE": char.isspace(), "WORD": char.isalnum() or char == "_"}
    name = str(value).removeprefix("CATEGORY_")
    return not tests.get(name[4:], False) if name.startswith("NOT_") else tests.get(name, False)
