"""What the class generator is given: definitions whose difficult nodes are opaque types.

A difficult node is one that it would hoist into a class of its own, or read otherwise than we do: references, unions,
formats, casts, and limits inside lists and maps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen.render.class_generator import opaque
from codegen.render.python_types import Schema, limits_of

_LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minItems": "min_length",
    "maxItems": "max_length",
}


@dataclass(frozen=True, slots=True)
class ClassSchema:
    """An object schema for the generator, and the nodes that its opaque types `T0`, `T1`, … stand for."""

    schema: Mapping[str, Any]
    opaque: tuple[Schema, ...]


def is_class(schema: Schema) -> bool:
    """Whether a definition becomes a class; others (maps, lists, unions) are aliases of a type."""
    return schema.get("type") == "object" and "properties" in schema and "x-map" not in schema


def class_schema(definition: Schema) -> ClassSchema:
    """Return what the generator gets for a definition that becomes a class."""
    nodes: list[Schema] = []
    properties = {
        f"f{number}": _tamed(schema, nodes) for number, schema in enumerate(definition["properties"].values())
    }
    required = set(definition.get("required", ()))
    names = [f"f{number}" for number, name in enumerate(definition["properties"]) if name in required]
    return ClassSchema({"type": "object", "properties": properties, "required": names}, tuple(nodes))


def _tamed(schema: Schema, nodes: list[Schema]) -> Mapping[str, Any]:
    if schema.keys() & {"$ref", "oneOf", "x-cast", "x-map", "enum"}:
        return _hidden(schema, nodes)
    if "anyOf" in schema:
        is_nullable = len(schema["anyOf"]) == 2 and schema["anyOf"][1] == {"type": "null"}
        return _nullable(schema["anyOf"][0], nodes) if is_nullable else _hidden(schema, nodes)
    kind = schema.get("type")
    if kind == "array":
        return _limited(schema, {"type": "array", "items": _hidden(schema.get("items") or {}, nodes)})
    if kind in ("integer", "number", "boolean") or (kind == "string" and not _special(schema)):
        return _limited(schema, {"type": kind})
    return _hidden(schema, nodes)


def _nullable(schema: Schema, nodes: list[Schema]) -> Mapping[str, Any]:
    simple = schema.get("type") in ("string", "integer", "number", "boolean")
    tamed = _tamed(schema, nodes) if simple else _hidden(schema, nodes)
    if "customTypePath" in tamed:
        return {"anyOf": [tamed, {"type": "null"}]}
    return {**tamed, "type": [tamed["type"], "null"]}


def _hidden(schema: Schema, nodes: list[Schema]) -> Mapping[str, Any]:
    nodes.append(schema)
    return opaque(len(nodes) - 1)


def _special(schema: Schema) -> bool:
    return str(schema.get("format", "")) in ("date", "date-time", "uuid", "binary")


def _limited(schema: Schema, bare: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `bare` with the limits that pydantic can check."""
    usable = limits_of(schema)
    return {**bare, **{key: usable[name] for key, name in _LIMITS.items() if key in schema and name in usable}}
