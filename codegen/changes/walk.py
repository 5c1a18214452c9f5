"""Pair the elements of two contracts once, ask the rules, and gather what they find into changes with places.

Schemas are compared as pairs of definitions: a pair that forty operations reach is compared once, and what is found in
it has forty places. References are left for later, as pairs of names, so recursion ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.changes.covering import alternatives
from codegen.changes.matching import match_operations, match_parameters
from codegen.changes.members import match_members
from codegen.changes.model import Change, Element, Finding, Side, Spot
from codegen.changes.pairs import (
    BodyPair,
    ContractPair,
    HeaderPair,
    MediaPair,
    Node,
    OperationPair,
    ParameterPair,
    PropertyPair,
    ResponsePair,
    SchemaPair,
)
from codegen.changes.registry import rules_on
from codegen.changes.rules import LOADED as LOADED  # the rules register themselves
from codegen.changes.severity import severity_of
from codegen.contract.model import Contract, Media, name_of
from codegen.core.places import pointer

_Key = tuple[str, str, str, str, str]
_Members = Sequence[tuple[Node | None, Node | None]]


def changes(old: Contract, new: Contract) -> tuple[Change, ...]:
    """Return every difference between two contracts that a rule sees, sorted by subject and rule.

    Args:
        old: the contract as it was, under wire names.
        new: as it is now, over the same operations or over all.
    """
    return _Walk(old, new).changes()


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where the walk is: in which operation, on which side of what; what is found here is about `element`."""

    operation: str
    side: Side
    where: str
    subject: str
    element: Element


@dataclass(slots=True)
class _Found:
    """One change as it is gathered, with every place so far."""

    finding: Finding
    stand: _Stand
    places: set[Spot] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Below:
    """What comparing one pair of values gave: its own findings, and the pairs of definitions below it."""

    findings: list[tuple[_Stand, Finding]]
    refs: list[tuple[str, str]]


class _Walk:
    def __init__(self, old: Contract, new: Contract) -> None:
        self._old = old
        self._new = new
        self._found: dict[_Key, _Found] = {}
        self._definitions: dict[tuple[str, str, Side], _Below] = {}

    def changes(self) -> tuple[Change, ...]:
        operations = match_operations(self._old, self._new)
        here = _Stand("", Side.NONE, "", "the contract", Element("contract"))
        self._ask("contract", ContractPair(self._old, self._new, operations), here)
        for pair in operations:
            self._operation(pair)
        found = (_change(item) for item in self._found.values())
        return tuple(sorted(found, key=lambda change: (change.subject, change.rule, change.message)))

    # ------------------------------------------------------------------ operations

    def _operation(self, pair: OperationPair) -> None:
        key, old, new = pair.key, pair.old, pair.new
        at = (old.pointer if old else "", new.pointer if new else "")
        here = _Stand(key, Side.NONE, "", key, Element("operation", "", key, *at))
        self._ask("operation", pair, here)
        if old is None or new is None:
            return
        for parameters in match_parameters(old, new):
            self._parameter(here, parameters)
        body = replace(here, side=Side.REQUEST, subject=f"the body of {key}", element=Element("body", "", "", *at))
        self._ask("body", BodyPair(old.body, new.body), body)
        self._media(body, old.body.media if old.body else (), new.body.media if new.body else ())
        before, after = {r.status: r for r in old.responses}, {r.status: r for r in new.responses}
        for status in dict.fromkeys([*before, *after]):
            self._response(here, ResponsePair(status, before.get(status), after.get(status)))

    def _parameter(self, here: _Stand, pair: ParameterPair) -> None:
        known = pair.old or pair.new
        if known is None:
            return
        where = f"{known.location} {known.wire}"
        subject = f"{known.location} parameter {known.wire} of {here.operation}"
        element = replace(here.element, kind="parameter", owner=str(known.location), name=known.wire)
        stand = replace(here, side=Side.REQUEST, where=where, subject=subject, element=element)
        self._ask("parameter", pair, stand)
        if pair.old is not None and pair.new is not None:
            self._value("request-parameter", pair.old.schema, pair.new.schema, stand)

    def _response(self, here: _Stand, pair: ResponsePair) -> None:
        subject = f"answer {pair.status} of {here.operation}"
        element = replace(here.element, kind="answer", owner=pair.status, name="")
        stand = replace(here, side=Side.RESPONSE, where=pair.status, subject=subject, element=element)
        self._ask("response", pair, stand)
        if pair.old is not None and pair.new is not None:
            self._media(stand, pair.old.media, pair.new.media)
            self._headers(stand, pair.old.headers, pair.new.headers)

    def _media(self, stand: _Stand, old: Sequence[Media], new: Sequence[Media]) -> None:
        before, after = {m.media_type: m for m in old}, {m.media_type: m for m in new}
        if stand.side is Side.REQUEST and not (before and after):
            return  # the body as a whole came or went, which its own rule says
        for name in dict.fromkeys([*before, *after]):
            here = replace(stand, where=f"{stand.where} {name}".strip())
            pair = MediaPair(stand.side, before.get(name), after.get(name))
            self._ask("media", pair, replace(here, subject=f"{name} of {stand.subject}"))
            if pair.old is not None and pair.new is not None:
                self._value(f"{stand.side}-body", pair.old.schema or {}, pair.new.schema or {}, here)

    def _headers(self, stand: _Stand, old: Mapping[str, Node], new: Mapping[str, Node]) -> None:
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

    def _value(self, stands: str, old: Node, new: Node, stand: _Stand) -> None:
        """Compare two values and let everything found below count for the operation of `stand`."""
        comparing = _Comparing(self._old, self._new, stand.side)
        below = comparing.value(stands, old, new, stand)
        self._gather(below, stand.operation)
        seen: set[tuple[str, str]] = set()
        pending = list(below.refs)
        while pending:
            pair = pending.pop()
            if pair in seen:
                continue
            seen.add(pair)
            key = (*pair, stand.side)
            if key not in self._definitions:
                self._definitions[key] = comparing.definition(*pair)
            self._gather(self._definitions[key], stand.operation)
            pending += self._definitions[key].refs

    def _gather(self, below: _Below, operation: str) -> None:
        for stand, finding in below.findings:
            self._note(finding, replace(stand, operation=operation))

    def _ask(self, kind: str, pair: Any, stand: _Stand) -> None:
        for rule in rules_on(kind):
            for finding in rule.check(pair):
                self._note(finding, stand)

    def _note(self, finding: Finding, stand: _Stand) -> None:
        values = repr((finding.old, finding.new))
        key = (finding.rule, stand.subject, finding.message, str(stand.side), values)
        found = self._found.setdefault(key, _Found(finding, stand))
        found.places.add(Spot(stand.operation, stand.where))


