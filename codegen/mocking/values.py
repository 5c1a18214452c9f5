"""A value for a schema: the contract's own example where it has one, else made from the schema, always the same."""

from __future__ import annotations

import math
from collections.abc import Mapping

from codegen.contract.model import Contract, Json, JsonSchema, name_of, references
from codegen.mocking.check import departures
from codegen.mocking.pattern import sample

MAX_DEPTH = 6  # optional parts are left out below it
_LIMIT = 40  # required recursion without an end is cut here; no such value exists

_BY_FORMAT: Mapping[str, str] = {
    "date": "2026-11-01",
    "date-time": "2026-11-01T08:30:00Z",
    "time": "08:30:00Z",
    "duration": "PT1H",
    "email": "ada@example.com",
    "hostname": "host.example.com",
    "idn-email": "ada@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "uri-reference": "/a",
    "uuid": "5b2ff8a4-2d0e-4f1e-9a55-1a3c2f6a7d10",
    "byte": "bW9jaw==",
    "binary": "mock",
}


def example(contract: Contract, schema: JsonSchema, *, sent: bool = False) -> Json:
    """Return a value that keeps `schema`, as far as one can be found.

    Args:
        contract: where the schema's references lead.
        schema: normal form, in wire names.
        sent: whether it is for a request, which leaves read-only fields out; an answer leaves write-only ones out.
    """
    return _Maker(contract, sent).value(schema, 0)


class _Maker:
    """Walks a schema once; `depth` counts the objects and arrays around the node."""

    def __init__(self, contract: Contract, sent: bool) -> None:
        self._contract = contract
        self._sent = sent
        self._open: list[str] = []  # definitions around the node

    def value(self, schema: JsonSchema, depth: int) -> Json:
        if "$ref" not in schema:
            return self._value(schema, depth)
        self._open.append(name_of(schema))
        try:
            return self._value(schema, depth)
        finally:
            self._open.pop()

    def _value(self, schema: JsonSchema, depth: int) -> Json:
        whole = {**self._contract.resolve(schema), **{key: item for key, item in schema.items() if key != "$ref"}}
        for candidate in (*whole.get("examples", ()), *([whole["default"]] if "default" in whole else ())):
            if not departures(self._contract, whole, candidate, sent=self._sent):
                return candidate
        if whole.get("enum"):
            return whole["enum"][0]
        for key in ("anyOf", "oneOf"):
            if whole.get(key):
                return self._union(whole, whole[key], depth)
        return self._made(whole, depth)

    def _union(self, schema: JsonSchema, members: tuple[JsonSchema, ...], depth: int) -> Json:
        nullable = any(member.get("type") == "null" for member in members)
        if nullable and depth >= MAX_DEPTH:
            return None
        chosen = self.value(members[0], depth)
        discriminator = schema.get("discriminator", {})
        name = members[0].get("$ref", "").rpartition("/")[2]
        tag = next((tag for tag, target in discriminator.get("mapping", {}).items() if target == name), None)
        if tag is not None and isinstance(chosen, dict):
            return {**chosen, discriminator["propertyName"]: tag}
        return chosen

    def _made(self, schema: JsonSchema, depth: int) -> Json:
        kind = schema.get("type", "object" if "properties" in schema else "")
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        if kind == "string":
            return _text(schema)
        if kind in ("integer", "number"):
            return _number(schema, kind)
        return True if kind == "boolean" else None if kind == "null" else {}

    def _object(self, schema: JsonSchema, depth: int) -> Json:
        required = schema.get("required", ())
        hidden = "readOnly" if self._sent else "writeOnly"
        made: dict[str, Json] = {}
        for name, node in schema.get("properties", {}).items():
            if self._contract.resolve(node).get(hidden) or node.get(hidden):
                continue
            if self._has_room(node, depth) if name not in required else depth < _LIMIT:
                made[name] = self.value(node, depth + 1)
        extra = schema.get("additionalProperties")
        undeclared = [name for name in required if name not in schema.get("properties", {})]
        for name in undeclared:
            made[name] = self.value(extra or {"type": "string"}, depth + 1)
        for index in range(schema.get("minProperties", 0) - len(made)):
            made[f"key{index}"] = self.value(extra or {"type": "string"}, depth + 1)
        return made

    def _has_room(self, node: JsonSchema, depth: int) -> bool:
        """Say whether an optional part is made: not too deep, and not a definition that it stands in."""
        return depth < MAX_DEPTH and not any(name in self._open for name in references(node))

    def _array(self, schema: JsonSchema, depth: int) -> Json:
        count = schema.get("minItems", 0)
        if depth < MAX_DEPTH:
            count = min(max(count, 1), schema.get("maxItems", max(count, 1)))
        item = self.value(schema.get("items", {}), depth + 1) if count else None
        if schema.get("uniqueItems") and count > 1:
            return self._distinct(schema.get("items", {}), item, count)
        return [item] * count

    def _distinct(self, items: JsonSchema, first: Json, count: int) -> Json:
        enum = self._contract.resolve(items).get("enum")
        if enum:
            return list(enum[:count])
        return [f"{first}{index or ''}" if isinstance(first, str) else index for index in range(count)]


def _text(schema: JsonSchema) -> str:
    low, high = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if "pattern" in schema:
        found = sample(schema["pattern"], low)
        if found is not None and len(found) <= high:
            return found
    text = _BY_FORMAT.get(schema.get("format", ""), "text").ljust(low, "a")
    return text if len(text) <= high else text[: int(high)]


def _number(schema: JsonSchema, kind: str) -> float:
    step = schema.get("multipleOf", 1 if kind == "integer" else 0)
    low = schema.get("minimum", schema.get("exclusiveMinimum", -math.inf))
    high = schema.get("maximum", schema.get("exclusiveMaximum", math.inf))
    value = min(max(1, low), high)
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        value = schema["exclusiveMinimum"] + (step or min(1, (high - low) / 2))
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        value = schema["exclusiveMaximum"] - (step or min(1, (high - low) / 2))
    if step:
        above = -(-value // step) * step
        value = above if above <= high else value // step * step
    return int(value) if kind == "integer" else value
