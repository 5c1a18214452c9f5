"""Write what an action takes in the portable form (see `portable`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codegen.actions.bind.kinds import without_null
from codegen.actions.bind.portable_text import described, limits_in_words
from codegen.actions.bind.signature import signature
from codegen.actions.plan import Decoding
from codegen.actions.shapes import kind_of
from codegen.contract.model import Json, JsonSchema
from codegen.core.digest import of_text

MAX_DEPTH = 10  # levels of objects that every vendor takes
MAX_ENUM = 250  # values, beyond which vendors refuse
MAX_ENUM_TEXT = 7_000  # characters of all values together
FORMATS = frozenset(("date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SCALARS = frozenset(("string", "integer", "number", "boolean", "null"))
_LIMITS: Mapping[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "format"),
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("minItems", "maxItems", "uniqueItems"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told: levels of objects, and characters of a description at each level; the last holds below too."""

    levels: int
    descriptions: tuple[int, ...]

    def length(self, depth: int) -> int:
        """Return how long a description may be with so many objects around it; the root's own as its fields'."""
        return self.descriptions[min(max(depth - 1, 0), len(self.descriptions) - 1)]


class InputWriter:
    """Writes one schema; notes how its values are turned back, and where null says no more than leaving out does."""

    hidden = "readOnly"
    guiding = True  # an agent makes these values: examples and formats help it
    closing: Mapping[str, Json] = {"additionalProperties": False}

    def __init__(self, detail: Detail) -> None:
        """Write with that much detail."""
        self.detail = detail
        self.decodings: list[Decoding] = []
        self.nulls: list[str] = []

    def write(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return the portable form of a schema.

        Args:
            schema: in normal form.
            at: the path of its values, as a `Decoding` has it.
            depth: how many objects are around it.
        """
        union = schema.get("anyOf") or schema.get("oneOf")
        if union:
            return self._union(schema, union, at, depth)
        kind = schema.get("type") or _implied(schema)
        if kind == "object":
            return self._object(schema, at, depth)
        if kind == "array":
            return self._array(schema, at, depth)
        return self._scalar(schema, kind, depth) if kind in _SCALARS else self.free(schema, at, depth)

    def described(self, node: dict[str, Json], schema: JsonSchema, words: Sequence[str], depth: int) -> dict[str, Json]:
        """Return a node with what is said of it."""
        return described(node, schema, words, self.detail.length(depth), example=self.guiding)

    def limits(self, kind: str, schema: JsonSchema) -> dict[str, Json]:
        """Return the limits that stay in the schema."""
        kept = {key: schema[key] for key in _LIMITS.get(kind, ()) if key in schema}
        return {key: value for key, value in kept.items() if key != "format" or value in FORMATS}

    def free(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return the form of what may be anything."""
        return self._json(schema, at, depth, "any JSON value, written as JSON text")

    def cut(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return the form of what is too deep to be written out."""
        return self._json(schema, at, depth, f"written as JSON text: {signature(schema, self.hidden)}")

    def fields(self, shown: JsonSchema, at: tuple[str, ...]) -> Mapping[str, str]:
        """Return the portable names of an object's fields."""
        names = _portable_names(shown)
        if renamed := {new: old for old, new in names.items() if new != old}:
            self.decodings.append(Decoding(at, "rename", tuple(sorted(renamed.items()))))
        return names

    def left_out(self, child: JsonSchema, at: tuple[str, ...]) -> JsonSchema:
        """Return an optional field without null, which counts as left out in layer 2, whichever vendor's model says it.

        One vendor's models can leave nothing out but by null; to the others the same must mean the same.
        """
        taken = without_null(child)
        if taken is not child:
            self.nulls.append(".".join(at))
        return taken

    def map(self, schema: JsonSchema, values: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return the form of a map."""
        self.decodings.append(Decoding(at, "pairs"))
        value = self.write(values, (*at, "*", "value"), depth + 1)
        pair: dict[str, Json] = {"type": "object", "properties": {"key": {"type": "string"}, "value": value}}
        pair |= {"required": ["key", "value"], "additionalProperties": False}
        words = ["a list of key and value", *limits_in_words(schema)]
        return self.described({"type": "array", "items": pair}, schema, words, depth)

    def _scalar(self, schema: JsonSchema, kind: str, depth: int) -> dict[str, Json]:
        node: dict[str, Json] = {"type": kind}
        words = self._enum(schema, node) if "enum" in schema and kind != "null" else []
        if kind == "string" and self.guiding and schema.get("format") not in (None, *FORMATS):
            words.append(f"format {schema['format']}")
        return self.described({**node, **self.limits(kind, schema)}, schema, words, depth)

    def _enum(self, schema: JsonSchema, node: dict[str, Json]) -> list[str]:
        values = [value for value in schema["enum"] if value is not None]
        size = sum(len(str(value)) for value in values)
        if schema.get("x-open-enum") or len(values) > MAX_ENUM or size > MAX_ENUM_TEXT:
            shown = ", ".join(str(value) for value in values[:20])
            return [f"one of {shown}{', …' if len(values) > 20 else ''}"]
        node["enum"] = values
        return []

    def _union(
        self, schema: JsonSchema, union: Sequence[JsonSchema], at: tuple[str, ...], depth: int
    ) -> dict[str, Json]:
        several = sum(member.get("type") != "null" for member in union) > 1
        if several and depth >= self.detail.levels and any(map(_nests, union)):
            return self.cut(schema, at, depth)  # member by member, JSON text could not be told from text
        members: list[dict[str, Json]] = []
        for member in union:
            written = self.write(member, at, depth)
            if written not in members:
                members.append(written)
        members.sort(key=lambda member: member.get("type") == "null")
        if len(members) == 1:
            return self.described(members[0], {**members[0], **schema}, [], depth)
        return self.described({"anyOf": members}, schema, [], depth)

    def _object(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        properties: JsonSchema = schema.get("properties", {})
        more = _more(schema)
        if not properties and (more is not None or not _closed_empty(schema)):
            return self.map(schema, more or {}, at, depth)
        if depth >= self.detail.levels:
            return self.cut(schema, at, depth)
        shown = {name: child for name, child in properties.items() if not child.get(self.hidden)}
        names, needed = self.fields(shown, at), schema.get("required", ())
        shown = {name: child if name in needed else self.left_out(child, (*at, name)) for name, child in shown.items()}
        node: dict[str, Json] = {
            "type": "object",
            "properties": {names[n]: self.property(child, (*at, names[n]), depth + 1) for n, child in shown.items()},
            "required": [names[name] for name in needed if name in shown],
            **self.closing,
        }
        return self.described(node, schema, limits_in_words(schema), depth)

    def property(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return the form of an object's field."""
        default = schema.get("default")
        said = {} if default is None or isinstance(default, (list, Mapping)) else {"default": default}
        return {**self.write(schema, at, depth), **said}

    def _array(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        items = schema.get("items", {})
        if slots := schema.get("prefixItems"):
            items = slots[0] if all(slot == slots[0] for slot in slots) else {"anyOf": list(slots)}
        inner = self.write(items if isinstance(items, Mapping) else {}, (*at, "*"), depth)
        return self.described({"type": "array", "items": inner, **self.limits("array", schema)}, schema, [], depth)

    def _json(self, schema: JsonSchema, at: tuple[str, ...], depth: int, words: str) -> dict[str, Json]:
        self.decodings.append(Decoding(at, "json"))
        return self.described({"type": "string"}, schema, [words], depth)


def _nests(schema: JsonSchema) -> bool:
    """Whether there is an object in a schema's values."""
    if schema.get("type") == "array":
        return isinstance(items := schema.get("items"), Mapping) and _nests(items)
    return schema.get("type") == "object" or any(map(_nests, schema.get("anyOf", ())))


def _closed_empty(schema: JsonSchema) -> bool:
    return "properties" in schema or schema.get("additionalProperties") is False


def _implied(schema: JsonSchema) -> str | None:
    kinds = {kind_of(value) for value in schema.get("enum", ())}
    return kinds.pop() if len(kinds) == 1 else None


def _more(schema: JsonSchema) -> JsonSchema | None:
    """Return the schema of an object's other values, or None where there are none."""
    patterns: JsonSchema = schema.get("patternProperties", {})
    if patterns:
        first: JsonSchema = next(iter(patterns.values()))
        return first
    more = schema.get("additionalProperties")
    return more if isinstance(more, Mapping) else None


def _portable_names(properties: JsonSchema) -> dict[str, str]:
    """Return a portable name for each property: itself where it is one; a digest is added where two would collide."""
    result: dict[str, str] = {name: name for name in properties if _NAME.fullmatch(name)}
    for name in properties:
        if name in result:
            continue
        made = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_") or "value"
        made = f"_{made}" if made[0].isdigit() else made
        if len(made) > 64 or made in result.values():
            made = f"{made[:57]}_{of_text(name)[:6]}"
        result[name] = made
    return result
