"""Lines of `adapt` that would let layer 1 take a change up, each with how sure it is. Pure; nothing is proved here."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from codegen.changes.model import Aspect, Change, Effect, Side
from codegen.contract.index import renames
from codegen.contract.model import Contract, Json
from codegen.core.digest import of_value

SURE_ENOUGH = 0.6  # a line below it is offered, and written by nobody but a person
_LESS_THAN_SURE = 0.55  # the most that a guess counts
_ANNOTATIONS = frozenset({"description", "title", "examples", "default", "deprecated", "x-ident"})
_CASTS = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
# how sure a value of the new type can be turned into the old one: (wire now, above)
_SURE = {("integer", "string"): 0.9, ("number", "string"): 0.9, ("boolean", "string"): 0.8, ("integer", "number"): 0.9}


@dataclass(frozen=True, slots=True)
class Offer:
    """What `adapt` should say.

    Attributes:
        lines: to be merged into `adapt`.
        confidence: from 0 to 1.
        changes: the changes that it takes up.
        why: in one sentence.
    """

    lines: Mapping[str, Json]
    confidence: float
    changes: tuple[Change, ...]
    why: str


def offers(
    old: Contract, new: Contract, found: Sequence[Change], stable: Mapping[tuple[str, str, str], str],
    adapt: Mapping[str, Json] = MappingProxyType({}),
) -> tuple[Offer, ...]:  # fmt: skip
    """Return what would absorb changes, one offer each, the surest first.

    Args:
        old: the contract as it was, under wire names.
        new: as it is now.
        found: the changes between them.
        stable: names that `adapt` has given already, by kind, owner and old wire name.
        adapt: what it says already: a value that it maps is known above by another.
    """
    made = [
        *_renamed_operations(found, renames(adapt)),
        *_renamed_properties(old, new, found, stable),
        *_renamed_parameters(old, new, found, renames(adapt)),
        *_renamed_in_path(old, found, stable, renames(adapt)),
        *_renamed_values(old, found, stable, adapt),
        *_casts(found, stable),
        *_obvious(new, found),
    ]
    return tuple(sorted(made, key=lambda offer: (-offer.confidence, of_value(offer.lines))))


def merged(lines: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """Return several `adapt` sections as one."""
    result: dict[str, Json] = {}
    for section in lines:
        _merge(result, section)
    return result


def _merge(target: dict[str, Json], more: Mapping[str, Json]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping):
            inner = target.setdefault(key, {})
            _merge(inner, value)
        else:
            target[key] = value


def _field(owner: str, name: str, line: Mapping[str, Json]) -> dict[str, Json]:
    return {"schemas": {owner: {name: dict(line)}}}


def _named(change: Change, stable: Mapping[tuple[str, str, str], str]) -> str:
    element = change.element
    return stable.get((element.kind, element.owner, element.name), element.name)


# ------------------------------------------------------------------ names


def _renamed_operations(found: Sequence[Change], names: Mapping[str, str]) -> Iterator[Offer]:
    """Yield an offer for each operation that has another operationId, but where `adapt` names it by method and path."""
    for change in found:
        if change.rule == "api-operation-id-changed" and change.subject not in names:
            was, now = str(change.old), str(change.new)
            name = names.get(now) or names.get(was, was)
            lines = {"operations": {name: {"wire": now}}}
            yield Offer(lines, 1.0, (change,), "the same method and path has another operationId")


def _renamed_properties(
    old: Contract, new: Contract, found: Sequence[Change], stable: Mapping[tuple[str, str, str], str]
) -> Iterator[Offer]:
    """Yield an offer for each property that went while one of its kind came to the same object."""
    gone = _by_owner(found, Effect.REMOVES, ("property",))
    come = _by_owner(found, (Effect.ADDS, Effect.NARROWS), ("property",), existence=True)
    for owner, names in gone.items():
        before = old.schemas.get(owner, {}).get("properties", {})
        after = new.schemas.get(owner, {}).get("properties", {})
        left = dict(come.get(owner, {}))
        for name, changes in names.items():
            shapes = {other: after[other] for other in left if other in after}
            best = _best(name, before, shapes, list(after))
            if best is not None:
                other, confidence = best
                both = (*changes, *left.pop(other))
                line = _field(owner, stable.get(("property", owner, name), name), {"wire": other})
                yield Offer(line, confidence, both, f"{owner}.{name} went and {other}, of the same kind, came")


def _renamed_parameters(
    old: Contract, new: Contract, found: Sequence[Change], names: Mapping[str, str]
) -> Iterator[Offer]:
    by_operation: dict[str, tuple[list[Change], list[Change]]] = {}
    for change in found:
        if change.element.kind == "parameter" and change.aspect is Aspect.EXISTENCE:
            gone, come = by_operation.setdefault(change.places[0].operation if change.places else "", ([], []))
            (gone if change.effect is Effect.REMOVES else come).append(change)
    for key, (gone, come) in by_operation.items():
        was = next((o for o in old.operations.values() if f"{o.method} {o.path}" == key), None)
        now = next((o for o in new.operations.values() if was is not None and o.name == was.name), None)
        if was is None or now is None:
            continue
        before = {p.wire: p.schema for p in was.parameters if not p.of_client}  # layer 1 fills the others
        after = {p.wire: p.schema for p in now.parameters}
        left = {change.element.name: change for change in come}
        for change in gone:
            shapes = {
                name: after[name]
                for name, other in left.items()
                if name in after and other.element.owner == change.element.owner
            }
            best = _best(change.element.name, before, shapes, list(after))
            if best is not None:
                name = next((names[wire] for wire in (now.name, was.name, key) if wire in names), was.name)
                line = {"operations": {name: {"parameters": {change.element.name: {"wire": best[0]}}}}}
                yield Offer(line, best[1], (change, left.pop(best[0])), f"{change.subject} went and {best[0]} came")


def _renamed_in_path(
    old: Contract, found: Sequence[Change], stable: Mapping[tuple[str, str, str], str], names: Mapping[str, str]
) -> Iterator[Offer]:
    """Yield an offer for each parameter of a path that has another name: where it stands says that it is the same."""
    for change in found:
        if change.rule == "request-path-parameter-name-changed":
            line = {_named(change, stable): {"wire": change.new}}
            for name in _operations_of(change, old, names):
                lines = {"operations": {name: {"parameters": line}}}
                yield Offer(lines, 1.0, (change,), "it stands where the other stood")


def _operations_of(change: Change, old: Contract, names: Mapping[str, str]) -> list[str]:
    """Return what `adapt` calls the operations in which a change shows; `names` are those that it renames already."""
    wires = {f"{o.method} {o.path}": o.name for o in old.operations.values()}
    keys = sorted({spot.operation for spot in change.places})
    return [names.get(wires.get(key, key)) or names.get(key) or wires.get(key, key) for key in keys]


def _by_owner(
    found: Sequence[Change], effects: Effect | tuple[Effect, ...], kinds: tuple[str, ...], *, existence: bool = True
) -> dict[str, dict[str, list[Change]]]:
    wanted = effects if isinstance(effects, tuple) else (effects,)
    result: dict[str, dict[str, list[Change]]] = {}
    for change in found:
        element = change.element
        if element.kind in kinds and change.effect in wanted and (not existence or change.aspect is Aspect.EXISTENCE):
            result.setdefault(element.owner, {}).setdefault(element.name, []).append(change)
    return result


def _best(
    name: str, before: Mapping[str, Json], candidates: Mapping[str, Json], after: Sequence[str]
) -> tuple[str, float] | None:
    """Return the candidate that a name most likely became, with how sure that is; None where it is a guess.

    Args:
        name: what went.
        before: the members as they were, by name.
        candidates: what came.
        after: the names of all members as they are, in order.
    """
    node = before.get(name)
    fitting = [other for other, shape in candidates.items() if _shape(shape) == _shape(node)]
    if not fitting:
        return _perhaps(name, node, candidates)
    places = {other for other in fitting if _in_order(before) and list(before).index(name) == list(after).index(other)}
    kept = {other for other in fitting if _says(node) and _says(candidates[other]) == _says(node)}
    scored = sorted(((_likeness(name, other, kept=other in places | kept), other) for other in fitting), reverse=True)
    score, other = scored[0]
    if len(scored) == 1:
        return other, round(0.6 + 0.4 * score, 2)
    return (other, round(score, 2)) if score >= 0.5 and score - scored[1][0] > 0.1 else None


def _perhaps(name: str, node: Json, candidates: Mapping[str, Json]) -> tuple[str, float] | None:
    """Return what of the same type came that has other limits, values or words, as a guess; None where none is near."""
    near = {other: shape for other, shape in candidates.items() if _type(shape) == _type(node) is not None}
    kept = {other for other, shape in near.items() if _says(node) and _says(shape) == _says(node)}
    scored = sorted(((_likeness(name, other, kept=other in kept), other) for other in near), reverse=True)
    if not scored or scored[0][0] < 0.25 or (len(scored) > 1 and scored[0][0] - scored[1][0] <= 0.1):
        return None
    return scored[0][1], round(scored[0][0] * _LESS_THAN_SURE, 2)


def _type(node: Json) -> Json:
    return (node.get("type"), node.get("format")) if isinstance(node, Mapping) and "type" in node else None


def _likeness(name: str, other: str, *, kept: bool) -> float:
    """Return from 0 to 1 how alike two names are; that place or words were kept counts, and containing one another."""
    alike = difflib.SequenceMatcher(None, name.lower(), other.lower()).ratio()
    contained = name.lower() in other.lower() or other.lower() in name.lower()
    return min(1.0, 0.6 * alike + 0.25 * kept + 0.25 * contained)


def _in_order(members: Mapping[str, Json]) -> bool:
    """Say whether the order of members is their author's: a snapshot sorts them."""
    return list(members) != sorted(members)


