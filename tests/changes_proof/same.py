"""Changes of an OpenAPI document that change nothing of what it says."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from tests.changes_proof.mutations import Draft, Mutation, kind
from tests.changes_proof.reach import Node, resolved


def _shuffled(node: Any, random: Random) -> Any:
    if isinstance(node, list):
        return [_shuffled(child, random) for child in node]
    if not isinstance(node, dict):
        return node
    keys = list(node)
    random.shuffle(keys)
    return {key: _shuffled(node[key], random) for key in keys}


@kind("same: keys shuffled")
def keys_shuffled(draft: Draft) -> Mutation:
    draft.document.update(_shuffled(draft.document, draft.random))
    return Mutation("same: keys shuffled", "")


@kind("same: operations reordered")
def reordered(draft: Draft) -> Mutation:
    draft.document["paths"] = dict(reversed(draft.document["paths"].items()))
    return Mutation("same: operations reordered", "/paths")


@kind("same: parameters reordered")
def parameters_reordered(draft: Draft) -> Mutation | None:
    slot = draft.pick(s for s in draft.of("operation") if len(s.node.get("parameters", ())) > 1)
    if slot is None:
        return None
    slot.node["parameters"].reverse()
    return Mutation("same: parameters reordered", slot.pointer)


@kind("same: required list reordered")
def required_reordered(draft: Draft) -> Mutation | None:
    found = [s for s in draft.of("schema") if len(s.node.get("required", ())) > 1]
    for slot in found:
        slot.node["required"].reverse()
    return Mutation("same: required list reordered", "") if found else None


@kind("same: enum reordered")
def enum_reordered(draft: Draft) -> Mutation | None:
    found = [s for s in draft.of("schema") if len(s.node.get("enum") or ()) > 1]
    for slot in found:
        slot.node["enum"].reverse()
    return Mutation("same: enum reordered", "") if found else None


@kind("same: examples changed")
def examples(draft: Draft) -> Mutation | None:
    found = [s for s in draft.of("schema") if s.node.get("type") == "string"]
    for slot in found:
        slot.node["example"] = "proof"
    return Mutation("same: examples changed", "") if found else None


@kind("same: schema moved to components")
def moved(draft: Draft) -> Mutation | None:
    known = {id(s.node): s for s in draft.of("schema")}
    holders = [
        (s.node["properties"], name)
        for s in draft.of("schema")
        for name, value in (s.node.get("properties") or {}).items()
        if isinstance(value, dict) and "$ref" not in value and id(value) in known and value.get("type")
    ]
    picked = draft.pick(holders)
    if picked is None:
        return None
    holder, name = picked
    schemas = draft.document.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProofMoved"] = holder[name]
    holder[name] = {"$ref": "#/components/schemas/ProofMoved"}
    return Mutation("same: schema moved to components", name)


@kind("same: component inlined")
def inlined(draft: Draft) -> Mutation | None:
    holders: list[tuple[Node, str]] = []
    for slot in draft.of("schema"):
        holders += [(slot.node["properties"], name) for name in slot.node.get("properties") or {}]
        holders += [(slot.node, "items")] if isinstance(slot.node.get("items"), dict) else []
    fitting = [(h, n) for h, n in holders if isinstance(h[n], dict) and list(h[n]) == ["$ref"]]
    fitting = [(h, n) for h, n in fitting if _flat(draft, resolved(draft.document, h[n]))]
    picked = draft.pick(fitting)
    if picked is None:
        return None
    holder, name = picked
    holder[name] = deepcopy(resolved(draft.document, holder[name]))
    return Mutation("same: component inlined", name)


def _flat(draft: Draft, node: Node) -> bool:
    """Say whether a schema neither refers to itself nor is told apart by its name."""
    if "discriminator" in node or "oneOf" in node or "anyOf" in node:
        return False
    pending, seen = [node], set[int]()
    while pending:
        child = pending.pop()
        for value in child.values():
            for inner in value if isinstance(value, list) else [value]:
                target = resolved(draft.document, inner) if isinstance(inner, dict) else None
                if target is node:
                    return False
                if target is not None and id(target) not in seen:
                    seen.add(id(target))
                    pending.append(target)
    return True


@kind("same: 3.0 upgraded to 3.1")
def upgraded(draft: Draft) -> Mutation | None:
    if not draft.document["openapi"].startswith("3.0"):
        return None
    return Mutation("same: 3.0 upgraded to 3.1", "upgrade")
