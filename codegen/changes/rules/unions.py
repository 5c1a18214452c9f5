"""Rules over values that are one of several kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import Node, SchemaPair
from codegen.changes.registry import rule
from codegen.changes.rules.types import everywhere, kind_of
from codegen.contract.model import name_of
from codegen.core.digest import of_value


@rule("schema", *everywhere("any-of-added", "any-of-removed"))
def members(pair: SchemaPair) -> Iterator[Finding]:
    """A kind of value came or went.

    Why it matters: code meets a kind it was not written for; a client that sends one that is gone is refused.
    Mend: look at what the step sends or reads.
    """
    if "union" not in (kind_of(pair.old), kind_of(pair.new)):
        return
    old, new = _members(pair.old), _members(pair.new)
    kinds_before, kinds_now = [_kind(m) for m in old.values()], [_kind(m) for m in new.values()]
    for key in old.keys() - new.keys():
        if kinds_now.count(_kind(old[key])) != 1 or kinds_before.count(_kind(old[key])) != 1:
            message = f"it can no longer be {_words(old[key])}"
            yield Finding(f"{pair.stands}-any-of-removed", Aspect.TYPE, Effect.NARROWS, message, _words(old[key]))
    for key in new.keys() - old.keys():
        if kinds_before.count(_kind(new[key])) != 1 or kinds_now.count(_kind(new[key])) != 1:
            message = f"it can be {_words(new[key])} too"
            yield Finding(f"{pair.stands}-any-of-added", Aspect.TYPE, Effect.WIDENS, message, None, _words(new[key]))


def _members(node: Node) -> dict[str, Node]:
    found: Sequence[Node] = node.get("anyOf") or node.get("oneOf") or (node,)
    return {f"$ref {name_of(m)}" if "$ref" in m else of_value(_bare(m)): m for m in found}


def _bare(node: Node) -> dict[str, object]:
    return {key: value for key, value in node.items() if key not in ("description", "title", "examples", "default")}


def _kind(node: Node) -> str:
    return name_of(node) if "$ref" in node else kind_of(node)


def _words(node: Node) -> str:
    return name_of(node) if "$ref" in node else str(node.get("format") or kind_of(node))
