"""What each operation of an OpenAPI document reaches, on which side: by following `$ref`s, from the specification."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import unquote

from tests.evolution.document import METHODS

Node = dict[str, Any]
Reach = set[tuple[str, str]]  # (operation, side)

BODILESS = ("get", "head", "delete", "trace", "options")  # what a body means there is undefined (OpenAPI 3.0, 4.7.10.1)
UNSENT = ("accept", "content-type", "authorization")  # parameters of these names are ignored (4.7.12.1)


@dataclass(slots=True)
class Slot:
    """One object of the document, and who reaches it.

    `kin` are the ids of the schemas that an `allOf` makes one value of with this one; `member` says that it stands
    directly in a union, or another part of an `allOf` speaks of it too; `whole` that it is all of a
    parameter's or a header's value, or stands behind a reference that has words of its own: these come first.
    """

    kind: str
    pointer: str
    node: Node
    reach: Reach = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    kin: dict[int, Node] = field(default_factory=dict)
    member: bool = False
    component: str = ""
    whole: bool = False


def resolved(document: Node, node: Any) -> Node:
    """Return what a node's references lead to; an empty object where they lead nowhere."""
    for _ in range(20):
        reference = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(reference, str):
            break
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = _below(node, _plain(step))
    return node if isinstance(node, dict) else {}


def _below(node: Any, step: str) -> Any:
    if isinstance(node, list):
        return node[int(step)] if step.isdecimal() and int(step) < len(node) else {}
    return node.get(step, {}) if isinstance(node, dict) else {}


