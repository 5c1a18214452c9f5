"""Take schemas apart by what a change of them means: for the layers above, on the wire, in words.

Definitions count by what they hold and in the order they are met, so their names do not matter; each is taken apart
once a contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codegen.contract.model import Contract, Json, JsonSchema, name_of
from codegen.core.digest import of_value

_DOC = ("description", "title", "examples", "deprecated")
_WIRE = ("x-wire", "x-cast", "x-cast-wire", "x-map", "discriminator")
_NESTED = ("properties", "patternProperties", "dependentSchemas")
_UNIONS = ("anyOf", "oneOf", "prefixItems")
_VALUES = ("default", "x-default")


@dataclass(frozen=True, slots=True)
class Parts:
    """What some schemas and all that they reach hold, as values to digest."""

    stable: Json
    wire: Json
    doc: Json


@dataclass(frozen=True, slots=True)
class _Split:
    """One schema: the definitions it refers to, in order, and the digest of each part; "" for an empty one."""

    references: tuple[str, ...]
    stable: str
    wire: str
    doc: str


class Schemas:
    """The schemas of one contract, taken apart as they are asked for."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._known: dict[str, _Split] = {}

    def reached_from(self, roots: Iterable[JsonSchema]) -> Parts:
        """Return what `roots` and every definition that they reach hold."""
        waiting = [_split(root) for root in roots]
        numbers: dict[str, int] = {}
        stable: list[Json] = []
        at = 0
        while at < len(waiting):
            split = waiting[at]
            at += 1
            for name in split.references:
                if name not in numbers:
                    numbers[name] = len(numbers)
                    waiting.append(self._definition(name))
            stable.append((split.stable, [numbers[name] for name in split.references]))
        return Parts(stable, [s.wire for s in waiting if s.wire], [s.doc for s in waiting if s.doc])

    def _definition(self, name: str) -> _Split:
        if name not in self._known:
            self._known[name] = _split(self._contract.schemas[name])
        return self._known[name]


def _split(schema: JsonSchema) -> _Split:
    references: list[str] = []
    stable, wire, doc = _parts(schema, references)
    return _Split(tuple(references), of_value(stable), of_value(wire) if wire else "", of_value(doc) if doc else "")


_Part = dict[str, Json]


def _parts(schema: JsonSchema, references: list[str]) -> tuple[_Part, _Part, _Part]:
    stable: _Part = {}
    wire: _Part = {key: schema[key] for key in _WIRE if key in schema}
    doc: _Part = {key: schema[key] for key in _DOC if key in schema}
    for key, value in schema.items():
        if key == "$ref":
            references.append(name_of(schema))
            stable[key] = True
        elif key not in _DOC and key not in _WIRE:
            _child(key, value, (stable, wire, doc), references)
    return stable, wire, doc


def _child(key: str, value: Json, parts: tuple[_Part, _Part, _Part], references: list[str]) -> None:
    """Add the parts of one keyword; of the wire and of words only what is there."""
    if key in _NESTED:
        split = {name: _parts(child, references) for name, child in value.items()}
        for number, part in enumerate(parts):
            kept = {name: item[number] for name, item in split.items() if number == 0 or item[number]}
            if number == 0 or kept:
                part[key] = kept
    elif key in _UNIONS:
        columns = zip(*(_parts(child, references) for child in value), strict=True)
        for number, (part, column) in enumerate(zip(parts, columns, strict=False)):
            if number == 0 or any(column):
                part[key] = list(column)
    elif isinstance(value, Mapping) and key not in _VALUES:
        for number, (part, item) in enumerate(zip(parts, _parts(value, references), strict=True)):
            if number == 0 or item:
                part[key] = item
    else:
        parts[0][key] = value
