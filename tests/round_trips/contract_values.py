"""Values that fit a contract's schema, roughly: what is JSON text in a tool has to hold something now and then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.round_trips.values import FORMATS

_LEVELS, _DEEPEST = 4, 12  # levels of optional fields, and of any
_ANY = st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab1", max_size=3)


def of_contract(schema: Any, contract: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Return values for a schema of a contract, references followed."""
    node = _resolved(schema, contract)
    if depth > _DEEPEST:
        return st.none()
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    for key in ("anyOf", "oneOf"):
        if key in node:
            return st.one_of([of_contract(member, contract, depth) for member in node[key]])
    kind = node.get("type")
    if isinstance(kind, list):
        return st.one_of([of_contract({**node, "type": one}, contract, depth) for one in kind])
    if kind == "array":
        item = node.get("items", {})
        least = int(node.get("minItems", 0))
        if slots := node.get("prefixItems"):
            return st.tuples(*(of_contract(slot, contract, depth + 1) for slot in slots)).map(list)
        most = 0 if depth >= _LEVELS else 3
        differing = repr if node.get("uniqueItems") else None
        inner = of_contract(item, contract, depth + 1)
        return st.lists(inner, min_size=least, max_size=max(least, most), unique_by=differing)
    if kind == "object" or "properties" in node:
        return _object(node, contract, depth)
    return _scalar(node, str(kind))


def _scalar(node: Mapping[str, Any], kind: str) -> st.SearchStrategy[Any]:
    if kind == "string" and "pattern" in node:
        return st.from_regex(re.compile(node["pattern"], re.ASCII), fullmatch=node["pattern"].endswith("$"))
    if kind == "string" and node.get("format") in FORMATS:
        return FORMATS[node["format"]]
    if kind == "string":
        least = int(node.get("minLength", 0))
        return st.text("abX", min_size=least, max_size=least + 5)
    if kind in ("integer", "number") and {"minimum", "maximum"} <= node.keys():
        return st.integers(int(node["minimum"]), int(node["maximum"]))
    return _SCALARS.get(kind, _ANY)


def _object(node: Mapping[str, Any], contract: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
    fields = node.get("properties", {})
    if not fields:
        more = node.get("additionalProperties", {})
        values = of_contract(more if isinstance(more, Mapping) else {}, contract, depth + 1)
        return st.dictionaries(st.sampled_from(["a", "ab", "x-a"]), values, max_size=2)
    required = set(node.get("required", ()))
    made = {
        name: of_contract(field, contract, depth + 1)
        for name, field in fields.items()
        if name in required or depth < _LEVELS
    }
    optional = {name: value for name, value in made.items() if name not in required}
    return st.fixed_dictionaries({n: v for n, v in made.items() if n in required}, optional=optional)


def _resolved(schema: Any, contract: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(schema, Mapping):
        return {}
    node: Any = schema
    while "$ref" in node:
        found: Any = contract
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    merged = {key: value for key, value in node.items() if key != "allOf"}
    for part in node.get("allOf", ()):
        for key, value in _resolved(part, contract).items():
            merged[key] = {**merged.get(key, {}), **value} if isinstance(value, Mapping) else value
    return merged


_SCALARS: Mapping[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(0, 20),
    "number": st.integers(0, 20) | st.floats(0, 20),
    "boolean": st.booleans(),
    "null": st.none(),
}
