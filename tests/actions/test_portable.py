"""Every portable schema is one that all vendors take, and says in words what it cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codegen.actions.bind.plain import normal_form
from codegen.actions.bind.portable import portable, portable_answer
from codegen.actions.bind.portable_inputs import FORMATS, MAX_DEPTH
from codegen.actions.bind.portable_text import shorten
from codegen.actions.plan import Decoding

FORBIDDEN = (
    *("$schema", "$id", "$ref", "$defs", "title", "examples", "discriminator", "readOnly", "writeOnly", "deprecated"),
    *("oneOf", "allOf", "not", "if", "const", "nullable", "prefixItems", "patternProperties", "propertyNames"),
)


def of(schema: Any) -> Mapping[str, Any]:
    return portable(normal(schema), full=True).schema


def normal(schema: Any) -> Any:
    told: list[str] = []
    result = normal_form(schema, lambda at, why: told.append(why))
    assert told == []
    return result


def within(schema: Any) -> Mapping[str, Any]:
    """Return the portable form of a property."""
    node: Mapping[str, Any] = of({"type": "object", "properties": {"p": schema}, "required": ["p"]})["properties"]["p"]
    return node


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"type": "string", "nullable": True}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (
            {"type": ["string", "null"], "enum": ["a", None]},
            {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
        ),
        ({"const": "v"}, {"type": "string", "enum": ["v"]}),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({}, {"type": "string", "description": "Any JSON value, written as JSON text"}),
        (True, {"type": "string", "description": "Any JSON value, written as JSON text"}),
        ({"type": "string", "format": "uri"}, {"type": "string", "description": "Format uri"}),
        (
            {"type": "string", "contentEncoding": "base64", "description": "A file."},
            {"type": "string", "description": "A file. (encoded as base64)"},
        ),
        ({"type": "integer", "format": "int64", "minimum": 1}, {"type": "integer", "minimum": 1}),
        ({"type": "string", "default": "x"}, {"type": "string", "default": "x"}),
        (
            {"type": "string", "description": "A part.", "examples": ["M8"]},
            {"type": "string", "description": "A part. Example: M8"},
        ),
        ({"type": "string", "not": {"enum": ["x"]}}, {"type": "string", "description": 'Must not be "x"'}),
        (
            {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
            {
                "type": "array",
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                "description": "Needs items in the order string, integer and no more",
            },
        ),
        (
            {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}]},
            {
                "type": "object",
                "properties": {"a": {"type": "string"}},
                "required": ["a"],
                "additionalProperties": False,
            },
        ),
    ],
)
def test_a_feature_has_its_portable_form(schema: Any, expected: Any) -> None:
    assert within(schema) == expected


def test_fields_needed_together_are_said_in_words() -> None:
    fields = {"a": {"type": "string"}, "b": {"type": "string"}}
    node = of({"type": "object", "properties": fields, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})
    assert node["description"] == "Needs a or b"
    assert list(node["properties"]) == ["a", "b"]


def test_maps_free_values_and_odd_names_say_how_they_are_turned_back() -> None:
    schema = {
        "type": "object",
        "properties": {
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "x-trace id": {"type": "string"},
            "any": {},
        },
    }
    result = portable(schema)
    assert set(result.decodings) == {
        Decoding((), "rename", (("x_trace_id", "x-trace id"),)),
        Decoding(("labels",), "pairs"),
        Decoding(("any",), "json"),
    }
    assert result.schema["properties"]["labels"]["items"]["required"] == ["key", "value"]


def test_a_schema_that_holds_itself_is_written_out_twice() -> None:
    node = {"type": "object", "properties": {"v": {"type": "string"}, "c": {"$ref": "#/$defs/N"}}, "required": ["v"]}
    result = of({**node, "$defs": {"N": node}})
    deepest = result["properties"]["c"]["properties"]["c"]["properties"]["c"]
    assert deepest == {"type": "string", "description": "Any JSON value, written as JSON text"}


def test_objects_nest_ten_levels_and_then_are_json_text() -> None:
    def levels(number: int) -> Any:
        return {"type": "object", "properties": {"x": levels(number - 1)}} if number else {"type": "string"}

    ten, eleven = of(levels(10)), of(levels(11))
    for _ in range(9):
        ten, eleven = ten["properties"]["x"], eleven["properties"]["x"]
    assert ten["properties"]["x"] == {"type": "string"}
    assert eleven["properties"]["x"] == {"type": "string", "description": "Written as JSON text: {x?: string}"}


def test_read_only_fields_are_given_and_write_only_ones_taken() -> None:
    fields = {"r": {"type": "string", "readOnly": True}, "w": {"type": "string", "writeOnly": True}}
    schema = {"type": "object", "properties": fields, "required": ["r", "w"]}
    taken, answered = portable(schema).schema, portable_answer(schema)
    assert (list(taken["properties"]), taken["required"]) == (["w"], ["w"])
    assert (list(answered["properties"]), answered["required"]) == (["r"], ["r"])


def test_an_answer_keeps_its_shape() -> None:
    schema = {"type": "object", "properties": {"m": {"type": "object", "additionalProperties": {"type": "integer"}}}}
    result = portable_answer(schema)
    Draft202012Validator(result).validate({"m": {"a": 1}, "more": True})


def test_what_is_no_object_is_wrapped_as_result() -> None:
    assert portable_answer({"type": "array", "items": {"type": "string"}}) == {
        "type": "object",
        "properties": {"result": {"type": "array", "items": {"type": "string"}}},
        "required": ["result"],
    }


def test_long_texts_end_at_a_sentence_or_a_word() -> None:
    assert shorten("One sentence. Another one.", 20) == "One sentence."
    assert shorten("Words without any stop", 12) == "Words…"
    assert len(within({"type": "string", "description": "word " * 200})["description"]) <= 250


scalars = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "format": "uri", "description": "Where."},
        {"type": "integer", "minimum": 1},
        {"type": ["number", "null"]},
        {"enum": ["a", 1, None]},
        {"const": 3},
        {"type": "boolean", "title": "T", "x-ident": "y"},
        {},
        True,
        {"type": "array"},
        {"type": "object"},
    ]
)
schemas = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda more: {"type": "object", "additionalProperties": more}, inner),
        st.builds(lambda members: {"oneOf": members}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(
            lambda fields: {"type": "object", "properties": fields, "required": sorted(fields)[:1]},
            st.dictionaries(st.text(max_size=70), inner, max_size=3),
        ),
    ),
    max_leaves=12,
)


@given(schemas)
def test_every_node_keeps_the_rules(schema: Any) -> None:
    result = of(schema)
    Draft202012Validator.check_schema(result)
    assert result["type"] == "object"
    assert result["additionalProperties"] is False
    for node, depth in nodes(result, 0):
        assert not set(FORBIDDEN) & node.keys()
        assert ("anyOf" in node) != isinstance(node.get("type"), str)
        assert node.get("format") in (None, *FORMATS)
        assert depth <= MAX_DEPTH
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert set(node["required"]) <= node["properties"].keys()
            assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,63}", name) for name in node["properties"])
        assert node.get("type") != "array" or node["items"]


def nodes(schema: Mapping[str, Any], depth: int) -> Iterator[tuple[Mapping[str, Any], int]]:
    yield schema, depth
    inner = depth + (schema.get("type") == "object")
    for child in [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), schema.get("items")]:
        if child is not None:
            yield from nodes(child, inner)
