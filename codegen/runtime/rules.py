"""Rules that a contract has for a body beyond its shape: JSON Schema 2020-12 without references, asked yes or no.

Types say the shape; this holds what no type says, such as `not` and `if`. An assertion about one kind of value holds
for every value of another kind (JSON Schema Validation, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any] | bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        at: the wire names that lead to what it is about, `*` for every item of a list or value of a map.
        schema: what has to hold there.
        says: the same in words, going on from "it".
    """

    at: tuple[str, ...]
    schema: Mapping[str, Any]
    says: str

    def broken(self, body: Any) -> tuple[str, ...] | None:
        """Return the path of the first value in a body that breaks the rule; None where none does."""
        return next((path for path, value in _reached(body, self.at, ()) if not fits(value, self.schema)), None)


def _reached(value: Any, at: Sequence[str], came: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not at:
        yield came, value
    elif at[0] != "*":
        if isinstance(value, Mapping) and at[0] in value:
            yield from _reached(value[at[0]], at[1:], (*came, at[0]))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _reached(item, at[1:], (*came, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _reached(item, at[1:], (*came, str(number)))


def fits(value: Any, schema: Schema) -> bool:
    """Return whether a JSON value fits a schema; words that are not known say nothing."""
    if isinstance(schema, bool):
        return schema
    return all(_ASSERTIONS[word](value, said, schema) for word, said in schema.items() if word in _ASSERTIONS)


_Assertion = Callable[[Any, Any, Mapping[str, Any]], bool]


def _type(value: Any, said: Any, _: Any) -> bool:
    kinds = said if isinstance(said, list) else [said]
    return any(_KINDS[kind](value) for kind in kinds if kind in _KINDS)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and value == int(value),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, Mapping),
    "null": lambda value: value is None,
}


def _same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal; true is not 1 (JSON Schema Core, section 4.2.2)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(_same(left[name], right[name]) for name in left)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right)


def _of(kind: type | tuple[type, ...], holds: Callable[[Any, Any, Mapping[str, Any]], bool]) -> _Assertion:
    def assertion(value: Any, said: Any, schema: Mapping[str, Any]) -> bool:
        return not isinstance(value, kind) or holds(value, said, schema)

    return assertion


def _of_number(holds: Callable[[Any, Any], bool]) -> _Assertion:
    return lambda value, said, _: not _is_number(value) or holds(value, said)


def _multiple(value: Any, said: Any) -> bool:
    from decimal import Decimal  # rarely needed, and slow to load

    return Decimal(str(value)) % Decimal(str(said)) == 0


def _contains(value: Any, said: Any, schema: Mapping[str, Any]) -> bool:
    found = sum(fits(item, said) for item in value)
    least, most = schema.get("minContains", 1), schema.get("maxContains", len(value))
    return bool(least <= found <= most)


def _items(value: Any, said: Any, schema: Mapping[str, Any]) -> bool:
    return all(fits(item, said) for item in value[len(schema.get("prefixItems", ())) :])


def _unique(value: Any, said: Any, _: Any) -> bool:
    return not said or not any(_same(a, b) for n, a in enumerate(value) for b in value[:n])


def _others(value: Any, said: Any, schema: Mapping[str, Any]) -> bool:
    named = schema.get("properties", {})
    patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", {})]
    rest = (n for n in value if n not in named and not any(pattern.search(n) for pattern in patterns))
    return all(fits(value[name], said) for name in rest)


def _if(value: Any, said: Any, schema: Mapping[str, Any]) -> bool:
    return fits(value, schema.get("then" if fits(value, said) else "else", True))


def _matching(value: Any, said: Any, _: Any) -> bool:
    return all(
        fits(item, inner) for pattern, inner in said.items() for n, item in value.items() if re.search(pattern, n)
    )


_ASSERTIONS: Mapping[str, _Assertion] = {
    "type": _type,
    "const": lambda value, said, _: _same(value, said),
    "enum": lambda value, said, _: any(_same(value, one) for one in said),
    "not": lambda value, said, _: not fits(value, said),
    "allOf": lambda value, said, _: all(fits(value, one) for one in said),
    "anyOf": lambda value, said, _: any(fits(value, one) for one in said),
    "oneOf": lambda value, said, _: sum(fits(value, one) for one in said) == 1,
    "if": _if,
    "minimum": _of_number(lambda value, said: value >= said),
    "maximum": _of_number(lambda value, said: value <= said),
    "exclusiveMinimum": _of_number(lambda value, said: value > said),
    "exclusiveMaximum": _of_number(lambda value, said: value < said),
    "multipleOf": _of_number(_multiple),
    "minLength": _of(str, lambda value, said, _: len(value) >= said),
    "maxLength": _of(str, lambda value, said, _: len(value) <= said),
    "pattern": _of(str, lambda value, said, _: re.search(said, value) is not None),
    "minItems": _of(list, lambda value, said, _: len(value) >= said),
    "maxItems": _of(list, lambda value, said, _: len(value) <= said),
    "uniqueItems": _of(list, _unique),
    "prefixItems": _of(list, lambda value, said, _: all(map(fits, value, said))),
    "items": _of(list, _items),
    "contains": _of(list, _contains),
    "minProperties": _of(dict, lambda value, said, _: len(value) >= said),
    "maxProperties": _of(dict, lambda value, said, _: len(value) <= said),
    "required": _of(dict, lambda value, said, _: all(name in value for name in said)),
    "properties": _of(dict, lambda value, said, _: all(fits(value[n], s) for n, s in said.items() if n in value)),
    "patternProperties": _of(dict, _matching),
    "additionalProperties": _of(dict, _others),
    "propertyNames": _of(dict, lambda value, said, _: all(fits(name, said) for name in value)),
    "dependentRequired": _of(
        dict, lambda value, said, _: all(n in value for name, needed in said.items() if name in value for n in needed)
    ),
    "dependentSchemas": _of(dict, lambda value, said, _: all(fits(value, s) for n, s in said.items() if n in value)),
}
