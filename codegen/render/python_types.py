"""Python type expressions of schemas in normal form (`codegen.contract.model` describes it)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic_core import SchemaError, SchemaValidator, core_schema

from codegen.render.imports import Imports
from codegen.render.literals import Code, py

Schema = Mapping[str, Any]

_FORMATS = {"date": "date", "date-time": "datetime", "uuid": "UUID"}
_CASTS = {
    "decimal": "Decimal",
    "integer": "int",
    "number": "float",
    "string": "str",
    "boolean": "bool",
    "date-time": "datetime",
}
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_LIMITS = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}
_BINARY = frozenset({"binary"})


class TypeWriter:
    """Writes type expressions for one module.

    Args:
        imports: of the module; the names that an expression needs are noted there.
        reference: how to spell the class of a definition here; gets the definition's name.
        constrained: whether limits (`minLength`, `maximum`, …) are part of the type, as `Annotated[…, Field(…)]`.
        marked: whether casts and value maps are part of the type, as `Annotated[…, Cast(…)]`.
        binary: the names whose union stands for binary content.
    """

    def __init__(
        self,
        imports: Imports,
        reference: Callable[[str], str],
        *,
        constrained: bool = False,
        marked: bool = True,
        binary: tuple[str, ...] = ("bytes", "File"),
    ) -> None:
        self._imports = imports
        self._reference = reference
        self._constrained = constrained
        self._marked = marked
        self._binary = binary

    def write(self, schema: Schema) -> Code:
        """Return the type of the values that `schema` describes."""
        return Code(self._type(schema))

    def _type(self, schema: Schema) -> str:
        if "$ref" in schema:
            return self._reference(str(schema["$ref"]).removeprefix("#/$defs/"))
        if "x-cast" in schema or "x-map" in schema:
            return self._translated(schema)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self._union(map(self._type, schema[key]))
        if "enum" in schema:
            return self._enum(schema)
        return self._limited(schema, self._bare(schema))

    def _bare(self, schema: Schema) -> str:
        kind, use = schema.get("type"), self._imports.use
        if kind == "null":
            return "None"
        if kind == "string":
            return self._string(str(schema.get("format", "")))
        if kind in _PLAIN:
            return use(_PLAIN[kind])
        if kind == "array":
            return f"{use('list')}[{self._type(schema.get('items') or {})}]"
        if kind == "object":
            return f"{use('dict')}[{use('str')}, {self._type(_members(schema))}]"
        return use("Any")

    def _string(self, form: str) -> str:
        if form in _BINARY:
            return self._union(map(self._imports.use, self._binary))
        return self._imports.use(_FORMATS.get(form, "str"))

    def _union(self, members: Iterable[str]) -> str:
        unique = list(dict.fromkeys(members))
        if not unique or "Any" in unique or "Any_" in unique:
            return self._imports.use("Any")
        return " | ".join([*(m for m in unique if m != "None"), *(m for m in unique if m == "None")])

    def _enum(self, schema: Schema) -> str:
        values = schema["enum"]
        nothing = ["None"] if None in values else []
        if not literal_values(schema):
            return self._union([self._bare({**schema, "enum": ()}), *nothing])
        literal = f"{self._imports.use('Literal')}[{', '.join(literal_values(schema))}]"
        wider = [self._imports.use(name) for name in _wider(schema)] if schema.get("x-open-enum") else []
        return self._union([literal, *wider, *nothing])

    def _translated(self, schema: Schema) -> str:
        rest = {key: value for key, value in schema.items() if key not in ("x-cast", "x-cast-wire", "x-map")}
        cast = schema.get("x-cast")
        inner = self._cast_type(cast, rest) if cast and "enum" not in rest else self._type(rest)
        if not self._marked:
            return inner
        wire = f", wire={py(schema['x-cast-wire'])}" if "x-cast-wire" in schema else ""
        marks = [f"{self._imports.use('Cast')}({py(cast)}{wire})"] if cast else []
        if "x-map" in schema:
            marks.append(f"{self._imports.use('ValueMap')}({py(schema['x-map'])})")
        return f"{self._imports.use('Annotated')}[{', '.join([inner, *marks])}]"

    def _cast_type(self, cast: str, schema: Schema) -> str:
        takes_null = {"type": "null"} in schema.get("anyOf", ())
        return self._union([self._imports.use(_CASTS[cast]), *(["None"] if takes_null else [])])

    def _limited(self, schema: Schema, bare: str) -> str:
        limits = limits_of(schema) if self._constrained else {}
        if not limits:
            return bare
        arguments = ", ".join(f"{key}={py(value)}" for key, value in limits.items())
        return f"{self._imports.use('Annotated')}[{bare}, {self._imports.use('Field')}({arguments})]"


def literal_values(schema: Schema) -> list[str]:
    """Return the enum's values as they stand in `Literal[…]`; none where one has no literal type (a float, a list)."""
    values = [value for value in schema["enum"] if value is not None]
    if not all(isinstance(value, str | int) for value in values):
        return []
    return list(dict.fromkeys(map(py, values)))


def _wider(schema: Schema) -> list[str]:
    kinds = {
        "bool" if isinstance(v, bool) else "int" if isinstance(v, int) else "str"
        for v in schema["enum"]
        if v is not None
    }
    return sorted(kinds - {"bool"})


def _members(schema: Schema) -> Schema:
    """Return the schema of a map's values; pattern properties count where nothing else does."""
    rest = schema.get("additionalProperties")
    if isinstance(rest, Mapping) and rest != {"not": {}}:
        return rest
    patterns = list(schema.get("patternProperties", {}).values())
    return {"anyOf": patterns} if patterns else {}


def limits_of(schema: Schema) -> dict[str, Any]:
    """Return the limits of a schema as arguments of pydantic's `Field`; those that pydantic cannot check stay words."""
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return {name: _limit(schema[key], kind) for key, name in _LIMITS.items() if _checkable(key, schema.get(key))}
    if kind == "string" and schema.get("format") not in {*_FORMATS, *_BINARY}:
        return _lengths(schema, "minLength", "maxLength") | _pattern(schema)
    if kind == "array":
        return _lengths(schema, "minItems", "maxItems")
    if kind == "object":
        return _lengths(schema, "minProperties", "maxProperties")
    return {}


def _lengths(schema: Schema, least: str, most: str) -> dict[str, Any]:
    found = {}
    if isinstance(schema.get(least), int) and schema[least] > 0:
        found["min_length"] = schema[least]
    if isinstance(schema.get(most), int):
        found["max_length"] = schema[most]
    return found


def _pattern(schema: Schema) -> dict[str, Any]:
    pattern = schema.get("pattern")
    return {"pattern": pattern} if isinstance(pattern, str) and compiles(pattern) else {}


def _limit(value: float, kind: str) -> float:
    return int(value) if kind == "integer" and float(value).is_integer() else value


def _checkable(key: str, value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return False
    # 0.07 is no multiple of 0.01 to a processor: such a check would refuse good values.
    return key != "multipleOf" or (value > 0 and float(value).is_integer())


@lru_cache(maxsize=4096)
def compiles(pattern: str) -> bool:
    """Whether pydantic's regex engine takes a pattern: it knows no look-around and refuses those too big."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
        re.compile(pattern)  # what the engine of datamodel-code-generator asks for
    except (SchemaError, re.error, RecursionError, OverflowError):
        return False
    return True
