"""The portable tool schema (PTS): what every model's vendor accepts, made once per action.

Rules: the root is a closed object; every node has one string `type`; null is `anyOf [T, null]`; no references, no
`allOf`, no tuples, no boolean or empty schemas. What a schema cannot say is said in words, and what had to take another
shape is listed as `Decoding`s, by which a value of the portable schema is turned back into one of the original.

An answer is given as it is, so its schema keeps maps, free values and names, and is open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codegen.actions.bind.kinds import without_null
from codegen.actions.plan import Decoding
from codegen.actions.shapes import kind_of
from codegen.contract.model import Json, JsonSchema
from codegen.core.digest import of_text

MAX_DESCRIPTION = 250  # characters of a property's description
MAX_ENUM = 250  # values, beyond which vendors refuse
MAX_ENUM_TEXT = 7_000  # characters of all values together
MAX_DEPTH = 10  # levels of objects that every vendor takes
FORMATS = frozenset(("date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_LIMITS: Mapping[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "format"),
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("minItems", "maxItems", "uniqueItems"),
}
_IN_WORDS = {
    "not": "must not match {}",
    "propertyNames": "keys must match {}",
    "minProperties": "at least {} entries",
    "maxProperties": "at most {} entries",
    "contentEncoding": "encoded as {}",
}


@dataclass(frozen=True, slots=True)
class Portable:
    """A portable schema, and how its values are turned back."""

    schema: JsonSchema
    decodings: tuple[Decoding, ...]


def portable(schema: JsonSchema, *, answer: bool = False) -> Portable:
    """Return the portable form of a self-contained schema in normal form.

    Args:
        schema: as `codegen.actions.bind.plain.normal_form` and `inline` give it.
        answer: for an output: lenient, that is open objects, and write-only fields left out in place of read-only ones.
    """
    writer = _Writer(answer=answer)
    node = writer.write(schema, (), 0)
    if node.get("type") != "object":
        node = {"type": "object", "properties": {"result": node}, "required": ["result"]}
        node |= {} if answer else {"additionalProperties": False}
        inner = tuple(Decoding(("result", *d.path), d.kind, d.names) for d in dict.fromkeys(writer.decodings))
        return Portable(node, (Decoding((), "result"), *inner))
    return Portable(
        {**node, "properties": node.get("properties", {}), "required": node.get("required", [])},
        tuple(dict.fromkeys(writer.decodings)),
    )


class _Writer:
    def __init__(self, *, answer: bool) -> None:
        self._answer = answer
        self._hidden = "writeOnly" if answer else "readOnly"
        self.decodings: list[Decoding] = []

    def write(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        union = schema.get("anyOf") or schema.get("oneOf")
        if union:
            return self._union(schema, union, at, depth)
        kind = schema.get("type") or _implied(schema)
        if kind == "object":
            return self._object(schema, at, depth)
        if kind == "array":
            return self._array(schema, at, depth)
        if kind is None or kind not in ("string", "integer", "number", "boolean", "null"):
            return self._free(schema, at)
        return self._scalar(schema, kind)

    def _scalar(self, schema: JsonSchema, kind: str) -> dict[str, Json]:
        node: dict[str, Json] = {"type": kind}
        words = []
        if "enum" in schema and kind != "null":
            words += self._enum(schema, node)
        for key in _LIMITS.get(kind, ()):
            if key == "format" and schema.get(key) not in (None, *FORMATS):
                words += [f"format {schema[key]}"]
            elif key in schema:
                node[key] = schema[key]
        return _described(node, schema, words)

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
        members: list[dict[str, Json]] = []
        for member in union:
            written = self.write(member, at, depth)
            if written not in members:
                members.append(written)
        members.sort(key=lambda member: member.get("type") == "null")
        if len(members) == 1:
            return _described(members[0], {**members[0], **schema}, [])
        return _described({"anyOf": members}, schema, [])

    def _object(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        properties: JsonSchema = schema.get("properties", {})
        more = _more(schema)
        if not properties and (more is not None or not self._closed_empty(schema)):
            return self._map(schema, more or {}, at, depth)
        if depth >= MAX_DEPTH and not self._answer:
            return self._json(schema, at, "an object, written as JSON text")
        shown = {name: child for name, child in properties.items() if not child.get(self._hidden)}
        names = {name: name for name in shown} if self._answer else _portable_names(shown)
        if renamed := {new: old for old, new in names.items() if new != old}:
            self.decodings.append(Decoding(at, "rename", tuple(sorted(renamed.items()))))
        node: dict[str, Json] = {
            "type": "object",
            "properties": {
                names[name]: self._property(child, (*at, names[name]), depth) for name, child in shown.items()
            },
            "required": [names[name] for name in schema.get("required", ()) if name in shown],
        }
        node |= {} if self._answer else {"additionalProperties": False}
        return _described(node, schema, _words(schema))

    def _closed_empty(self, schema: JsonSchema) -> bool:
        return "properties" in schema or schema.get("additionalProperties") is False

    def _property(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        node = self.write(schema, at, depth + 1)
        default = schema.get("default")
        if not self._answer and default is not None and not isinstance(default, (list, Mapping)):
            node["default"] = default
        return node

    def _map(self, schema: JsonSchema, values: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        if self._answer:
            more = {"additionalProperties": self.write(values, at, depth + 1)} if values else {}
            return _described({"type": "object", "properties": {}, **more}, schema, _words(schema))
        self.decodings.append(Decoding(at, "pairs"))
        key: dict[str, Json] = {"type": "string"}
        value = self.write(values, (*at, "*", "value"), depth + 1)
        pair: dict[str, Json] = {"type": "object", "properties": {"key": key, "value": value}}
        pair |= {"required": ["key", "value"], "additionalProperties": False}
        return _described({"type": "array", "items": pair}, schema, ["a list of key and value", *_words(schema)])

    def _array(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        words = []
        items = schema.get("items", {})
        if slots := schema.get("prefixItems"):
            items = slots[0] if all(slot == slots[0] for slot in slots) else {"anyOf": list(slots)}
            words = ["in this order: " + ", ".join(_name_of(slot) for slot in slots)]
        node: dict[str, Json] = {
            "type": "array",
            "items": self.write(items if isinstance(items, Mapping) else {}, (*at, "*"), depth),
        }
        node |= {key: schema[key] for key in _LIMITS["array"] if key in schema}
        return _described(node, schema, words)

    def _free(self, schema: JsonSchema, at: tuple[str, ...]) -> dict[str, Json]:
        if self._answer:
            return _described({}, schema, [])
        return self._json(schema, at, "any JSON value, written as JSON text")

    def _json(self, schema: JsonSchema, at: tuple[str, ...], words: str) -> dict[str, Json]:
        self.decodings.append(Decoding(at, "json"))
        return _described({"type": "string"}, schema, [words])


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


def _name_of(schema: JsonSchema) -> str:
    return str(without_null(schema).get("type", "value"))


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


def _words(schema: JsonSchema) -> list[str]:
    words = []
    for key, phrase in _IN_WORDS.items():
        if key in schema and schema[key] != {}:
            value = schema[key]
            shown = _rule(value) if isinstance(value, Mapping) else value
            words.append(phrase.format(shown))
    return words


def _rule(schema: JsonSchema) -> str:
    values = ", ".join(str(value) for value in schema.get("enum", ()))
    return str(schema.get("pattern") or values or "a rule of the service")


def _described(node: dict[str, Json], schema: JsonSchema, words: Sequence[str]) -> dict[str, Json]:
    """Return `node` with the description of `schema`, what only words can say, and an example, cut to size."""
    description = " ".join(str(schema.get("description", "")).split())
    scalar_words = (
        [*words, *(w for w in _words(schema) if w not in words)] if node.get("type") != "object" else list(words)
    )
    said = "; ".join(scalar_words)
    examples = [e for e in schema.get("examples", ()) if isinstance(e, (str, int, float)) and not isinstance(e, bool)][
        :1
    ]
    tail = f" ({said})" if said and description else said[:1].upper() + said[1:]
    example = f" Example: {examples[0]}" if examples and len(str(examples[0])) <= 60 else ""
    if example and example.strip() not in description:
        tail += example
    text = f"{shorten(description, max(MAX_DESCRIPTION - len(tail), 40))}{tail}".strip()
    node.pop("description", None)
    return {**node, "description": text} if text else node


def shorten(text: str, length: int) -> str:
    """Return `text` in at most `length` characters: whole sentences where they fit, else cut at a word."""
    if len(text) <= length:
        return text
    sentence = text.rfind(". ", 0, length)
    if sentence >= length // 2:
        return text[: sentence + 1]
    return (
        text[: length - 1].rpartition(" ")[0].rstrip(",;:") + "…"
        if " " in text[: length - 1]
        else text[: length - 1] + "…"
    )