def _says(node: Json) -> Json:
    return node.get("description") if isinstance(node, Mapping) else None


def _shape(node: Json) -> str:
    if not isinstance(node, Mapping):
        return of_value(node)
    return of_value({key: value for key, value in node.items() if key not in _ANNOTATIONS})


# ------------------------------------------------------------------ values


def _renamed_values(
    old: Contract, found: Sequence[Change], stable: Mapping[tuple[str, str, str], str], adapt: Mapping[str, Json]
) -> Iterator[Offer]:
    """Yield an offer where exactly one value of an enumeration went and one came."""
    names = renames(adapt)
    by_element: dict[tuple[tuple[str, ...], Side], list[Change]] = {}
    for change in found:
        if change.rule.endswith(("enum-value-added", "enum-value-removed")):
            for way in _ways_to(change, old, stable, names):
                by_element.setdefault((way, change.side), []).append(change)
    for (way, _), changes in by_element.items():
        gone = [change for change in changes if change.effect is Effect.NARROWS]
        come = [change for change in changes if change.effect is Effect.WIDENS]
        if len(gone) == len(come) == 1 and isinstance(gone[0].old, str) and isinstance(come[0].new, str):
            was, now = gone[0].old, come[0].new
            alike = difflib.SequenceMatcher(None, was.lower(), now.lower()).ratio()
            line: Json = {"map": {now: _mapped(adapt, way).get(was, was)}}
            for step in reversed(way):
                line = {step: line}
            yield Offer(line, round(0.4 + 0.5 * alike, 2), tuple(changes), f"{was!r} went and {now!r} came")


