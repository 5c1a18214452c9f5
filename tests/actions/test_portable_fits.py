"""A schema too long for an agent is told more tersely, and takes the same values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codegen.actions.bind.examples import encoded
from codegen.actions.bind.portable import ANSWER_ROOM, INPUT_ROOM, portable, portable_answer
from codegen.actions.bind.signature import ROOM, signature
from codegen.runtime.decoding import Decoding, decoded

TEXT = {
    "type": "string",
    "description": "A sentence about it that is long enough to be cut. And one more, longer still.",
}


def tree(levels: int, width: int) -> dict[str, Any]:
    """Return an object with so many fields, the first of which holds the next level."""
    fields: dict[str, Any] = {f"field_{n}": TEXT for n in range(width)}
    if levels > 1:
        fields["field_0"] = tree(levels - 1, width)
    return {"type": "object", "properties": fields, "required": ["field_1"], "description": "An object of many fields."}


def size(schema: Any) -> int:
    return len(json.dumps(schema, separators=(",", ":"), ensure_ascii=False))


def test_what_fits_is_told_in_full() -> None:
    assert portable(tree(2, 4)) == portable(tree(2, 4), full=True)


@pytest.mark.parametrize("levels", [3, 5, 9])
def test_inputs_that_do_not_fit_lose_words_and_then_depth(levels: int) -> None:
    full, fitted = portable(tree(levels, 8), full=True), portable(tree(levels, 8))
    assert size(full.schema) > INPUT_ROOM >= size(fitted.schema)
    assert list(fitted.schema["properties"]) == list(full.schema["properties"])
    assert all(node["description"] for node in fitted.schema["properties"].values())


def test_an_object_too_deep_is_json_text_of_a_shape_in_one_line() -> None:
    deep = portable({"type": "object", "properties": {"order": tree(9, 8)}})
    path: tuple[str, ...] = ()
    node: Mapping[str, Any] = deep.schema
    while node.get("type") == "object":
        name = next(iter(node["properties"]))
        node, path = node["properties"][name], (*path, name)
    assert node["type"] == "string"
    assert "ritten as JSON text: {" in node["description"]
    assert Decoding(path=path, kind="json") in [Decoding(path=found.path, kind=found.kind) for found in deep.decodings]


@given(st.integers(1, 9), st.integers(2, 9), st.data())
def test_a_value_comes_back_whatever_was_told(levels: int, width: int, data: st.DataObject) -> None:
    schema = tree(levels, width)
    value = {"field_1": data.draw(st.text())}
    for _ in range(levels - 1):
        value = {"field_0": value, "field_1": data.draw(st.text())}
    told = portable(schema)
    sent = encoded(value, told.decodings)
    Draft202012Validator(told.schema).validate(sent)
    decodings = [Decoding(path=d.path, kind=d.kind, names=d.names) for d in told.decodings]
    assert decoded(sent, decodings) == value


def test_a_union_too_deep_is_json_text_as_a_whole() -> None:
    choice = {"anyOf": [{"type": "string"}, tree(1, 3)]}
    fields = {f"field_{n}": tree(2, 9) for n in range(9)} | {"choice": choice}
    told = portable({"type": "object", "properties": fields})
    assert told.schema["properties"]["choice"]["type"] == "string"
    assert "string | {" in told.schema["properties"]["choice"]["description"]


@pytest.mark.parametrize("levels", [2, 6])
def test_an_answer_that_does_not_fit_says_less_of_what_is_deep(levels: int) -> None:
    schema = tree(levels, 12)
    told = portable_answer(schema)
    assert size(portable_answer(schema, full=True)) > ANSWER_ROOM >= size(told)
    assert list(told["properties"]) == list(schema["properties"])
    Draft202012Validator(told).validate({"field_1": "x", "field_0": {"field_1": "y"}})


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ({"type": "string"}, "string"),
        ({}, "any"),
        ({"enum": ["a", 1]}, '"a" | 1'),
        ({"type": "array", "items": {"type": "integer"}}, "integer[]"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "{[key]: number}"),
        ({"type": "object", "additionalProperties": False}, "{}"),
        (
            {
                "type": "object",
                "properties": {"x-odd": {"type": "string"}, "own": {"type": "string", "readOnly": True}, "n": {}},
                "required": ["n"],
            },
            '{"x-odd"?: string, n: any}',
        ),
    ],
)
def test_a_signature_reads_like_a_type(schema: Any, line: str) -> None:
    assert signature(schema, "readOnly") == line


@given(st.integers(1, 6), st.integers(2, 40))
def test_a_signature_fits_and_names_what_is_required(levels: int, width: int) -> None:
    line = signature(tree(levels, width), "readOnly")
    assert len(line) <= ROOM
    assert "field_1: string" in line
