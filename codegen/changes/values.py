"""Compare two values, one definition deep: references are left for later, as pairs of names, so recursion ends.

What is the same on both sides, down to the definitions that it names, is not looked at twice: from one version to the
next that is nearly all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codegen.changes.covering import alternatives
from codegen.changes.members import match_members
from codegen.changes.model import Element, Finding, Side
from codegen.changes.pairs import Node, PropertyPair, SchemaPair
from codegen.changes.registry import rules_on
from codegen.contract.model import Contract, is_leaf, name_of, references
from codegen.core.places import pointer

Names = tuple[str, str]
_Members = Sequence[tuple[Node | None, Node | None]]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the comparison is: in which operation, on which side of what; what is found here is about `element`."""

    operation: str
    side: Side
    where: str
    subject: str
    element: Element


@dataclass(frozen=True, slots=True)
class Below:
    """What comparing one pair of values gave: its own findings, and the pairs of definitions below it."""

    findings: list[tuple[Stand, Finding]]
    refs: list[Names]


def alike(old: Contract, new: Contract) -> frozenset[str]:
    """Return the definitions that have one text in both contracts, but for those that only name another."""
    both = old.schemas.keys() & new.schemas.keys()
    return frozenset(
        name for name in both if "$ref" not in old.schemas[name] and _same(old.schemas[name], new.schemas[name])
    )


class Comparing:
    """Compares values on one side of two contracts; `same` holds the definitions that are `alike`."""

    def __init__(self, old: Contract, new: Contract, side: Side, same: frozenset[str]) -> None:
        self._old = old
        self._new = new
        self._side = side
        self._alike = same
        self._on_schemas, self._on_properties = rules_on("schema"), rules_on("property")

    def definition(self, old: str, new: str) -> Below:
        """Return what differs between two definitions, those below apart."""
        if old == new and old in self._alike and self._nothing_new(self._old.schemas[old]):
            return self._unchanged(self._old.schemas[old])
        below = Below([], [])
        at = (self._old.pointers.get(old, ""), self._new.pointers.get(new, ""))
        stand = Stand("", self._side, "", old, Element("property", old, "", *at))
        one, other = self._old.schemas[old], self._new.schemas[new]
        texts = (str(one.get("description", "")), str(other.get("description", "")))
        said = SchemaPair(self._side, f"{self._side}-property", {}, {}, False, False, *texts, ())
        self._judge(said, stand, below)  # its words; all else is looked at where the references stand
        self._within(f"{self._side}-property", one, other, self._members(one, other), stand, below)
        return below

    def value(self, stands: str, old: Node, new: Node, stand: Stand) -> Below:
        """Return what differs between two values that stand somewhere themselves."""
        below = Below([], [])
        self._pair(stands, old, new, stand, below)
        return below

    def _nothing_new(self, node: Node) -> bool:
        """Say whether the definitions that a node names, itself the same on both sides, have the same text too."""
        return all(name in self._alike for name in references(node))

    def _unchanged(self, node: Node) -> Below:
        """Return what is below a node that did not change: nothing found, and the definitions that it names."""
        return Below([], [(name, name) for name in _travelling(node, self._side)])

    def _pair(
        self, stands: str, old: Node, new: Node, stand: Stand, below: Below, seen: frozenset[Names] = frozenset()
    ) -> None:
        """Compare two values; `seen` holds the members of unions on the way, which may hold themselves."""
        if _same(old, new) and self._nothing_new(old):
            below.refs.extend(self._unchanged(old).refs)
            return
        before, null_before = without_null(old)
        after, null_now = without_null(new)
        one, other = _resolved(self._old, before), _resolved(self._new, after)
        texts = (str(old.get("description", "")), str(new.get("description", "")))
        members = self._members(before, after)
        pair = SchemaPair(self._side, stands, one, other, null_before, null_now, *texts, members)
        self._judge(pair, stand, below)
        if _kind(one) == _kind(other) and "$ref" in before and "$ref" in after:
            below.refs.append((_final(self._old, before), _final(self._new, after)))
        elif _kind(one) == _kind(other) or members:
            self._within(stands, one, other, members, stand, below, seen)

    def _judge(self, pair: SchemaPair, stand: Stand, below: Below) -> None:
        for rule in self._on_schemas:
            below.findings.extend((stand, finding) for finding in rule.check(pair))

    def _members(self, old: Node, new: Node) -> _Members:
        """Return the members of two values in pairs where one of them is a union, else nothing."""
        one, other = _resolved(self._old, old), _resolved(self._new, new)
        if "union" not in (_kind(one), _kind(other)) or "" in (_kind(one), _kind(other)):
            return ()
        return match_members(
            self._old, self._new, alternatives(one) or (old,), alternatives(other) or (new,), self._side
        )

    def _within(
        self, stands: str, old: Node, new: Node, members: _Members, stand: Stand, below: Below,
        seen: frozenset[Names] = frozenset(),
    ) -> None:  # fmt: skip
        """Compare what is inside of two values of one kind, or of two that are one of several."""
        for before, after in members:
            names = (str((before or {}).get("$ref", "")), str((after or {}).get("$ref", "")))
            if before is not None and after is not None and names not in seen:
                self._pair(stands, before, after, stand, below, seen | {names} if any(names) else seen)
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

    def _object(self, stands: str, old: Node, new: Node, stand: Stand, below: Below) -> None:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed_now = set(old.get("required", ())), set(new.get("required", ()))
        for name in dict.fromkeys([*before, *after]):
            pair = PropertyPair(
                self._side, name, before.get(name), after.get(name), name in needed_before, name in needed_now
            )
            if _hidden(pair.old, self._side) and _hidden(pair.new, self._side):
                continue
            inner = _member(stand, name)
            for rule in self._on_properties:
                below.findings.extend((inner, finding) for finding in rule.check(pair))
            if pair.old is not None and pair.new is not None:
                self._pair(_property(stands), pair.old, pair.new, inner, below)


def _same(old: Node, new: Node) -> bool:
    """Say whether two nodes are one text; `True` and `1` are equal and two."""
    return old == new and repr(old) == repr(new)


def _travelling(node: Node, side: Side) -> list[str]:
    """Return the definitions that a node names where they travel on that side."""
    found: list[str] = []
    _collect(node, side, found)
    return found


def _collect(node: Node, side: Side, found: list[str]) -> None:
    if "$ref" in node:
        found.append(name_of(node))
    for child in node.get("properties", {}).values():
        if not is_leaf(child) and not _hidden(child, side):
            _collect(child, side, found)
    for key in ("anyOf", "oneOf"):
        for child in node.get(key, ()):
            _collect(child, side, found)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), Mapping):
            _collect(node[key], side, found)


def _member(stand: Stand, name: str) -> Stand:
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


def _inner(stand: Stand, sign: str) -> str:
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


def without_null(node: Node) -> tuple[Node, bool]:
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
    name, seen = name_of(node), set[str]()
    while "$ref" in contract.schemas[name] and name not in seen:  # definitions may name one another in a circle
        seen.add(name)
        name = name_of(contract.schemas[name])
    return name
