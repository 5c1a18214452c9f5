"""JSON Schema as people write it → the normal form of `codegen.contract.model`, self-contained."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from codegen.actions.shapes import kind_of
from codegen.contract.model import Json, JsonSchema
from codegen.contract.rules import rules_said
from codegen.core.places import tokens

TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
_BESIDE = ("if", "then", "else", "dependentSchemas", "dependentRequired", "unevaluatedProperties", "contains")
_UNROLLED = 2
Tell = Callable[[str, str], None]  # pointer below the schema, what is wrong there


def normal_form(schema: Json, tell: Tell) -> JsonSchema:
    """Return a schema in normal form; what cannot be read is told and becomes a free value.

    References inside the schema are written out (recursion twice, then a free value), `allOf` is merged, `const`
    becomes
    an enum of one, several types become `anyOf` with null last.

    Args:
        schema: JSON Schema 2020-12, or OpenAPI 3.0's dialect of it.
        tell: called with pointer and reason for each thing that cannot be read.
    """
    return _Normaliser(schema, tell).write(schema, "", ())


class _Normaliser:
    def __init__(self, root: Json, tell: Tell) -> None:
        self._root = root
        self._tell = tell

    def write(self, schema: Json, at: str, open_: tuple[str, ...]) -> JsonSchema:
        if isinstance(schema, bool):
            return {} if schema else {"not": {}}
        if not isinstance(schema, Mapping):
            self._tell(at, "a schema must be a mapping")
            return {}
        if "$ref" in schema:
            return self._reference(schema, at, open_)
        if "allOf" in schema:
            schema = self._merged(schema, at, open_)
        node = {
            key: value
            for key, value in schema.items()
            if key not in ("$defs", "definitions", "$schema", "$id", "nullable", "title")
        }
        node = self._constants(node)
        types = self._types(schema, node, at)
        self._below(node, at, open_)
        return _union(node, types)

    def _reference(self, schema: Mapping[str, Json], at: str, open_: tuple[str, ...]) -> JsonSchema:
        name = str(schema["$ref"])
        notes = {key: value for key, value in schema.items() if key in ("description", "default", "examples")}
        if open_.count(name) >= _UNROLLED:
            return notes
        target = self._find(name)
        if target is None:
            self._tell(f"{at}/$ref", f"the reference {name} leads nowhere")
            return notes
        return {**self.write(target, at, (*open_, name)), **notes}

    def _find(self, name: str) -> Json:
        node = self._root
        if not name.startswith("#"):
            return None
        for token in tokens(name[1:]):
            if not isinstance(node, Mapping) or token not in node:
                return None
            node = node[token]
        return node

    def _merged(self, schema: Mapping[str, Json], at: str, open_: tuple[str, ...]) -> Mapping[str, Json]:
        result: dict[str, Json] = {key: value for key, value in schema.items() if key != "allOf"}
        for number, member in enumerate(schema["allOf"]):
            part = self.write(member, f"{at}/allOf/{number}", open_)
            properties = {**part.get("properties", {}), **result.get("properties", {})}
            required = [*result.get("required", ()), *part.get("required", ())]
            result = {**part, **result}
            if properties:
                result["properties"] = properties
            if required:
                result["required"] = list(dict.fromkeys(required))
        return result

    def _constants(self, node: dict[str, Json]) -> dict[str, Json]:
        if "const" in node:
            node["enum"] = [node.pop("const")]
        if "example" in node:
            node.setdefault("examples", [node.pop("example")])
        for key, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(node.get(key), bool):
                exclusive = node.pop(key)
                if exclusive and limit in node:
                    node[key] = node.pop(limit)
        rules = [rule for rule in rules_said(node) if "$ref" not in json.dumps(rule)]
        if "properties" in node:
            rules += [{key: node[key]} for key in ("minProperties", "maxProperties") if key in node]
        held = {word for rule in rules for word in rule} - {"items", "prefixItems"}
        if rules:
            node["x-rules"] = rules
        if [node.pop(key) for key in _BESIDE if key in node and key not in held]:
            node["description"] = f"{node.get('description', '')} The service checks further rules.".strip()
        for key in held:
            node.pop(key, None)
        return node

    def _types(self, schema: Mapping[str, Json], node: dict[str, Json], at: str) -> list[str]:
        stated = node.pop("type", None)
        types = [stated] if isinstance(stated, str) else list(stated or ())
        if unknown := next((kind for kind in types if kind not in TYPES), None):
            self._tell(f"{at}/type", f"there is no type {unknown!r}")
            types = [kind for kind in types if kind in TYPES]
        if not types and "enum" in node:
            types = list(dict.fromkeys(kind_of(value) for value in node["enum"]))
        if not types and ("properties" in node or "additionalProperties" in node):
            types = ["object"]
        if not types and ("items" in node or "prefixItems" in node):
            types = ["array"]
        if schema.get("nullable") is True and types and "null" not in types:
            types.append("null")
        return types

    def _below(self, node: dict[str, Json], at: str, open_: tuple[str, ...]) -> None:
        for key in ("properties", "patternProperties"):
            if isinstance(node.get(key), Mapping):
                node[key] = {name: self.write(child, f"{at}/{key}/{name}", open_) for name, child in node[key].items()}
        for key in ("items", "additionalProperties", "propertyNames", "not"):
            if isinstance(node.get(key), (Mapping, bool)) and not (
                key == "additionalProperties" and node[key] is False
            ):
                node[key] = self.write(node[key], f"{at}/{key}", open_)
        for key in ("anyOf", "oneOf", "prefixItems"):
            if isinstance(node.get(key), Sequence):
                node[key] = [self.write(child, f"{at}/{key}/{n}", open_) for n, child in enumerate(node[key])]
        if "oneOf" in node:
            node["anyOf"] = node.pop("oneOf")


_OF_TYPE: Mapping[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"),
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"),
    "object": (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
    ),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "boolean": (),
    "null": (),
}


def _union(node: dict[str, Json], types: Sequence[str]) -> JsonSchema:
    """Return the node with one type, or a union of one member a type, null last."""
    if len(types) == 1:
        return {"type": types[0], **node}
    if not types:
        return node
    keywords = {key for keys in _OF_TYPE.values() for key in keys} | {"enum"}
    notes = {key: value for key, value in node.items() if key not in keywords}
    members = [_member(node, kind) for kind in types if kind != "null"]
    if "null" in types:
        members.append({"type": "null"})
    return {"anyOf": members, **notes}


def _member(node: Mapping[str, Json], kind: str) -> dict[str, Json]:
    member: dict[str, Json] = {"type": kind, **{key: node[key] for key in _OF_TYPE[kind] if key in node}}
    if "enum" in node:
        kinds = (kind, "integer") if kind == "number" else (kind,)
        member["enum"] = [value for value in node["enum"] if kind_of(value) in kinds]
    return member