class _Comparing:
    """Compares values on one side; definitions below are left for later, as pairs of names."""

    def __init__(self, old: Contract, new: Contract, side: Side) -> None:
        self._old = old
        self._new = new
        self._side = side

    def definition(self, old: str, new: str) -> _Below:
        """Return what differs between two definitions, those below apart."""
        below = _Below([], [])
        at = (self._old.pointers.get(old, ""), self._new.pointers.get(new, ""))
        stand = _Stand("", self._side, "", old, Element("property", old, "", *at))
        one, other = self._old.schemas[old], self._new.schemas[new]
        texts = (str(one.get("description", "")), str(other.get("description", "")))
        said = SchemaPair(self._side, f"{self._side}-property", {}, {}, False, False, *texts, ())
        self._judge(said, stand, below)  # its words; all else is looked at where the references stand
        self._within(f"{self._side}-property", one, other, self._members(one, other), stand, below)
        return below

    def value(self, stands: str, old: Node, new: Node, stand: _Stand) -> _Below:
        """Return what differs between two values that stand somewhere themselves."""
        below = _Below([], [])
        self._pair(stands, old, new, stand, below)
        return below

    def _pair(self, stands: str, old: Node, new: Node, stand: _Stand, below: _Below) -> None:
        before, null_before = _without_null(old)
        after, null_now = _without_null(new)
        one, other = _resolved(self._old, before), _resolved(self._new, after)
        texts = (str(old.get("description", "")), str(new.get("description", "")))
        members = self._members(before, after)
        pair = SchemaPair(self._side, stands, one, other, null_before, null_now, *texts, members)
        self._judge(pair, stand, below)
        if _kind(one) == _kind(other) and "$ref" in before and "$ref" in after:
            below.refs.append((_final(self._old, before), _final(self._new, after)))
        elif _kind(one) == _kind(other) or members:
            self._within(stands, one, other, members, stand, below)

    def _judge(self, pair: SchemaPair, stand: _Stand, below: _Below) -> None:
        for rule in rules_on("schema"):
            below.findings.extend((stand, finding) for finding in rule.check(pair))

    def _members(self, old: Node, new: Node) -> _Members:
        """Return the members of two values in pairs where one of them is a union, else nothing."""
        one, other = _resolved(self._old, old), _resolved(self._new, new)
        if "union" not in (_kind(one), _kind(other)) or "" in (_kind(one), _kind(other)):
            return ()
        return match_members(
            self._old, self._new, alternatives(one) or (old,), alternatives(other) or (new,), self._side
        )

    def _within(self, stands: str, old: Node, new: Node, members: _Members, stand: _Stand, below: _Below) -> None:
        """Compare what is inside of two values of one kind, or of two that are one of several."""
        for before, after in members:
            if before is not None and after is not None:
                self._pair(stands, before, after, stand, below)
        if members:
            return
        if "properties" in old or "properties" in new:
            self._object(stands, old, new, stand, below)
        for key, sign in (("items", "[]"), ("additionalProperties", "{}")):
            one, other = old.get(key), new.get(key)
            if one is False or other is False:
                continue  # that an object is closed is a finding about itself
            if "properties" not in old and "properties" not in new:
                one, other = ({}, other) if one is None else (one, other or {})  # a map without words takes anything
            if one is not None and other is not None and "not" not in one and "not" not in other:
                inner = replace(stand, where=f"{stand.where}{sign}", subject=_inner(stand, sign))
                self._pair(_property(stands), one, other, inner, below)

    def _object(self, stands: str, old: Node, new: Node, stand: _Stand, below: _Below) -> None:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed_now = set(old.get("required", ())), set(new.get("required", ()))
        for name in dict.fromkeys([*before, *after]):
            pair = PropertyPair(
                self._side, name, before.get(name), after.get(name), name in needed_before, name in needed_now
            )
            if _hidden(pair.old, self._side) and _hidden(pair.new, self._side):
                continue
            inner = _member(stand, name)
            for rule in rules_on("property"):
                below.findings.extend((inner, finding) for finding in rule.check(pair))
            if pair.old is not None and pair.new is not None:
                self._pair(_property(stands), pair.old, pair.new, inner, below)


