"""Making nodes of the normal form (see `contract.model`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codegen.contract.model import Json

Node = dict[str, Json]

ANNOTATIONS = ("description", "default", "deprecated", "readOnly", "writeOnly", "examples")
NULL: Node = {"type": "null"}


def annotating(node: Mapping[str, Any]) -> Node:
    """Return the annotations of a node; those that say nothing are left out."""
    return {key: node[key] for key in ANNOTATIONS if key in node and (node[key] not in (False, "") or key == "default")}


def union(members: Iterable[Node], extra: Mapping[str, Any] | None = None) -> Node:
    """Return the union of normal-form nodes: flat, each member once, null last; of one it is the member.

    Args:
        members: the alternatives; unions without annotations of their own among them are opened.
        extra: annotations of the whole.
    """
    flat: list[Node] = []
    has_null = False
    for member in _opened(members):
        if member.get("type") == "null":
            has_null = True
        elif not any(member == known for known in flat):
            flat.append(member)
    if not flat:
        return {**(NULL if has_null else {}), **(extra or {})}
    if any(not _structure(member) for member in flat):
        return dict(extra or {})  # one that takes everything takes null too
    if len(flat) == 1 and not has_null:
        return {**flat[0], **(extra or {})}
    if len(flat) == 1:  # the annotations of the only member are those of the whole
        inner = {key: value for key, value in flat[0].items() if key not in ANNOTATIONS}
        return {"anyOf": [inner, NULL], **annotating(flat[0]), **(extra or {})}
    return {"anyOf": [*flat, NULL] if has_null else flat, **(extra or {})}


def nullable(node: Node) -> Node:
    """Return the node that takes null as well."""
    return union([node, NULL])


def _opened(members: Iterable[Node]) -> Iterable[Node]:
    for member in members:
        if set(member) == {"anyOf"} or (("anyOf" in member) and not set(member) - {"anyOf", *ANNOTATIONS}):
            yield from _opened(member["anyOf"])
        else:
            yield member


def _structure(node: Mapping[str, Any]) -> bool:
    return any(key not in ANNOTATIONS and key != "title" for key in node)
