"""Members of unions find each other by what they are, not by where they stand."""

from __future__ import annotations

import pytest

from codegen.changes.covering import covers
from codegen.changes.members import match_members
from codegen.changes.model import Side
from codegen.changes.pairs import Node
from codegen.contract.model import Contract


def contract(**schemas: Node) -> Contract:
    return Contract("s", "", "", "", "", "", {}, schemas, {}, {}, {}, {}, {})


NOTE: Node = {"type": "object", "properties": {"note": {"type": "string"}}}
STATE: Node = {
    "type": "object",
    "required": ["state"],
    "properties": {"state": {"type": "string", "enum": ["a", "b"]}, "note": {"type": "string"}},
}
ALL: Node = {"type": "object", "properties": {"state": {"type": "string"}, "note": {"type": "string"}}}
EMPTY = contract()


def test_what_is_sent_as_an_object_that_is_gone_fits_one_that_takes_all_of_it() -> None:
    sent = match_members(EMPTY, EMPTY, (STATE, NOTE), (ALL,), Side.REQUEST)
    assert sorted(map(repr, sent)) == sorted(map(repr, [(STATE, ALL), (NOTE, ALL)]))


def test_what_is_answered_by_an_object_that_came_is_new_though_another_would_take_it() -> None:
    """Code that reads the wide one meets less than before."""
    answered = match_members(EMPTY, EMPTY, (ALL,), (STATE, NOTE), Side.RESPONSE)
    assert (None, NOTE) in answered


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        (ALL, STATE, True),
        (STATE, ALL, False),  # it asks for the state
        (NOTE, ALL, False),  # it does not know the state
        ({"type": "number"}, {"type": "integer"}, True),
        ({"type": "integer"}, {"type": "number"}, False),
        ({"type": "string"}, {"type": "string", "enum": ["a"]}, True),
        ({"type": "string", "enum": ["a"]}, {"type": "string"}, False),
        ({"type": "string", "maxLength": 3}, {"type": "string"}, False),
        ({"type": "array", "items": {"anyOf": [NOTE, {"type": "string"}]}}, {"type": "array", "items": NOTE}, True),
        ({"type": "array", "items": NOTE}, {"type": "array", "items": {"type": "string"}}, False),
        ({"anyOf": [NOTE, ALL]}, {"anyOf": [STATE, NOTE]}, True),
        ({**ALL, "additionalProperties": False}, ALL, False),
        ({}, STATE, False),  # nobody would read it
        ({}, {"type": "string"}, True),
    ],
)
def test_one_schema_covers_another(wide: Node, narrow: Node, expected: bool) -> None:
    assert covers(EMPTY, wide, EMPTY, narrow) is expected


def test_a_schema_that_contains_itself_covers_itself() -> None:
    tree: Node = {"type": "object", "properties": {"below": {"$ref": "#/$defs/Tree"}}}
    there = contract(Tree=tree)
    assert covers(there, tree, there, tree)
