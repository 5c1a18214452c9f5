"""What a contract demands beyond shapes stays with it: as rules of a body, and in words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from codegen.contract.rules import in_words, renamed, rules_of
from tests.contract.conftest import OPERATION

Built = Callable[..., Any]


def rules(built: Built, thing: str, adapt: Any = None) -> list[tuple[tuple[str, ...], Any]]:
    """Return place and schema of each rule of a body that is a `Thing`."""
    text = OPERATION.format(version="3.1.0") + textwrap.indent(textwrap.dedent(thing).strip(), "    ")
    contract, diagnostics = built(text, adapt=adapt)
    assert contract is not None, list(diagnostics)
    schema = contract.operations["makeThing"].body.media[0].schema
    return [(rule.at, rule.schema) for rule in rules_of(contract, schema)]


def test_conditions_needs_and_exclusions_are_rules(built: Built) -> None:
    found = rules(
        built,
        """
        Thing:
          type: object
          properties: {a: {type: string, not: {enum: [x]}}, b: {type: string}}
          if: {required: [a]}
          then: {required: [b]}
          dependentRequired: {b: [a]}
          maxProperties: 3
        """,
    )
    assert found == [
        ((), {"if": {"required": ["a"]}, "then": {"required": ["b"]}}),
        ((), {"dependentRequired": {"b": ["a"]}}),
        ((), {"maxProperties": 3}),
        (("a",), {"not": {"enum": ["x"]}}),
    ]


def test_a_union_that_only_names_required_fields_is_a_rule(built: Built) -> None:
    found = rules(
        built,
        """
        Thing:
          properties: {a: {type: string}, b: {type: string}}
          oneOf: [{required: [a], title: By a}, {required: [b]}]
        """,
    )
    assert found == [((), {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]})]


def test_rules_of_parts_are_placed_by_their_names_on_the_wire(built: Built) -> None:
    found = rules(
        built,
        """
        Thing: {properties: {of: {type: array, items: {$ref: '#/components/schemas/Part'}}}}
        Part:
          properties: {size: {type: number, multipleOf: 0.5}, more: {$ref: '#/components/schemas/Part'}}
          dependentRequired: {size: [more]}
        """,
        adapt={"schemas": {"Part": {"extent": {"wire": "size"}}}},
    )
    assert found == [
        (("of", "*"), {"dependentRequired": {"size": ["more"]}}),
        (("of", "*", "size"), {"multipleOf": 0.5}),
    ]


def test_what_text_holds_is_told_and_left_to_the_service(built: Built) -> None:
    thing = "Thing: {properties: {a: {type: string, contentSchema: {required: [b]}}}}"
    contract, _ = built(OPERATION.format(version="3.1.0") + textwrap.indent(thing, "    "))
    assert contract.schemas["Thing"]["properties"]["a"]["x-rules"] == [{"contentSchema": {"required": ["b"]}}]
    assert not rules_of(contract, contract.operations["makeThing"].body.media[0].schema)


def test_a_rule_with_a_reference_in_it_is_told_and_left_to_the_service(built: Built) -> None:
    thing = (
        "Thing: {properties: {a: {type: string}}, not: {$ref: '#/components/schemas/Other'}}\nOther: {required: [b]}"
    )
    text = OPERATION.format(version="3.1.0") + textwrap.indent(thing, "    ")
    contract, diagnostics = built(text)
    assert not rules_of(contract, contract.operations["makeThing"].body.media[0].schema)
    assert "rule-not-held" in {item.rule for item in diagnostics}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}]}, "needs a or b and c"),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "needs exactly one of a or b"),
        ({"dependentRequired": {"a": ["b"]}}, "needs b where a is given"),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, "needs b where a is given"),
        ({"not": {"required": ["a", "b"]}}, "must not have a and b together"),
        ({"not": {"enum": ["x", 1]}}, 'must not be "x" or 1'),
        ({"not": {"type": "string"}}, 'must not fit {"type": "string"}'),
        ({"propertyNames": {"pattern": "^a"}}, 'must have names that fit {"pattern": "^a"}'),
        ({"contains": {"const": 1}}, 'must hold an item that fits {"const": 1}'),
        ({"maxProperties": 2}, "takes at most 2 entries"),
        (
            {"prefixItems": [{"type": "string"}, True], "items": False},
            "needs items in the order string, value and no more",
        ),
        ({"prefixItems": [{"type": "string"}]}, "needs items in the order string"),
        ({"contentSchema": {"type": "array"}}, 'must be text of application/json that fits {"type": "array"}'),
        ({"if": {"const": 1}, "else": False}, 'must fit {"if": {"const": 1}, "else": false}'),
    ],
)
def test_a_rule_is_told_in_words(rule: Any, words: str) -> None:
    assert in_words(rule) == words


def test_a_rule_about_given_fields_takes_other_names_and_any_other_none() -> None:
    rule = {"if": {"required": ["a"]}, "then": {"anyOf": [{"required": ["b"]}], "dependentRequired": {"a": ["b"]}}}
    assert renamed(rule, {"a": "x", "b": "y"}) == {
        "if": {"required": ["x"]},
        "then": {"anyOf": [{"required": ["y"]}], "dependentRequired": {"x": ["y"]}},
    }
    assert renamed(rule, {"a": "x"}) is None
    assert renamed({"not": {"enum": ["a"]}}, {"a": "x"}) is None
