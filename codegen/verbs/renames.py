"""Names that a vendor changed, found by comparing two documents, and the `adapt` lines that absorb them. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from codegen.contract.index import METHODS
from codegen.contract.model import Json
from codegen.core.digest import of_value

_ANNOTATIONS = frozenset({"description", "title", "example", "examples", "default", "deprecated"})
_NEAR = 0.5  # how alike two names must be where more than one new field could be the old one


def renames(old: Mapping[str, Json], new: Mapping[str, Json], adapt: Mapping[str, Json]) -> dict[str, Json]:
    """Return what `adapt` should say so that the layers above keep their names; empty where nothing was renamed.

    Args:
        old: the snapshot, under wire names.
        new: the contract as it is now, likewise.
        adapt: what the service's `adapt` says already; its stable names are kept.
    """
    lines: dict[str, Json] = {}
    for schema, gone, come in _fields(old, new):
        known = _section(adapt, "schemas", schema)
        if (stable := _stable(known, gone, come)) is not None:
            lines.setdefault("schemas", {}).setdefault(schema, {})[stable] = {"wire": come}
    for gone, come in _operations(old, new):
        if (stable := _stable(_section(adapt, "operations"), gone, come)) is not None:
            lines.setdefault("operations", {})[stable] = {"wire": come}
    return lines


def _section(adapt: Mapping[str, Json], *path: str) -> Mapping[str, Json]:
    node: Json = adapt
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else {}


def _stable(known: Mapping[str, Json], gone: str, come: str) -> str | None:
    """Return the stable name of what the wire called `gone`; None where `adapt` has absorbed it already."""
    wires = {str(line["wire"]): name for name, line in known.items() if isinstance(line, Mapping) and "wire" in line}
    return None if come in wires else wires.get(gone, gone)


def _fields(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[tuple[str, str, str]]:
    before, after = _section(old, "components", "schemas"), _section(new, "components", "schemas")
    for name in sorted(before.keys() & after.keys()):
        was, now = dict(_properties(before[name])), dict(_properties(after[name]))
        for gone, come in _pairs(was, now):
            yield name, gone, come


def _properties(schema: Json) -> Iterator[tuple[str, Json]]:
    """Yield the fields that a component declares itself, those of its `allOf` among them."""
    if isinstance(schema, Mapping):
        yield from (schema.get("properties") or {}).items()
        for member in schema.get("allOf") or ():
            yield from _properties(member)


def _pairs(was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield each field that went with the one of the same schema that came in its stead."""
    come = [name for name in now if name not in was]
    for gone in (name for name in was if name not in now):
        fitting = [name for name in come if _shape(now[name]) == _shape(was[gone])]
        if not fitting:
            continue
        best = max(fitting, key=lambda name: (_likeness(gone, name, was, now), name))
        if len(fitting) == 1 or _likeness(gone, best, was, now) >= _NEAR:
            come.remove(best)
            yield gone, best


def _likeness(gone: str, come: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> float:
    """Return how likely `come` is what `gone` was: like names and the same position count."""
    alike = difflib.SequenceMatcher(None, gone.lower(), come.lower()).ratio()
    same_place = list(was).index(gone) == list(now).index(come)
    contained = gone.lower() in come.lower() or come.lower() in gone.lower()
    return alike + 0.4 * same_place + 0.3 * contained


def _shape(schema: Json) -> str:
    if not isinstance(schema, Mapping):
        return of_value(schema)
    return of_value({key: value for key, value in schema.items() if key not in _ANNOTATIONS})


def _operations(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield each operationId that changed while method and path stayed."""
    after = dict(_ids(new))
    for key, was in _ids(old):
        now = after.get(key)
        if now and was and now != was:
            yield was, now


def _ids(document: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for path, item in _section(document, "paths").items():
        if isinstance(item, Mapping):
            for method in METHODS:
                if isinstance(operation := item.get(method), Mapping):
                    yield f"{method} {path}", str(operation.get("operationId") or "")
