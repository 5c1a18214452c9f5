"""Whether whatever is written as one schema says is read as another one says."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.changes.pairs import Node
from codegen.contract.model import Contract, name_of

_WORDS = frozenset(
    ("description", "title", "examples", "default", "deprecated", "readOnly", "writeOnly", "x-open-enum")
)
_STRUCTURE = frozenset(("type", "enum", "properties", "required", "items", "additionalProperties"))


def alternatives(node: Node) -> Sequence[Node]:
    """Return the members of a union; nothing for other values."""
    found: Sequence[Node] = node.get("anyOf") or node.get("oneOf") or ()
    return found


def covers(
    contract: Contract, wide: Node, other: Contract, narrow: Node, assumed: frozenset[tuple[str, str]] = frozenset()
) -> bool:
    """Say whether every value of `narrow` is one of `wide`, and says nothing that `wide` does not know.

    False also where that cannot be told. A property that only `wide` knows does not count: no value of `narrow` is
    written with it. One that only `narrow` knows does, though an open object takes it: nobody would read it.

    Args:
        contract: the one that `wide` stands in.
        wide: in normal form.
        other: the one that `narrow` stands in.
        narrow: in normal form.
        assumed: pairs of definitions that are being compared further up.
    """
    if "$ref" in wide and "$ref" in narrow:
        pair = (name_of(wide), name_of(narrow))
        if pair in assumed:
            return True
        assumed |= {pair}
    one, two = contract.resolve(wide), other.resolve(narrow)
    if members := alternatives(two):
        return all(covers(contract, wide, other, member, assumed) for member in members)
    if members := alternatives(one):
        return any(covers(contract, member, other, narrow, assumed) for member in members)
    return _takes_kind(one, two) and _takes_within(contract, one, other, two, assumed)


def _takes_kind(wide: Node, narrow: Node) -> bool:
    """Say whether type, listed values and limits let every value pass."""
    kinds = {narrow.get("type"), "number" if narrow.get("type") == "integer" else narrow.get("type")}
    if "type" in wide and wide["type"] not in kinds:
        return False
    if "enum" in wide and not ("enum" in narrow and all(value in wide["enum"] for value in narrow["enum"])):
        return False
    limits = wide.keys() - _WORDS - _STRUCTURE
    return all(key in narrow and narrow[key] == wide[key] for key in limits)


def _takes_within(
    contract: Contract, wide: Node, other: Contract, narrow: Node, assumed: frozenset[tuple[str, str]]
) -> bool:
    """Say whether what is inside lets every value pass."""
    one, two = wide.get("properties", {}), narrow.get("properties", {})
    extra, items = wide.get("additionalProperties"), wide.get("items")
    if not set(wide.get("required", ())) <= set(narrow.get("required", ())) or two.keys() - one.keys():
        return False
    if extra not in (None, True, {}) and extra != narrow.get("additionalProperties"):
        return False
    if items and not covers(contract, items, other, narrow.get("items", {}), assumed):
        return False
    return all(covers(contract, one[name], other, two[name], assumed) for name in one.keys() & two.keys())
