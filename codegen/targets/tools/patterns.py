"""Which regular expressions a model can be held to: those that an automaton follows, for strict schemas are grammars.

No lookaround, no references back, no word boundaries, and anchors at the ends alone.
"""

from __future__ import annotations

import re
import warnings
from re import _parser as parser  # type: ignore[attr-defined]  # typeshed has no stubs for it
from typing import Any

from codegen.contract.model import JsonSchema

_BEYOND = ("ASSERT", "ASSERT_NOT", "ATOMIC_GROUP", "GROUPREF", "GROUPREF_EXISTS", "GROUPREF_IGNORE")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_START, _END = ("AT_BEGINNING", "AT_BEGINNING_STRING"), ("AT_END", "AT_END_STRING")


def beyond(node: JsonSchema, *, lengths: bool) -> tuple[str, ...]:
    """Return `("pattern",)` where a model cannot be held to a schema's pattern, or nobody can read it; else ().

    Args:
        node: the schema.
        lengths: whether its limits of length stay beside the pattern: with them a pattern that is to be found somewhere
            in a text makes a grammar too large.
    """
    pattern = node.get("pattern")
    if pattern is None:
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # `[[` in a class means what ECMA-262 says
            tree = parser.parse(str(pattern))
    except (re.error, RecursionError, OverflowError):
        return ("pattern",)
    limited = lengths and ("minLength" in node or "maxLength" in node)
    held = _regular(tree, first=True, last=True) and (
        not limited or (_anchored(tree, 0, _START) and _anchored(tree, -1, _END))
    )
    return () if held else ("pattern",)


def _regular(tree: Any, *, first: bool, last: bool) -> bool:
    """Say whether an automaton follows the tree, whose beginning and end are those of the pattern if so said."""
    items, end = list(tree), len(tree) - 1
    return all(
        _item(str(kind), value, first=first and at == 0, last=last and at == end)
        for at, (kind, value) in enumerate(items)
    )


def _item(kind: str, value: Any, *, first: bool, last: bool) -> bool:
    if kind in _BEYOND:
        return False
    if kind == "AT":
        return (first and str(value) in _START) or (last and str(value) in _END)
    if kind == "BRANCH":
        return all(_regular(branch, first=first, last=last) for branch in value[1])
    if kind == "SUBPATTERN":
        return _regular(value[-1], first=first, last=last)
    return kind not in _REPEATS or _regular(value[2], first=False, last=False)


def _anchored(tree: Any, at: int, anchors: tuple[str, ...]) -> bool:
    """Say whether every way through the tree has one of `anchors` at its beginning (`at` is 0) or its end (-1)."""
    if not len(tree):
        return False
    kind, value = str(tree[at][0]), tree[at][1]
    if kind == "BRANCH":
        return all(_anchored(branch, at, anchors) for branch in value[1])
    if kind == "SUBPATTERN":
        return _anchored(value[-1], at, anchors)
    return kind == "AT" and str(value) in anchors
