"""Pair the elements of two contracts once, ask the rules, and gather what they find into changes with places.

Schemas are compared as pairs of definitions: a pair that forty operations reach is compared once, and what is found in
it has forty places. References are left for later, as pairs of names, so recursion ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.changes.matching import match_operations, match_parameters
from codegen.changes.model import Change, Element, Finding, Side, Spot
from codegen.changes.pairs import (
    BodyPair,
    ContractPair,
    HeaderPair,
    MediaPair,
    Node,
    OperationPair,
    ParameterPair,
    ResponsePair,
)
from codegen.changes.registry import rules_on
from codegen.changes.rules import LOADED as LOADED  # the rules register themselves
from codegen.changes.severity import severity_of
from codegen.changes.values import Below, Comparing, Names, Stand, alike, without_null
from codegen.contract.model import Contract, Media

_Key = tuple[str, str, str, str, str]
_Pair = tuple[Names, Side]


def changes(old: Contract, new: Contract, *, above: bool = False) -> tuple[Change, ...]:
    """Return every difference between two contracts that a rule sees, sorted by subject and rule.

    Args:
        old: the contract as it was, under wire names.
        new: as it is now, over the same operations or over all.
        above: whether they are compared as the layers above see them, after `adapt`: parameters by their names there.
    """
    return _Walk(old, new, above=above).changes()


@dataclass(slots=True)
class _Found:
    """One change as it is gathered, with every place so far."""

    finding: Finding
    stand: Stand
    places: set[Spot] = field(default_factory=set)


class _Walk:
    def __init__(self, old: Contract, new: Contract, *, above: bool) -> None:
        self._above = above
        self._old = old
        self._new = new
        self._found: dict[_Key, _Found] = {}
        same = alike(old, new)
        self._comparing = {side: Comparing(old, new, side, same) for side in (Side.REQUEST, Side.RESPONSE)}
        self._reach: dict[_Pair, set[str]] = {}  # pairs of definitions that operations name, with these

    def changes(self) -> tuple[Change, ...]:
        operations = match_operations(self._old, self._new)
        here = Stand("", Side.NONE, "", "the contract", Element("contract"))
        self._ask("contract", ContractPair(self._old, self._new, operations), here)
        for pair in operations:
            self._operation(pair)
        self._definitions()
        found = (_change(item) for item in self._found.values())
        return tuple(sorted(found, key=lambda change: (change.subject, change.rule, change.message)))

    # ------------------------------------------------------------------ operations

    def _operation(self, pair: OperationPair) -> None:
        key, old, new = pair.key, pair.old, pair.new
        at = (old.pointer if old else "", new.pointer if new else "")
        here = Stand(key, Side.NONE, "", key, Element("operation", "", key, *at))
        self._ask("operation", pair, here)
        if old is None or new is None:
            return
        for parameters in match_parameters(old, new, above=self._above):
            self._parameter(here, parameters)
        body = replace(here, side=Side.REQUEST, subject=f"the body of {key}", element=Element("body", "", "", *at))
        self._ask("body", BodyPair(old.body, new.body), body)
        self._media(body, old.body.media if old.body else (), new.body.media if new.body else ())
        before, after = {r.status: r for r in old.responses}, {r.status: r for r in new.responses}
        for status in dict.fromkeys([*before, *after]):
            self._response(here, ResponsePair(status, before.get(status), after.get(status)))

    def _parameter(self, here: Stand, pair: ParameterPair) -> None:
        known = pair.old or pair.new
        if known is None:
            return
        where = f"{known.location} {known.wire}"
        subject = f"{known.location} parameter {known.wire} of {here.operation}"
        name = known.name if self._above else known.wire
        element = replace(here.element, kind="parameter", owner=str(known.location), name=name)
        stand = replace(here, side=Side.REQUEST, where=where, subject=subject, element=element)
        self._ask("parameter", pair, stand)
        if pair.old is not None and pair.new is not None:
            self._value("request-parameter", pair.old.schema, pair.new.schema, stand)

    def _response(self, here: Stand, pair: ResponsePair) -> None:
        subject = f"answer {pair.status} of {here.operation}"
        element = replace(here.element, kind="answer", owner=pair.status, name="")
        stand = replace(here, side=Side.RESPONSE, where=pair.status, subject=subject, element=element)
        self._ask("response", pair, stand)
        if pair.old is not None and pair.new is not None:
            self._media(stand, pair.old.media, pair.new.media)
            self._headers(stand, pair.old.headers, pair.new.headers)

    def _media(self, stand: Stand, old: Sequence[Media], new: Sequence[Media]) -> None:
        before, after = {m.media_type: m for m in old}, {m.media_type: m for m in new}
        if stand.side is Side.REQUEST and not (before and after):
            return  # the body as a whole came or went, which its own rule says
        for name in dict.fromkeys([*before, *after]):
            here = replace(stand, where=f"{stand.where} {name}".strip())
            pair = self._media_pair(stand.side, before.get(name), after.get(name))
            self._ask("media", pair, replace(here, subject=f"{name} of {stand.subject}"))
            if pair.old is not None and pair.new is not None:
                self._value(f"{stand.side}-body", pair.old.schema or {}, pair.new.schema or {}, here)

    def _media_pair(self, side: Side, old: Media | None, new: Media | None) -> MediaPair:
        """Return the pair of a media type, with its fields where it says how they are written."""
        if side is not Side.REQUEST or old is None or new is None or not (old.encoding or new.encoding):
            return MediaPair(side, old, new)
        return MediaPair(side, old, new, _fields(self._old, old), _fields(self._new, new))

    def _headers(self, stand: Stand, old: Mapping[str, Node], new: Mapping[str, Node]) -> None:
        before, after = {n.lower(): n for n in old}, {n.lower(): n for n in new}
        for lower in dict.fromkeys([*before, *after]):
            name = before.get(lower) or after[lower]
            pair = HeaderPair(name, old.get(before.get(lower, "")), new.get(after.get(lower, "")))
            element = replace(stand.element, kind="header", name=name)
            subject = f"header {name} of {stand.subject}"
            here = replace(stand, where=f"{stand.where} {name}", subject=subject, element=element)
            self._ask("header", pair, here)
            if pair.old is not None and pair.new is not None:
                self._value("response-header", pair.old, pair.new, here)

    # ------------------------------------------------------------------ values

    def _value(self, stands: str, old: Node, new: Node, stand: Stand) -> None:
        """Compare two values; what is found in definitions below is gathered when all are compared."""
        below = self._comparing[stand.side].value(stands, old, new, stand)
        self._gather(below, stand.operation)
        for names in below.refs:
            self._reach.setdefault((names, stand.side), set()).add(stand.operation)

    def _definitions(self) -> None:
        """Compare each pair of definitions once; what is found in it counts for every operation that reaches it."""
        found: dict[_Pair, Below] = {}
        users: dict[_Pair, list[_Pair]] = {}
        pending = list(self._reach)
        while pending:
            pair = pending.pop()
            if pair in found:
                continue
            names, side = pair
            found[pair] = self._comparing[side].definition(*names)
            for inner in found[pair].refs:
                users.setdefault((inner, side), []).append(pair)
                pending.append((inner, side))
        for pair, below in found.items():
            if below.findings:
                for operation in self._operations_above(pair, users):
                    self._gather(below, operation)

    def _operations_above(self, pair: _Pair, users: Mapping[_Pair, Sequence[_Pair]]) -> set[str]:
        """Return the operations that reach a pair of definitions, directly or through others."""
        seen, pending, operations = {pair}, [pair], set[str]()
        while pending:
            current = pending.pop()
            operations |= self._reach.get(current, set())
            for user in users.get(current, ()):
                if user not in seen:
                    seen.add(user)
                    pending.append(user)
        return operations

    def _gather(self, below: Below, operation: str) -> None:
        for stand, finding in below.findings:
            self._note(finding, replace(stand, operation=operation))

    def _ask(self, kind: str, pair: Any, stand: Stand) -> None:
        for rule in rules_on(kind):
            for finding in rule.check(pair):
                element = replace(stand.element, old_pointer=finding.at, new_pointer=finding.at)
                self._note(finding, replace(stand, element=element) if finding.at else stand)

    def _note(self, finding: Finding, stand: Stand) -> None:
        values = repr((finding.old, finding.new))
        key = (finding.rule, stand.subject, finding.message, str(stand.side), values)
        found = self._found.setdefault(key, _Found(finding, stand))
        found.places.add(Spot(stand.operation, stand.where))


def _fields(contract: Contract, media: Media) -> dict[str, Node]:
    """Return the properties of a media type's object by wire name, references followed and null apart."""
    properties = contract.resolve(media.schema or {}).get("properties", {})
    return {node.get("x-wire", name): contract.resolve(without_null(node)[0]) for name, node in properties.items()}


def _change(found: _Found) -> Change:
    finding, stand = found.finding, found.stand
    return Change(
        rule=finding.rule,
        subject=stand.subject,
        message=finding.message,
        side=stand.side,
        aspect=finding.aspect,
        effect=finding.effect,
        old=finding.old,
        new=finding.new,
        element=stand.element,
        places=tuple(sorted(found.places)),
        severity=severity_of(finding.aspect, finding.effect, stand.side, retyped=finding.retyped),
    )
