"""Rules beyond the shape of a body are held as JSON Schema says, and an error says which and where."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codegen.runtime.bodies import write
from codegen.runtime.misfit import Misfit
from codegen.runtime.operation import Body
from codegen.runtime.rules import Rule, fits

scalars = st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["", "a", "ab", "x"]) | st.just(1.5)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abx"), inner, max_size=3),
    max_leaves=6,
)
names = st.lists(st.sampled_from("abx"), max_size=2, unique=True)
kinds = st.sampled_from(["string", "number", "integer", "boolean", "array", "object", "null"])
counts = st.integers(0, 2)
leaves = st.one_of(
    st.booleans(),
    st.fixed_dictionaries({}, optional={"type": kinds, "minLength": counts, "maxLength": counts}),
    st.fixed_dictionaries({"pattern": st.just("^a")}),
    st.fixed_dictionaries({}, optional={"type": st.lists(kinds, min_size=1, max_size=2, unique=True), "const": values}),
    st.fixed_dictionaries({"enum": st.lists(values, min_size=1, max_size=3)}),
    st.fixed_dictionaries({}, optional={key: st.integers(-1, 2) for key in ("minimum", "exclusiveMaximum", "maximum")}),
    st.fixed_dictionaries({}, optional={"exclusiveMinimum": st.integers(-1, 2), "multipleOf": st.integers(1, 2)}),
    st.fixed_dictionaries({}, optional={"required": names, "minProperties": counts, "maxProperties": counts}),
    st.fixed_dictionaries({}, optional={"minItems": counts, "maxItems": counts, "uniqueItems": st.booleans()}),
    st.fixed_dictionaries({"dependentRequired": st.dictionaries(st.sampled_from("ab"), names, max_size=2)}),
)  # fmt: skip


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=2)
    table = st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    return st.one_of(
        st.fixed_dictionaries({}, optional={"not": inner, "allOf": some, "anyOf": some, "oneOf": some}),
        st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner}),
        st.fixed_dictionaries({"properties": table}, optional={"additionalProperties": inner}),
        st.fixed_dictionaries(
            {"patternProperties": st.dictionaries(st.sampled_from(["^a", "x"]), inner)},
            optional={"additionalProperties": inner, "propertyNames": inner, "dependentSchemas": table},
        ),
        st.fixed_dictionaries({"prefixItems": some}, optional={"items": inner}),
        st.fixed_dictionaries({"contains": inner}, optional={"minContains": counts, "maxContains": counts}),
    )


@given(st.recursive(leaves, nested, max_leaves=6), values)
def test_a_rule_holds_where_the_reference_implementation_says_so(schema: Any, value: Any) -> None:
    assert fits(value, schema) == Draft202012Validator(schema).is_valid(value)


def test_a_multiple_is_counted_in_decimals() -> None:
    assert fits(1.1, {"multipleOf": 0.01})
    assert not fits(476_796.616_292, {"multipleOf": 0.01})


@pytest.mark.parametrize(
    ("at", "body", "where"),
    [
        ((), {"b": 1}, ()),
        ((), {"a": 1}, None),
        (("o",), {"o": {}}, ("o",)),
        (("o",), {}, None),
        (("o", "*"), {"o": [{"a": 1}, {}]}, ("o", "1")),
        (("o", "*"), {"o": {"k": {}}}, ("o", "k")),
        (("o", "*"), {"o": "text"}, None),
    ],
)
def test_a_rule_is_broken_at_the_first_place_that_breaks_it(at: Any, body: Any, where: Any) -> None:
    assert Rule(at, {"required": ["a"]}, "needs a").broken(body) == where


def test_a_body_that_breaks_a_rule_is_not_written() -> None:
    rule = Rule(("o", "*"), {"required": ["a"]}, "needs a")
    body = Body(media_type="application/json", rules=(rule,))
    with pytest.raises(Misfit) as caught:
        write(body, {"body": {"o": [{}]}})
    assert (caught.value.argument, caught.value.reason) == ("body", "o.0: needs a")
    assert write(body, {"body": {"o": [{"a": 1}]}}) is not None
