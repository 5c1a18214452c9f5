"""Values made for schemas, and the texts and parameters they become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.contract.model import Contract, In, Parameter
from codegen.mocking.check import departures
from codegen.mocking.exchange import RefusedError, Request
from codegen.mocking.parameters import read_parameters
from codegen.mocking.pattern import sample
from codegen.mocking.routes import Routes
from codegen.mocking.values import example
from tests.mocking.conftest import contract, operation, parameter


def _limits(low: str, high: str) -> st.SearchStrategy[dict[str, int]]:
    return st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: {low: min(pair), high: max(pair)})


_LEAVES = st.one_of(
    st.just({"type": "boolean"}),
    _limits("minimum", "maximum").map(lambda limits: {"type": "integer", **limits}),
    _limits("minLength", "maxLength").map(lambda limits: {"type": "string", **limits}),
    st.sampled_from(["date", "date-time", "uuid", "email"]).map(lambda name: {"type": "string", "format": name}),
    st.sampled_from(["^[A-Z]{2}-[0-9]{4,}$", "^(a|b)+$", "^[^x]{3}$"]).map(
        lambda text: {"type": "string", "pattern": text}
    ),
    st.lists(st.integers(), min_size=1, max_size=3).map(lambda values: {"enum": values}),
    st.sampled_from(
        [
            *[("date-time", length) for length in (20, 22, 24, 25, 27, 30)],
            *[("uuid", length) for length in (32, 36)],
            *[("date", 10), ("time", 13), ("duration", 9), ("ipv4", 7), ("ipv4", 11), ("ipv4", 15), ("ipv6", 39)],
            *[(name, length) for name in ("email", "hostname", "uri", "url") for length in (9, 19, 40)],
            *[("byte", 4), ("byte", 12), ("binary", 3), ("unknown", 7)],
        ]
    ).map(lambda pair: {"type": "string", "format": pair[0], "minLength": pair[1], "maxLength": pair[1]}),
    st.sampled_from([r"\.\d{3}Z$", "00:00$", "^2026-"]).map(
        lambda text: {"type": "string", "format": "date-time", "pattern": text}
    ),
    st.integers(1, 9).map(lambda step: {"type": "integer", "minimum": 4, "multipleOf": step}),
    st.integers().map(lambda value: {"type": "integer", "exclusiveMinimum": value, "exclusiveMaximum": value + 2}),
)


_IMPOSSIBLE = {"type": "string", "format": "uuid", "maxLength": 5}


def _nest(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    members = st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    return st.one_of(
        st.tuples(inner, _limits("minItems", "maxItems")).map(
            lambda pair: {"type": "array", "items": pair[0], **pair[1]}
        ),
        members.map(lambda fields: {"type": "object", "properties": fields, "required": sorted(fields)}),
        inner.map(lambda schema: {"anyOf": [schema, {"type": "null"}]}),
        inner.map(lambda schema: {"anyOf": [{"type": "array", "items": schema}, schema]}),
        st.tuples(inner, inner).map(lambda pair: {"anyOf": [_IMPOSSIBLE, *pair]}),
        inner.map(lambda schema: {"type": "array", "items": schema, "minItems": 2, "uniqueItems": True}),
    )


UUID = {"type": "string", "format": "uuid", "minLength": 36, "maxLength": 36}
UUID_OR_MANY = {"anyOf": [{"type": "array", "items": UUID}, UUID]}
CODE = {"type": "string", "pattern": "^ord_[a-z]{4}$"}
MOMENT = {"type": "string", "format": "date-time", "minLength": 24, "maxLength": 24}
FEW = {"enum": ["a", "b", "c"]}

SCHEMAS = st.recursive(_LEAVES, _nest, max_leaves=8)


@given(SCHEMAS)
def test_a_made_value_keeps_the_schema_it_was_made_for(schema: dict[str, Any]) -> None:
    shop = contract()
    assert departures(shop, schema, example(shop, schema), sent=False) == []


@pytest.mark.parametrize("length", [20, 22, 24, 25, 26, 29, 40])
def test_a_moment_of_any_length_is_a_moment(length: int) -> None:
    """JSON Schema means RFC 3339 by it, section 5.6, which knows of no moment of 21 characters."""
    made = example(contract(), {"type": "string", "format": "date-time", "minLength": length, "maxLength": length})
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", made)
    assert len(made) == length


@given(st.sampled_from([UUID_OR_MANY, CODE, MOMENT, FEW, {"type": "integer", "minimum": 7, "multipleOf": 5}]))
def test_items_of_a_list_without_repetition_differ_and_keep_their_schema(items: dict[str, Any]) -> None:
    schema = {"type": "array", "items": items, "minItems": 3, "uniqueItems": True}
    made = example(contract(), schema)
    assert departures(contract(), schema, made, sent=False) == []
    assert all(item not in made[:index] for index, item in enumerate(made))


@pytest.mark.parametrize("schema", [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}])
@pytest.mark.parametrize("text", ["20261101", "2026-W44-7", "20261101T083000Z"])
def test_a_moment_is_not_whatever_python_reads_as_one(schema: dict[str, Any], text: str) -> None:
    assert departures(contract(), schema, text, sent=False)


@given(SCHEMAS)
def test_the_same_schema_always_gives_the_same_value(schema: dict[str, Any]) -> None:
    assert example(contract(), schema) == example(contract(), schema)


def test_the_contracts_own_example_goes_first_unless_it_is_wrong() -> None:
    assert example(contract(), {"type": "string", "examples": ["vendor's"]}) == "vendor's"
    assert example(contract(), {"type": "integer", "minimum": 4, "examples": ["vendor's"]}) == 4


def test_recursion_ends() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}, "name": {"type": "string"}}}
    arena = contract(Node=node)
    assert example(arena, {"$ref": "#/$defs/Node"}) == {"name": "text"}


def test_read_only_fields_are_not_sent_and_write_only_ones_not_answered() -> None:
    fields = {"id": {"type": "string", "readOnly": True}, "secret": {"type": "string", "writeOnly": True}}
    schema = {"type": "object", "properties": fields, "required": ["id", "secret"]}
    arena = contract()
    assert (list(example(arena, schema, sent=True)), list(example(arena, schema))) == (["secret"], ["id"])
    assert departures(arena, schema, {"secret": "x"}, sent=True) == []


@given(
    st.sampled_from([r"^\d{3}-\w+$", r"^[a-f0-9]{8}$", "^(GET|PUT) /x?$", r"^\S{5,}$", "a{2}|b", r"^[^\s@]+@[^\s@]+$"]),
    st.integers(0, 5),
)
def test_a_sampled_text_matches_its_pattern(pattern: str, minimum: int) -> None:
    text = sample(pattern, minimum)
    assert text is None or (re.search(pattern, text) and len(text) >= minimum)
    assert sample(pattern) is not None


def test_a_pattern_of_another_engine_gives_no_text() -> None:
    assert sample(r"\p{L}+") is None


LIST = {"type": "array", "items": {"type": "integer"}}
PAIR = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "string"}}}


@pytest.mark.parametrize(
    ("settings", "schema", "query", "value"),
    [
        ({}, LIST, "p=1&p=2", [1, 2]),
        ({"explode": False}, LIST, "p=1,2", [1, 2]),
        ({"style": "pipeDelimited", "explode": False}, LIST, "p=1%7C2", [1, 2]),
        ({"style": "spaceDelimited", "explode": False}, LIST, "p=1%202", [1, 2]),
        ({}, PAIR, "x=1&y=a", {"x": 1, "y": "a"}),
        ({"explode": False}, PAIR, "p=x,1,y,a", {"x": 1, "y": "a"}),
        ({"style": "deepObject"}, PAIR, "p[x]=1&p[y]=a", {"x": 1, "y": "a"}),
        ({"media_type": "application/json"}, PAIR, "p=%7B%22x%22%3A1%7D", {"x": 1}),
        ({}, {"type": "boolean"}, "p=true", True),
    ],
)
def test_a_query_is_read_as_its_style_says(
    settings: Mapping[str, Any], schema: Mapping[str, Any], query: str, value: object
) -> None:
    assert _read(parameter("p", In.QUERY, schema, **settings), query)["p"] == value


@pytest.mark.parametrize(("query", "word"), [("p=x", "integer"), ("", "missing")])
def test_a_wrong_or_missing_parameter_is_refused_by_name(query: str, word: str) -> None:
    with pytest.raises(RefusedError, match=rf"query parameter p.*{word}"):
        _read(parameter("p", In.QUERY, {"type": "integer"}, required=True), query)


def _read(declared: Parameter, query: str) -> Mapping[str, Any]:
    arena: Contract = contract(operation("GET", "/x", "getX", "200", None, parameters=(declared,)))
    route = Routes(arena).find("GET", "/x")
    assert route is not None
    return read_parameters(arena, route, Request("GET", "/x", query))
