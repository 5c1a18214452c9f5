"""Definitions that are the same in structure, through all they refer to, share one class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from codegen.contract.model import name_of

_WORDING = frozenset(("description", "title", "examples", "deprecated"))


def find_twins(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return each definition that has the structure of another, with the name of the one that stands for both.

    Two definitions differ unless no path through them tells them apart: their classes are split by what their
    references lead to until nothing splits any more (partition refinement). The first by name stands for all: who
    came first would be a matter of history, and the next generation would not remember it.

    Args:
        schemas: definitions by name.
    """
    skeletons: dict[str, bytes] = {}
    targets: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        below: list[str] = []
        skeletons[name] = orjson.dumps(_skeleton(schema, below))
        targets[name] = below
    classes = _numbered({name: (skeleton,) for name, skeleton in skeletons.items()})
    while True:
        finer = _numbered({n: (classes[n], *(classes.get(t, -1) for t in targets[n])) for n in schemas})
        if len(set(finer.values())) == len(set(classes.values())):
            break
        classes = finer
    return _leaders(finer)


def _leaders(classes: Mapping[str, int]) -> dict[str, str]:
    members: dict[int, list[str]] = {}
    for name, number in classes.items():
        members.setdefault(number, []).append(name)
    twins: dict[str, str] = {}
    for names in members.values():
        leader = min(names)
        twins.update({name: leader for name in names if name != leader})
    return dict(sorted(twins.items()))


def _numbered(keys: Mapping[str, tuple[Any, ...]]) -> dict[str, int]:
    numbers: dict[tuple[Any, ...], int] = {}
    return {name: numbers.setdefault(key, len(numbers)) for name, key in keys.items()}


def _skeleton(node: Any, below: list[str]) -> Any:
    """Return the structure of `node` without wording, in sorted order, and add what it refers to to `below`."""
    if "$ref" in node:
        below.append(name_of(node))
    result: list[Any] = []
    for key in sorted(node):
        value = node[key]
        if key == "properties":
            result.append([key, [[name, _skeleton(value[name], below)] for name in sorted(value)]])
        elif key in ("anyOf", "oneOf"):
            result.append([key, [_skeleton(child, below) for child in value]])
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            result.append([key, _skeleton(value, below)])
        elif key == "discriminator":
            result.append([key, value["propertyName"], sorted(value["mapping"])])
            below.extend(value["mapping"][word] for word in sorted(value["mapping"]))
        elif key == "required":
            result.append([key, sorted(value)])
        elif key == "$ref":
            result.append([key])
        elif key not in _WORDING:
            result.append([key, value])
    return result
