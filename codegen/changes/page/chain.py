"""The part of the chain contract, operation, action, tool that changes or is reached, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from codegen.changes.model import Level
from codegen.changes.page.view import ABSORBED, UNJUDGED, ChangeView
from codegen.changes.page.words import count
from codegen.changes.review import EXTERNAL_SERVICE, INVOCABLE_ACTION, Link

CONTRACT, OPERATION, ACTION, TOOL = COLUMNS = ("contract", "operation", "action", "tool")
_MOST_WITHOUT_ACTION = 1  # operations of a service that no action is on; more are told as a number


class Joint(IntEnum):
    """How two links hold together, better ones first."""

    HOLDS = 0
    ABSORBED = 1
    REACHED = 2
    BROKEN = 3


@dataclass(frozen=True, slots=True)
class Node:
    """One box of the picture.

    Attributes:
        id: unique in it.
        column: one of `COLUMNS`.
        says: how it stands, in words.
        joint: how it stands.
        change: the id of the worst change in it, "" without.
    """

    id: str
    column: str
    name: str
    says: str
    joint: Joint
    change: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the picture, from the box below to the box above."""

    below: str
    above: str
    joint: Joint


@dataclass(frozen=True, slots=True)
class Chain:
    """What is drawn, and how many links of each kind are untouched and left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    untouched: tuple[tuple[str, int], ...]

    def column(self, name: str) -> tuple[Node, ...]:
        """Return the boxes of one column."""
        return tuple(node for node in self.nodes if node.column == name)


def chain_view(links: Sequence[Link], changes: Sequence[ChangeView]) -> Chain:
    """Return the part of the chain that is worth drawing."""
    return _Builder(links, changes).chain()


class _Builder:
    def __init__(self, links: Sequence[Link], changes: Sequence[ChangeView]) -> None:
        self._links = {(link.kind, link.name): link for link in links}
        self._changes = changes
        self._in: dict[str, list[ChangeView]] = {link.name: [] for link in self._of(OPERATION)}
        for change in changes:
            keys = {name for name, _ in change.operations} | {change.row.change.element.name}
            for link in self._of(OPERATION):
                if link.service == change.row.service and link.keys & keys:
                    self._in[link.name].append(change)

    def chain(self) -> Chain:
        touched = [link for link in self._of(OPERATION) if self._in[link.name] or link.gone]
        actions = [link for link in self._of(ACTION) if self._action_joint(link) is not Joint.HOLDS]
        tools = [link for link in self._of(TOOL) if any(("action", action.name) in link.needs for action in actions)]
        needed = {name for action in actions for kind, name in action.needs if kind == OPERATION}
        shown = [link for link in touched if link.name in needed]
        apart = [link for link in touched if link.name not in needed]
        nodes: dict[str, Node] = {}
        edges: list[Edge] = []
        for service in dict.fromkeys(sorted(link.service for link in touched)):
            few, more = self._apart(service, [link for link in apart if link.service == service])
            mine = [*(self._operation(link) for link in shown if link.service == service), *few, *more]
            worst = max((node.joint for node in mine), default=Joint.HOLDS)
            number = sum(change.row.service == service for change in self._changes)
            box = Node(f"{CONTRACT} {service}", CONTRACT, service, count(number, "change"), worst)
            nodes |= {node.id: node for node in (box, *mine)}
            edges += [Edge(box.id, node.id, node.joint) for node in mine]
        for action in actions:
            nodes[f"{ACTION} {action.name}"] = self._action(action)
            edges += self._to_action(action, nodes)
        for tool in tools:
            node = self._tool(tool)
            nodes[node.id] = node
            edges += [Edge(f"{k} {n}", node.id, node.joint) for k, n in tool.needs if f"{k} {n}" in nodes]
        drawn = {OPERATION: len(touched), ACTION: len(actions), TOOL: len(tools)}
        left = tuple((kind, sum(1 for _ in self._of(kind)) - number) for kind, number in drawn.items())
        return Chain(tuple(nodes.values()), tuple(edges), left)

    def _of(self, kind: str) -> Iterator[Link]:
        return (link for key, link in self._links.items() if key[0] == kind)

    # ------------------------------------------------------------------ operations

    def _operation(self, link: Link) -> Node:
        mine = self._in[link.name]
        worst = max(mine, key=lambda change: change.level, default=None)
        if link.gone:
            says, joint = "gone", Joint.BROKEN
        elif any(change.standing == EXTERNAL_SERVICE for change in mine):
            says, joint = f"to be mended here, {count(len(mine), 'change')}", Joint.BROKEN
        else:
            level = worst.level if worst else Level.NONE
            says = f"{count(len(mine), 'change')}, worst: {level.name.lower()}"
            joint = Joint.ABSORBED if all(c.standing == ABSORBED for c in mine) else Joint.REACHED
        return Node(f"{OPERATION} {link.name}", OPERATION, link.name, says, joint, worst.id if worst else "")

    def _apart(self, service: str, links: list[Link]) -> tuple[list[Node], list[Node]]:
        """Return operations that no reached action is on: as boxes, or as one box with their number."""
        if len(links) <= _MOST_WITHOUT_ACTION:
            return [self._operation(link) for link in links], []
        broken = [node for node in map(self._operation, links) if node.joint is Joint.BROKEN]
        left = len(links) - len(broken)
        name = f"{service}: {count(left, 'more operation')}"
        more = Node(f"more {service}", OPERATION, name, "changed; no action is reached", Joint.ABSORBED)
        return broken, [more] if left else []

    # ------------------------------------------------------------------ actions and tools

    def _reaching(self, link: Link) -> list[ChangeView]:
        found = (change for change in self._changes if link.name in change.row.impact.actions)
        return [change for change in found if change.standing != ABSORBED]

    def _action_joint(self, link: Link) -> Joint:
        reaching = self._reaching(link)
        if link.misfits or any(change.standing == INVOCABLE_ACTION for change in reaching):
            return Joint.BROKEN
        if reaching:
            return Joint.REACHED
        below = [name for kind, name in link.needs if kind == OPERATION and self._in.get(name)]
        if any(map(self._unjudged, below)):
            return Joint.REACHED
        return Joint.ABSORBED if below else Joint.HOLDS

    def _action(self, link: Link) -> Node:
        joint, reaching = self._action_joint(link), self._reaching(link)
        to_mend = [change for change in reaching if change.standing == INVOCABLE_ACTION]
        says = {
            Joint.BROKEN: f"to be mended, {count(len(to_mend), 'change')}" if to_mend else "does not bind any more",
            Joint.REACHED: f"reached by {count(len(reaching), 'change')}" if reaching else "not judged",
        }.get(joint, "absorbed below")
        worst = max(to_mend or reaching, key=lambda change: change.row.change.severity.action, default=None)
        return Node(f"{ACTION} {link.name}", ACTION, link.name, says, joint, worst.id if worst else "")

    def _to_action(self, action: Link, nodes: Mapping[str, Node]) -> Iterator[Edge]:
        reaching = self._reaching(action)
        for kind, name in action.needs:
            below = f"{kind} {name}"
            if below not in nodes:
                continue
            through = [change for change in self._in[name] if change in reaching]
            if self._misfits(action, self._links[kind, name]) or any(c.standing == INVOCABLE_ACTION for c in through):
                joint = Joint.BROKEN
            else:
                joint = Joint.REACHED if through or self._unjudged(name) else Joint.ABSORBED
            yield Edge(below, f"{ACTION} {action.name}", joint)

    def _misfits(self, action: Link, operation: Link) -> bool:
        """Say whether an action no longer binds because of an operation, as far as that can be told."""
        breaks = any(change.level is Level.BREAKING for change in self._in[operation.name])
        return operation.gone or (operation.service in action.misfits and breaks)

    def _unjudged(self, operation: str) -> bool:
        return any(change.standing == UNJUDGED for change in self._in.get(operation, ()))

    def _tool(self, link: Link) -> Node:
        changes = [change for change in self._changes if link.name in change.row.impact.tools]
        joint, says = (Joint.BROKEN, "to be accepted: it looks different") if changes else self._tool_unchanged(link)
        worst = max(changes, key=lambda change: change.level, default=None)
        return Node(f"{TOOL} {link.name}", TOOL, link.name, says, joint, worst.id if worst else "")

    def _tool_unchanged(self, link: Link) -> tuple[Joint, str]:
        """Return how a tool stands that no change reaches by itself: as its action does."""
        under = [action for action in self._of(ACTION) if (ACTION, action.name) in link.needs]
        worst = max(map(self._action_joint, under), default=Joint.HOLDS)
        if worst is Joint.BROKEN:
            return Joint.REACHED, "waits for its action"
        judged = not any(self._unjudged(name) for action in under for _, name in action.needs)
        return worst, "agents see the same" if judged else "not judged"
