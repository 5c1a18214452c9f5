"""Which member of a union is which of another union, or of a single value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from codegen.changes.covering import alternatives, covers
from codegen.changes.model import Side
from codegen.changes.pairs import Node
from codegen.contract.model import Contract, name_of
from codegen.core.digest import of_value

Pairs = list[tuple[Node | None, Node | None]]

_WORDS = frozenset(("description", "title", "examples", "default", "deprecated"))
_BY_POSITION = re.compile(r"/(?:anyOf|oneOf)/\d+$")  # a definition from there has its name from where it stands
_ALIKE = 0.5  # of all properties of two objects, the part that both have


def match_members(old: Contract, new: Contract, before: Sequence[Node], after: Sequence[Node], side: Side) -> Pairs:
    """Return the members of two unions in pairs of one kind; None where one came or went.

    By the definition they name, else by the values that tell them apart, else by what they consist of, as a whole or
    mostly, else by kind where it is the only one. An object that may be sent no more stands beside a member that takes
    all that it says: what is sent still fits.

    Args:
        old: the contract of `before`.
        new: the contract of `after`.
        before: the old members; the value itself where it is no union.
        after: the new ones.
        side: where the values travel.
    """
    gone, come = _lists_as_one(before), _lists_as_one(after)
    all_after = list(come)
    pairs: Pairs = []
    for identity in (_same, _told, _shape):
        pairs += _matched(identity, old, new, gone, come)
    pairs += _alike(old, new, gone, come)
    pairs += _matched(_kind, old, new, gone, come)
    return [
        *pairs,
        *((member, _wider(new, all_after, old, member) if side is Side.REQUEST else None) for member in gone),
        *((None, member) for member in come),
    ]


def _wider(contract: Contract, members: Sequence[Node], other: Contract, node: Node) -> Node | None:
    """Return the member that takes every value of an object, if one does."""
    if not other.resolve(node).get("properties"):
        return None
    return next((member for member in members if covers(contract, member, other, node)), None)


def _lists_as_one(members: Sequence[Node]) -> list[Node]:
    """Return members, all those that only list values of one type as one: `a` or `b` is one of `a`, `b`."""
    found: list[Node] = []
    at: dict[str, int] = {}
    for member in members:
        kind = member.get("type")
        if member.keys() - _WORDS - {"x-open-enum"} != {"type", "enum"} or not isinstance(kind, str):
            found.append(member)
        elif kind in at:
            known = found[at[kind]]
            more = [value for value in member["enum"] if value not in known["enum"]]
            found[at[kind]] = {**known, "enum": [*known["enum"], *more]}
        else:
            at[kind] = len(found)
            found.append(member)
    return found


_Identity = Callable[[Contract, Node], str]


def _matched(identity: _Identity, old: Contract, new: Contract, gone: list[Node], come: list[Node]) -> Pairs:
    """Take what has one identity out of both lists and return it in pairs; without an identity it stays."""
    pairs: Pairs = []
    one, other = _by(identity, old, gone), _by(identity, new, come)
    for key in [key for key in one if key and key in other]:
        if identity is _same or len(one[key]) == len(other[key]) == 1:
            pairs += zip(one[key], other[key], strict=False)  # the same kind twice is one kind
    _take(pairs, gone, come)
    return pairs


def _take(pairs: Pairs, gone: list[Node], come: list[Node]) -> None:
    taken = {id(member) for pair in pairs for member in pair}
    gone[:] = [member for member in gone if id(member) not in taken]
    come[:] = [member for member in come if id(member) not in taken]


def _by(identity: _Identity, contract: Contract, members: Sequence[Node]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for member in members:
        found.setdefault(identity(contract, member), []).append(member)
    return found


def _alike(old: Contract, new: Contract, gone: list[Node], come: list[Node]) -> Pairs:
    """Take out of both lists the objects that are most alike, where each is most like the other and like no third."""
    scores = {
        (number, place): score
        for number, one in enumerate(gone)
        for place, other in enumerate(come)
        if (score := _likeness(old, one, new, other))[0] > _ALIKE
    }
    pairs: Pairs = []
    for (number, place), score in scores.items():
        rivals = [other for at, other in scores.items() if number in at[:1] or place in at[1:]]
        if score == max(rivals) and rivals.count(score) == 1:
            pairs.append((gone[number], come[place]))
    _take(pairs, gone, come)
    return pairs


def _likeness(old: Contract, one: Node, new: Contract, other: Node) -> tuple[float, bool]:
    """Return which part of all properties of two objects both have, 0 for none or other tags; and the same name."""
    before, after = set(old.resolve(one).get("properties", ())), set(new.resolve(other).get("properties", ()))
    tags = _tags(old, one)
    if not before | after or (tags and tags != _tags(new, other)):
        return 0.0, False
    same = "$ref" in one and "$ref" in other and name_of(one) == name_of(other)
    return len(before & after) / len(before | after), same


# ------------------------------------------------------------------ identities


def _same(contract: Contract, node: Node) -> str:
    if "$ref" not in node:
        return f"{_kind(contract, node)} {of_value(_bare(node))}"
    name = name_of(node)
    by_position = _BY_POSITION.search(contract.pointers.get(name, ""))
    return f"{name} {_shape(contract, node) if by_position else _kind(contract, node)}"


def _told(contract: Contract, node: Node) -> str:
    """Return the values that tell an object apart from others; "" where it has none."""
    tags = _tags(contract, node)
    return f"{_kind(contract, node)} {tags}" if tags else ""


def _tags(contract: Contract, node: Node) -> dict[str, str]:
    """Return the properties of an object that have only one value."""
    properties = contract.resolve(node).get("properties", {})
    resolved = {name: contract.resolve(child) for name, child in sorted(properties.items())}
    return {name: repr(child["enum"][0]) for name, child in resolved.items() if len(child.get("enum", ())) == 1}


def _bare(node: Node) -> dict[str, object]:
    """Return what a value may be, without words about it and in one order."""
    bare: dict[str, object] = {key: value for key, value in node.items() if key not in _WORDS}
    if "enum" in node:
        bare["enum"] = sorted(node["enum"], key=repr)
    for key in ("anyOf", "oneOf"):
        if key in node:
            bare[key] = sorted((_bare(member) for member in node[key]), key=of_value)
    inner = {key: _bare(node[key]) for key in ("items", "additionalProperties") if isinstance(node.get(key), Mapping)}
    return {**bare, **inner}


def _shape(contract: Contract, node: Node) -> str:
    """Return what a value consists of, so that a definition with another name is known again."""
    resolved = contract.resolve(node)
    properties = {
        name: sorted(child["enum"], key=repr) if "enum" in child else child.get("type", "any")
        for name, child in sorted(resolved.get("properties", {}).items())
    }
    return f"{_kind(contract, node)} {resolved.get('format', '')} {properties}"


def _kind(contract: Contract, node: Node) -> str:
    resolved = contract.resolve(node)
    if alternatives(resolved):
        return "union"
    return "enum" if "enum" in resolved else str(resolved.get("type", "any"))
