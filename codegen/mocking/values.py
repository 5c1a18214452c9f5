"""A value for a schema: the contract's own example where it has one, else made from the schema, always the same."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.contract.model import Contract, Json, JsonSchema, name_of, references
from codegen.mocking.check import departures
from codegen.mocking.distinct import distinct
from codegen.mocking.scalars import number_for, text_for

MAX_DEPTH = 6  # optional parts are left out below it
_LIMIT = 40  # required recursion without an end is cut here; no such value exists

_TRIES = 200  # further members of unions for one value: most of them fit at once


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
        self._tries = _TRIES

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
            if self._fits(whole, candidate):
                return candidate
        if whole.get("enum"):
            return next((value for value in whole["enum"] if self._fits(whole, value)), whole["enum"][0])
        for key in ("anyOf", "oneOf"):
            if whole.get(key):
                return self._union(whole, whole[key], depth)
        return self._made(whole, depth)

    def _fits(self, schema: JsonSchema, value: Json) -> bool:
        return not departures(self._contract, schema, value, sent=self._sent)

    def _union(self, schema: JsonSchema, members: Sequence[JsonSchema], depth: int) -> Json:
        """Return a value of the first member that has one which keeps the whole; the first member's where none has."""
        nullable = any(member.get("type") == "null" for member in members)
        if nullable and depth >= MAX_DEPTH:
            return None
        first = self._member(schema, members[0], depth)
        if self._fits(schema, first):
            return first
        for member in members[1:]:
            if self._tries <= 0:
                break
            self._tries -= 1
            other = self._member(schema, member, depth)
            if self._fits(schema, other):
                return other
        return first

    def _member(self, schema: JsonSchema, member: JsonSchema, depth: int) -> Json:
        """Return a value of one member of a union, with the tag that tells it."""
        chosen = self.value(member, depth)
        discriminator = schema.get("discriminator", {})
        name = member.get("$ref", "").rpartition("/")[2]
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
            return text_for(schema)
        if kind in ("integer", "number"):
            return number_for(schema, kind)
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

    def _distinct(self, items: JsonSchema, first: Json, count: int) -> list[Json]:
        """Return `count` items that differ, as far as they can."""
        found = [first]
        for number in range(1, count):
            found += [next((value for value in distinct(self._contract, items, number) if value not in found), first)]
        return found
