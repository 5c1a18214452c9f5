"""Which module each definition goes to, and in what order: units, those in a cycle together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def components(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the strongly connected components, each after those that it points at (Tarjan's, without recursion)."""
    search = _Search(graph)
    for node in graph:
        search.visit(node)
    return search.found


class _Search:
    """One run of Tarjan's algorithm: its counters and its stack."""

    def __init__(self, graph: Mapping[str, Iterable[str]]) -> None:
        self._graph = {node: [n for n in dict.fromkeys(after) if n in graph] for node, after in graph.items()}
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._stack: list[str] = []
        self._open: set[str] = set()
        self.found: list[list[str]] = []

    def visit(self, start: str) -> None:
        """Find every component that `start` reaches."""
        if start in self._index:
            return
        path = [(self._enter(start), iter(self._graph[start]))]
        while path:
            node, after = path[-1]
            following = next(after, None)
            if following is None:
                path.pop()
                self._leave(node, path[-1][0] if path else None)
            elif following not in self._index:
                path.append((self._enter(following), iter(self._graph[following])))
            elif following in self._open:
                self._low[node] = min(self._low[node], self._index[following])

    def _enter(self, node: str) -> str:
        self._index[node] = self._low[node] = len(self._index)
        self._stack.append(node)
        self._open.add(node)
        return node

    def _leave(self, node: str, before: str | None) -> None:
        if before is not None:
            self._low[before] = min(self._low[before], self._low[node])
        if self._low[node] != self._index[node]:
            return
        at = self._stack.index(node)
        members, self._stack[at:] = self._stack[at:], []
        self._open.difference_update(members)
        self.found.append(sorted(members))


def assign_modules(needs: Mapping[str, Iterable[str]], units: Mapping[str, str]) -> dict[str, str]:
    """Return the module of each definition: its unit's, or for units in a cycle the first of them by name.

    Args:
        needs: definition to the definitions that its text uses.
        units: definition to its unit, which is a module's name.
    """
    graph: dict[str, set[str]] = {units[name]: set() for name in needs}
    for name, used in needs.items():
        graph[units[name]].update(units[other] for other in used if other in needs)
    home = {unit: min(members) for members in components(_sorted(graph)) for unit in members}
    return {name: home[units[name]] for name in needs}


def order_within(names: Sequence[str], needs: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the definitions of one module in groups, each after those that it uses; a group of several is a cycle."""
    inside = set(names)
    return components({name: sorted(set(needs[name]) & inside) for name in sorted(names)})


def _sorted(graph: Mapping[str, set[str]]) -> dict[str, list[str]]:
    return {node: sorted(graph[node]) for node in sorted(graph)}
