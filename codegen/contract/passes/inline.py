"""Taking definitions that are no objects in where they are used, unless they are recursive or very large."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from codegen.contract.model import name_of, references
from codegen.contract.notes import Notes
from codegen.contract.passes.normal import Node, annotating, union

MAX_NODES = 400  # of an inlined definition with all that is inlined in it


class Inliner:
    """Decides once which definitions are taken in, and rewrites nodes accordingly.

    Attributes:
        definitions: those that stay, rewritten.
    """

    def __init__(self, definitions: Mapping[str, Node], notes: Notes) -> None:
        self._all = {name: dict(node) for name, node in definitions.items()}
        plain = {name for name, node in self._all.items() if "properties" not in node}
        self._loops(plain, notes)
        self._taken: dict[str, Node | None] = dict.fromkeys(plain - self._recursive(plain))
        self._sizes: dict[str, int] = {}
        for name in sorted(self._taken):
            self._form(name)
        self.definitions = {name: self.node(node) for name, node in self._all.items() if name not in self._taken}

    def node(self, node: Mapping[str, Any]) -> Node:
        """Return `node` with the taken definitions in place of references to them."""
        if "$ref" in node:
            name = name_of(node)
            inner = self._form(name) if name in self._taken else None
            return {**inner, **annotating(node)} if inner is not None else dict(node)
        if "anyOf" in node:
            extra = {key: value for key, value in node.items() if key != "anyOf"}
            return union([self.node(member) for member in node["anyOf"]], extra)
        if "oneOf" in node:
            return self._choice(node)
        result = dict(node)
        for key in ("items", "additionalProperties"):
            if isinstance(node.get(key), dict):
                result[key] = self.node(node[key])
        if "properties" in node:
            result["properties"] = {name: self.node(child) for name, child in node["properties"].items()}
        return result

    def _choice(self, node: Mapping[str, Any]) -> Node:
        """Return a discriminated union, or a plain one where a member is no object with the discriminating property."""
        members = [self.node(member) for member in node["oneOf"]]
        name = node["discriminator"]["propertyName"]
        targets = [self._all.get(name_of(member), {}) if set(member) == {"$ref"} else {} for member in members]
        known = {name_of(member) for member in members if "$ref" in member}
        mapping = {value: self._through(target) for value, target in node["discriminator"]["mapping"].items()}
        mapping = {value: target for value, target in mapping.items() if target in known}
        if all(name in target.get("properties", {}) for target in targets) and set(mapping.values()) == known:
            return {**node, "oneOf": members, "discriminator": {"propertyName": name, "mapping": mapping}}
        extra = {key: value for key, value in node.items() if key not in ("oneOf", "discriminator")}
        return union(members, extra)

    def _through(self, name: str) -> str:
        """Return the definition that an alias stands for."""
        for _ in range(20):
            node = self._all.get(name, {})
            if "$ref" not in node:
                break
            name = name_of(node)
        return name

    def _form(self, name: str) -> Node:
        """Return the form of a taken definition; one that has become too large is kept as a definition after all."""
        form = self._taken[name]
        if form is None:
            form = self.node(self._all[name])
            self._taken[name] = form
        return form

    def _loops(self, plain: Iterable[str], notes: Notes) -> None:
        """Replace definitions that only refer to one another in a circle, which no value can settle, by `{}`."""
        for name in sorted(plain):
            seen = {name}
            node = self._all[name]
            while "$ref" in node and name_of(node) in self._all:
                if name_of(node) in seen:
                    notes.warning("reference-loop", "the reference leads only back to itself; any value is taken", name)
                    self._all[name] = {}
                    break
                seen.add(name_of(node))
                node = self._all[name_of(node)]

    def _recursive(self, plain: set[str]) -> set[str]:
        """Return the definitions among `plain` that reach themselves, and those too large to be repeated."""
        edges = {name: sorted({to for to in references(self._all[name]) if to in plain}) for name in sorted(plain)}
        circles = {name for component in components(edges) if len(component) > 1 for name in component}
        circles |= {name for name, targets in edges.items() if name in targets}
        sizes: dict[str, int] = {}

        def size(name: str) -> int:
            if name in circles:
                return 1
            if name not in sizes:
                sizes[name] = _size(self._all[name], lambda to: size(to) if to in edges else 1)
                if sizes[name] > MAX_NODES:
                    circles.add(name)
                    return 1
            return sizes[name]

        for name in edges:
            size(name)
        return circles


def _size(node: Mapping[str, Any], of: Callable[[str], int]) -> int:
    if "$ref" in node:
        return of(name_of(node))
    below = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    below += [node[key] for key in ("items", "additionalProperties") if isinstance(node.get(key), dict)]
    return 1 + sum(_size(child, of) for child in below)


def components(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the strongly connected components of a graph, each sorted (Tarjan 1972, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for start in edges:
        if start in order:
            continue
        work = [(start, iter(edges[start]))]
        order[start] = low[start] = len(order)
        stack.append(start)
        on_stack.add(start)
        while work:
            name, targets = work[-1]
            for target in targets:
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[name] = min(low[name], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    at = stack.index(name)
                    members, stack[at:] = sorted(stack[at:]), []
                    on_stack.difference_update(members)
                    found.append(members)
    return found