def _ways_to(
    change: Change, old: Contract, stable: Mapping[tuple[str, str, str], str], names: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """Yield the keys of `adapt` that lead to the lines about a property, or about a parameter of each operation."""
    name = _named(change, stable)
    if change.element.kind == "property":
        yield "schemas", change.element.owner, name
    elif change.rule in ("request-parameter-enum-value-added", "request-parameter-enum-value-removed"):
        for operation in _operations_of(change, old, names):
            yield "operations", operation, "parameters", name


def _mapped(adapt: Mapping[str, Json], way: Sequence[str]) -> Mapping[str, Json]:
    """Return the values that a line of `adapt` maps."""
    node: Json = adapt
    for step in (*way, "map"):
        node = node.get(step) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else {}


def _casts(found: Sequence[Change], stable: Mapping[tuple[str, str, str], str]) -> Iterator[Offer]:
    for change in found:
        if change.element.kind != "property" or change.aspect is not Aspect.TYPE or "type-" not in change.rule:
            continue
        was, now = str(change.old), str(change.new)
        if was in _CASTS and now in _CASTS:
            line = _field(change.element.owner, _named(change, stable), {"cast": _CASTS[was]})
            yield Offer(line, _SURE.get((now, was), 0.6), (change,), f"{now} on the wire can be read as {was}")


def _obvious(new: Contract, found: Sequence[Change]) -> Iterator[Offer]:
    """Yield an offer where a new required field can only have one value, or has a default."""
    for change in found:
        element = change.element
        asked = change.side is Side.REQUEST and change.effect is Effect.NARROWS and element.kind == "property"
        if not asked or change.aspect not in (Aspect.EXISTENCE, Aspect.NEEDED):
            continue
        node = new.schemas.get(element.owner, {}).get("properties", {}).get(element.name, {})
        values = node.get("enum", ())
        if "default" in node or len(values) == 1:
            value = node["default"] if "default" in node else values[0]
            why = "the contract gives a default" if "default" in node else "it can have one value only"
            yield Offer(_field(element.owner, element.name, {"default": value}), 0.9, (change,), why)