def _member(stand: _Stand, name: str) -> _Stand:
    """Return where the walk stands in a property of what it stands in."""
    element, below = stand.element, pointer("properties", name)
    at = (element.old_pointer + below, element.new_pointer + below)
    owner = element.owner if element.kind == "property" else ""
    return replace(
        stand,
        where=f"{stand.where}.{name}".lstrip("."),
        subject=f"{stand.subject}.{name}",
        element=Element("property", owner, f"{element.name}.{name}".lstrip("."), *at),
    )


def _inner(stand: _Stand, sign: str) -> str:
    """Return what the items or the values of something are called in messages."""
    if stand.element.kind == "property":
        return f"{stand.subject}{sign}"
    return f"the {'items' if sign == '[]' else 'values'} of {stand.subject.removeprefix('the ')}"


def _hidden(node: Node | None, side: Side) -> bool:
    """Say whether a property is not there, or does not travel on that side (OpenAPI 3.0, section 4.7.24.2)."""
    return node is None or bool(node.get("readOnly" if side is Side.REQUEST else "writeOnly"))


def _resolved(contract: Contract, node: Node) -> Node:
    """Return the definition that a reference leads to, with the default that stands beside the reference."""
    if "$ref" not in node:
        return node
    found = {key: value for key, value in contract.resolve(node).items() if key != "default"}
    return {**found, "default": node["default"]} if "default" in node else found


def _property(stands: str) -> str:
    """Return what a value inside of another stands as."""
    return (
        "request-parameter-property" if stands.startswith("request-parameter") else f"{stands.split('-')[0]}-property"
    )


def _without_null(node: Node) -> tuple[Node, bool]:
    """Return a value's node without null, and whether null was allowed."""
    members = node.get("anyOf")
    if node.get("type") == "null":
        return node, True
    if members is None or {"type": "null"} not in members:
        return node, False
    rest = [member for member in members if member != {"type": "null"}]
    outer = {key: value for key, value in node.items() if key != "anyOf"}
    return ({**rest[0], **outer} if len(rest) == 1 else {**outer, "anyOf": rest}), True


def _kind(node: Node) -> str:
    if "anyOf" in node or "oneOf" in node:
        return "union"
    return str(node.get("type", "object" if "properties" in node else ""))


def _final(contract: Contract, node: Node) -> str:
    """Return the name of the last definition that a reference leads to."""
    name = name_of(node)
    while "$ref" in contract.schemas[name]:
        name = name_of(contract.schemas[name])
    return name


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
        severity=severity_of(finding.aspect, finding.effect, stand.side),
    )
