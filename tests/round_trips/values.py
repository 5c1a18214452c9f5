"""Values that fit a schema of a vendor's tool, drawn by Hypothesis. Knows JSON Schema and nothing of the generator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hints:
    """Values of the contract by the name of what they are for; `alone` where nothing else is to be drawn there."""

    values: Mapping[str, st.SearchStrategy[Any]]
    alone: bool = False


def _multiple(_: Any, step: Any, value: Any, __: Any) -> Iterator[ValidationError]:
    """Count in decimals: by binary fractions 1.1 would be no multiple of 0.01."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and Decimal(str(value)) % Decimal(str(step)):
        yield ValidationError(f"{value} is no multiple of {step}")


VALIDATOR = extend(Draft202012Validator, {"multipleOf": _multiple})
_PLAIN = st.text("abcXYZ019 -_é", max_size=12)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _PLAIN,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abxpv"), inner, max_size=2),
    max_leaves=4,
)
FORMATS: Mapping[str, st.SearchStrategy[str]] = {
    "date-time": st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='seconds')}Z"),
    "date": st.dates().map(str),
    "time": st.times().map(lambda time: f"{time.isoformat(timespec='seconds')}Z"),
    "uuid": st.uuids().map(str),
    "email": st.just("a@example.com"),
    "ipv4": st.ip_addresses(v=4).map(str),
    "ipv6": st.ip_addresses(v=6).map(str),
    "hostname": st.just("example.com"),
    "duration": st.just("PT1H"),
}


def fitting(schema: Schema, hints: Hints) -> st.SearchStrategy[Any]:
    """Return values that fit.

    Args:
        schema: a vendor's, self-contained; the words of OpenAPI 3.0 that Gemini takes (`nullable`) count as well.
        hints: for text that holds JSON, and where words tell the limits.
    """
    check = VALIDATOR(standard(schema))
    drawn = _any(schema, hints) | _any(schema, Hints(hints.values, alone=True))
    return drawn.filter(check.is_valid)


def standard(schema: Any) -> Any:
    """Return the schema in the words of JSON Schema 2020-12."""
    if isinstance(schema, list):
        return [standard(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {key: standard(value) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [made, {"type": "null"}]} if schema.get("nullable") is True else made


def _any(schema: Schema, hints: Hints, name: str = "") -> st.SearchStrategy[Any]:
    made = _shaped(schema, hints, name)
    # What is nested may have another shape than in the contract (maps, names); its parts have hints of their own.
    if name not in hints.values or '"object"' in json.dumps(schema).lower() or _holds_json(schema):
        return made
    fitting_too = hints.values[name].filter(VALIDATOR(standard(schema)).is_valid)
    return fitting_too if hints.alone else made | fitting_too


def _holds_json(schema: Schema) -> bool:
    return "JSON text" in json.dumps(schema)


def _shaped(schema: Schema, hints: Hints, name: str) -> st.SearchStrategy[Any]:
    if schema.get("nullable") is True:
        rest = {key: value for key, value in schema.items() if key != "nullable"}
        return st.none() | _any(rest, hints, name)
    if "anyOf" in schema:
        said = {"description": schema["description"]} if "description" in schema else {}
        return st.one_of([_any({**said, **member}, hints, name) for member in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    make = _KINDS.get(str(schema.get("type", "")).lower())
    return make(schema, hints, name) if make else _JSON


def _object(schema: Schema, hints: Hints, _: str) -> st.SearchStrategy[Any]:
    fields = {name: _any(node, hints, name) for name, node in schema.get("properties", {}).items()}
    required = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: value for name, value in fields.items() if name in required},
        optional={name: value for name, value in fields.items() if name not in required},
    )


def _array(schema: Schema, hints: Hints, _: str) -> st.SearchStrategy[Any]:
    least, most = int(schema.get("minItems", 0)), int(schema.get("maxItems", 4))
    return st.lists(_any(schema.get("items", {}), hints), min_size=least, max_size=max(least, most))


def _string(schema: Schema, hints: Hints, name: str) -> st.SearchStrategy[str]:
    if "JSON text" in schema.get("description", ""):
        given = hints.values.get(name, _JSON).map(lambda value: json.dumps(value, ensure_ascii=False))
        return given if hints.alone else given | _JSON.map(json.dumps) | _PLAIN
    if pattern := schema.get("pattern"):
        return st.from_regex(re.compile(pattern, re.ASCII), fullmatch="^" in pattern and "$" in pattern)
    if (made := FORMATS.get(schema.get("format", ""))) is not None:
        return made
    return st.text("abcXYZ019 -_é", min_size=int(schema.get("minLength", 0)), max_size=int(schema.get("maxLength", 20)))


def _number(schema: Schema, _: Any, __: str) -> st.SearchStrategy[Any]:
    step = schema.get("multipleOf")
    low, high = schema.get("minimum", schema.get("exclusiveMinimum", -1_000)), schema.get("maximum", 10**6)
    if step:
        return st.integers(int(low / step), int(high / step)).map(lambda n: round(n * step, 6))
    return st.integers(int(low), int(high)) | st.floats(low, high, allow_nan=False)


def _integer(schema: Schema, _: Any, __: str) -> st.SearchStrategy[Any]:
    return st.integers(schema.get("minimum", -1_000), schema.get("maximum", 10**19))


_KINDS: Mapping[str, Any] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "number": _number,
    "integer": _integer,
    "boolean": lambda *_: st.booleans(),
    "null": lambda *_: st.none(),
}
