"""Whether a value keeps a schema in normal form; every departure is one sentence that begins with its JSON pointer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from codegen.contract.model import Contract, Json, JsonSchema

_TYPES: Mapping[str, Callable[[Json], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and value == math.floor(value)
    ),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*")


def _written(shape: re.Pattern[str], read: Callable[[str], object]) -> Callable[[str], object]:
    """Return what reads a text of a shape only: Python takes more of ISO 8601 than RFC 3339 has."""

    def reads(text: str) -> object:
        if not shape.fullmatch(text):
            raise ValueError(text)
        return read(text)

    return reads


_FORMATS: Mapping[str, Callable[[str], object]] = {
    "date": _written(_DAY, date.fromisoformat),
    "date-time": _written(_DAY_AND_TIME, datetime.fromisoformat),
    "uuid": UUID,
}


def departures(contract: Contract, schema: JsonSchema, value: Json, *, sent: bool, at: str = "") -> list[str]:
    """Return how `value` departs from `schema`; an empty list where it does not.

    Args:
        contract: where the schema's references lead.
        schema: normal form, in wire names.
        value: a JSON value.
        sent: whether it travels to the service; required read-only fields need not be there then, write-only ones
            need not be in an answer (OpenAPI 3.1, section 4.8.24).
        at: the JSON pointer of the value, for the sentences.
    """
    return list(_check(contract, schema, value, sent, at))


def _check(contract: Contract, schema: JsonSchema, value: Json, sent: bool, at: str) -> Iterator[str]:
    schema = contract.resolve(schema)
    where = at or "the value"
    for key in ("anyOf", "oneOf"):
        members = schema.get(key, ())
        if members and all(departures(contract, member, value, sent=sent) for member in members):
            yield from _nearest(contract, members, value, sent, at)
    kind = schema.get("type", "")
    if kind in _TYPES and not _TYPES[kind](value):
        yield f"{where} must be of type {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} must be one of {', '.join(map(repr, schema['enum']))}"
    if isinstance(value, str):
        yield from text_departures(schema, value, where)
    elif isinstance(value, dict):
        yield from _object(contract, schema, value, sent, at)
    elif isinstance(value, list):
        yield from _array(contract, schema, value, sent, at)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number(schema, value, where)


def _nearest(contract: Contract, members: tuple[JsonSchema, ...], value: Json, sent: bool, at: str) -> Iterator[str]:
    """Say what is wrong in the words of the member of a union that the value comes nearest to."""
    found = [departures(contract, member, value, sent=sent, at=at) for member in members]
    yield from min(found, key=len)


def text_departures(schema: JsonSchema, value: str, where: str) -> Iterator[str]:
    """Yield how a text departs from the schema of a string; `where` names the text in the sentences."""
    if len(value) < schema.get("minLength", 0):
        yield f"{where} must have at least {schema['minLength']} characters"
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{where} must have at most {schema['maxLength']} characters"
    if "pattern" in schema and not _matches(schema["pattern"], value):
        yield f"{where} must match {schema['pattern']}"
    reads = _FORMATS.get(schema.get("format", ""))
    if reads is not None:
        try:
            reads(value)
        except ValueError:
            yield f"{where} must be a {schema['format']}"


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except re.error:  # written for another engine; the contract's stage says so
        return True


def _number(schema: JsonSchema, value: float, where: str) -> Iterator[str]:
    if value < schema.get("minimum", value):
        yield f"{where} must be at least {schema['minimum']}"
    if value > schema.get("maximum", value):
        yield f"{where} must be at most {schema['maximum']}"
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        yield f"{where} must be above {schema['exclusiveMinimum']}"
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        yield f"{where} must be below {schema['exclusiveMaximum']}"
    if (step := schema.get("multipleOf")) and not _is_multiple(value, step):
        yield f"{where} must be a multiple of {step}"


def _is_multiple(value: float, step: float) -> bool:
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    rest = math.fmod(value, step) / step
    return math.isclose(abs(rest), round(abs(rest)), abs_tol=1e-6)  # 0.3 is a multiple of 0.1


def _object(contract: Contract, schema: JsonSchema, value: Mapping[str, Json], sent: bool, at: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    skipped = "readOnly" if sent else "writeOnly"
    for name in schema.get("required", ()):
        if name not in value and not contract.resolve(properties.get(name, {})).get(skipped, False):
            yield f"{at}/{name} is missing"
    extra = schema.get("additionalProperties", {})
    for name, member in value.items():
        if name in properties:
            yield from _check(contract, properties[name], member, sent, f"{at}/{name}")
        elif extra == {"not": {}}:
            yield f"{at}/{name} is not known here"
        elif extra and isinstance(extra, Mapping):
            yield from _check(contract, extra, member, sent, f"{at}/{name}")


def _array(contract: Contract, schema: JsonSchema, value: list[Json], sent: bool, at: str) -> Iterator[str]:
    where = at or "the value"
    if len(value) < schema.get("minItems", 0):
        yield f"{where} must have at least {schema['minItems']} items"
    if len(value) > schema.get("maxItems", len(value)):
        yield f"{where} must have at most {schema['maxItems']} items"
    for index, item in enumerate(value):
        yield from _check(contract, schema.get("items", {}), item, sent, f"{at}/{index}")