def operations(document: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yield `GET /path`, path item and operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if isinstance(item, dict) and isinstance(item.get(method), dict):
                yield f"{method.upper()} {path}", item, item[method]


def slots(document: Node) -> list[Slot]:
    """Return every object that the operations reach."""
    walk = _Walk(document)
    for key, item, operation in operations(document):
        walk.operation(key, item, operation)
    return list(walk.found.values())


class _Walk:
    def __init__(self, document: Node) -> None:
        self._document = document
        self.found: dict[int, Slot] = {}
        self._seen: set[tuple[int, str, str, str]] = set()

    def operation(self, key: str, item: Node, operation: Node) -> None:
        at = f"/paths/{_escaped(key.split(' ', 1)[1])}/{key.split()[0].lower()}"
        self._slot("operation", at, operation, (key, ""), key)
        own = [resolved(self._document, p) for p in operation.get("parameters", ())]
        taken = {(p.get("in"), p.get("name")) for p in own}
        shared = [resolved(self._document, p) for p in item.get("parameters", ())]
        for parameter in [*own, *(p for p in shared if (p.get("in"), p.get("name")) not in taken)]:
            name = str(parameter.get("name", ""))
            if parameter.get("in") == "header" and name.lower() in UNSENT:
                continue
            self._slot("parameter", f"{at}/parameters/{name}", parameter, (key, "request"), name)
            self._schema(parameter, "schema", f"{at}/parameters/{name}", (key, "request"), name)
        body = resolved(self._document, operation.get("requestBody", {}))
        if body:
            self._slot("body", f"{at}/requestBody", body, (key, "request"), "")
            self._content(body, f"{at}/requestBody", (key, "request"))
        for status, answer in operation.get("responses", {}).items():
            response = resolved(self._document, answer)
            where = f"{at}/responses/{status}"
            self._slot("response", where, response, (key, "response"), status)
            self._content(response, where, (key, "response"))
            for name, header in (response.get("headers") or {}).items():
                if name.lower() != "content-type":
                    holder = resolved(self._document, header)
                    self._slot("header", f"{where}/headers/{name}", holder, (key, "response"), name)
                    self._schema(holder, "schema", f"{where}/headers/{name}", (key, "response"), name)

    def _content(self, holder: Node, at: str, here: tuple[str, str]) -> None:
        for name, media in (holder.get("content") or {}).items():
            if isinstance(media, dict):
                self._schema(media, "schema", f"{at}/content/{_escaped(name)}", here, "")

    def _slot(self, kind: str, at: str, node: Node, here: tuple[str, str], name: str) -> Slot:
        slot = self.found.setdefault(id(node), Slot(kind, at, node))
        slot.reach.add(here)
        slot.names.add(name)
        return slot

    def _schema(
        self,
        holder: Any,
        key: Any,
        at: str,
        here: tuple[str, str],
        name: str,
        kin: dict[int, Node] | None = None,
        member: bool = False,
    ) -> None:
        child = holder.get(key) if isinstance(holder, dict) else holder[key]
        if not isinstance(child, dict):
            return
        at = f"{at}/{_escaped(str(key))}"
        worded = "$ref" in child and "description" in child
        if "$ref" in child:
            at = str(child["$ref"])[1:]
            child = resolved(self._document, child)
        slot = self._slot("schema", at, child, here, name)
        slot.member |= member
        slot.whole |= worded or (key == "schema" and "content" not in holder and name != "")
        slot.component = at.rpartition("/")[2] if at.startswith("/components/schemas/") and at.count("/") == 3 else ""
        family = {**(kin or {}), id(child): child}
        family |= {id(part): part for part in self._parts(child, 5)}
        slot.kin |= family
        if (id(child), *here, f"{name} {sorted(family)}") in self._seen:
            return
        self._seen.add((id(child), *here, f"{name} {sorted(family)}"))
        for inner, value in (child.get("properties") or {}).items():
            if not hidden(self._document, value, here[1]):
                again = any(inner in (k.get("properties") or {}) for k in family.values() if k is not child)
                self._schema(child["properties"], inner, f"{at}/properties", here, inner, None, again)
        for word in ("items", "additionalProperties"):
            if isinstance(child.get(word), dict) and (word != "items" or child.get("type", "array") == "array"):
                self._schema(child, word, at, here, name)
        for index in range(len(child.get("allOf") or ())):
            self._schema(child["allOf"], index, f"{at}/allOf", here, name, family)
        for word in ("anyOf", "oneOf"):
            if any(_anything(resolved(self._document, part)) for part in child.get(word) or ()):
                continue  # one of its members takes anything, so what the others say says nothing
            for index in range(len(child.get(word) or ())):
                self._schema(child[word], index, f"{at}/{word}", here, name, family, True)

    def _parts(self, schema: Node, depth: int) -> Iterator[Node]:
        for part in schema.get("allOf") or () if depth else ():
            found = resolved(self._document, part)
            yield found
            yield from self._parts(found, depth - 1)


def _anything(schema: Node) -> bool:
    words = ("type", "$ref", "enum", "properties", "allOf", "anyOf", "oneOf", "not", "items", "required")
    return not any(word in schema for word in words)


def hidden(document: Node, value: Any, side: str) -> bool:
    """Say whether a property does not travel on a side (4.7.24.2), by its own words or by a part of its `allOf`."""
    word = "readOnly" if side == "request" else "writeOnly"
    if not isinstance(value, dict):
        return False
    target = resolved(document, value)
    return bool(value.get(word) or target.get(word)) or any(
        part is not target and hidden(document, part, side) for part in target.get("allOf") or ()
    )


def handful(document: Node, random: Random, count: int = 4) -> Node:
    """Return a document with some of the operations, and the components they reach."""
    fitting = [
        key
        for key, item, operation in operations(document)
        if "$ref" not in item and not ("requestBody" in operation and key.split()[0].lower() in BODILESS)
    ]
    chosen = set(random.sample(fitting, min(count, len(fitting))))
    paths: Node = {}
    for path, item in document["paths"].items():
        kept = {n: v for n, v in item.items() if n not in METHODS or f"{n.upper()} {path}" in chosen}
        if any(method in kept for method in METHODS):
            paths[path] = deepcopy(kept)
    rest = {name: value for name, value in document.items() if name not in ("paths", "components")}
    return {**deepcopy(rest), "paths": paths, "components": _needed(document, paths)}


def _needed(document: Node, paths: Node) -> Node:
    """Return the components that some paths reach; what they take from other paths is put in its place."""
    components = document.get("components", {})
    needed: Node = {"securitySchemes": deepcopy(components.get("securitySchemes", {}))}
    pending: list[Any] = [paths]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += node
        if not isinstance(node, dict):
            continue
        if str(node.get("$ref", "")).startswith("#/paths/"):
            found = deepcopy(resolved(document, node))
            node.clear()
            node.update(found)
        for reference in _references(node):
            _, _, kind, name = [_plain(step) for step in reference.split("/")[:4]]
            if name in components.get(kind, {}) and name not in needed.setdefault(kind, {}):
                needed[kind][name] = deepcopy(components[kind][name])
                pending.append(needed[kind][name])
        pending += node.values()
    return needed


def _references(node: Node) -> Iterator[str]:
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    targets = [str(target) for target in (mapping or {}).values()]
    named = [target if "/" in target else f"#/components/schemas/{target}" for target in targets]
    for reference in (node.get("$ref"), *named):
        if isinstance(reference, str) and reference.startswith("#/components/") and reference.count("/") > 2:
            yield reference


def _plain(step: str) -> str:
    return unquote(step).replace("~1", "/").replace("~0", "~")


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
