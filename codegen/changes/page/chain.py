"""The part of the chain contract, operation, action, tool that changes or is reached, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from codegen.changes.model import Level
from codegen.changes.page.view import ABSORBED, ACCEPTED, UNJUDGED, ChangeView
from codegen.changes.page.words import count
from codegen.changes.review import AGENT_ACTION, EXTERNAL_SERVICE, INVOCABLE_ACTION, Link, Notice

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
        self._at: dict[tuple[str, str], list[ChangeView]] = {}  # by the action or tool that it reaches
        known: dict[tuple[str, str], list[str]] = {}
        for link in self._of(OPERATION):
            for key in link.keys:
                known.setdefault((link.service, key), []).append(link.name)
        for change in changes:
            keys = {name for name, _ in change.operations} | {change.row.change.element.name}
            found = (name for key in keys for name in known.get((change.row.service, key), ()))
            for name in sorted(set(found)):
                self._in[name].append(change)
            reached = [(ACTION, name) for name in change.row.impact.actions]
            for at in dict.fromkeys([*reached, *((TOOL, name) for name in change.row.impact.tools)]):
                self._at.setdefault(at, []).append(change)
        moved = [link for link in self._of(TOOL) if link.notices]
        self._passing = {name for link in moved for kind, name in link.needs if kind == ACTION}

    def chain(self) -> Chain:
        nodes: dict[str, Node] = {}
        edges: list[Edge] = []
        actions, tools = self._upper()
        needed = {name for action in actions for kind, name in action.needs if kind == OPERATION}
        touched = [link for link in self._of(OPERATION) if self._operation_joint(link) is not Joint.HOLDS]
        for action in actions:  # where it begins by itself, with what is below it
            if not any(link.name in {name for _, name in action.needs} for link in touched):
                touched += [link for need in action.needs if (link := self._links.get(need)) is not None]
        touched = list(dict.fromkeys(touched))
        shown = [link for link in touched if link.name in needed]
        apart = [link for link in touched if link.name not in needed]
        alone = (link.name for link in self._of(CONTRACT) if link.by_people)
        for service in dict.fromkeys(sorted({*(link.service for link in touched), *alone})):
            few, more = self._apart(service, [link for link in apart if link.service == service])
            mine = [*(self._operation(link) for link in shown if link.service == service), *few, *more]
            box = self._contract(service, mine)
            nodes |= {node.id: node for node in (box, *mine)}
            edges += [Edge(box.id, node.id, self._from_contract(box, node)) for node in mine]
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

    def _upper(self) -> tuple[list[Link], list[Link]]:
        """Return the actions and tools to draw: what is reached or drifted, and what stands right above or below it."""
        reached = {link.name for link in self._of(ACTION) if self._action_joint(link) is not Joint.HOLDS}
        moved = {link.name for link in self._of(TOOL) if self._tool(link).joint > Joint.ABSORBED}
        below = {name for link in self._of(TOOL) if link.name in moved for kind, name in link.needs if kind == ACTION}
        actions = [link for link in self._of(ACTION) if link.name in reached | below]
        tools = [
            link for link in self._of(TOOL)
            if link.name in moved or any(kind == ACTION and name in reached for kind, name in link.needs)
        ]  # fmt: skip
        return actions, tools

    def _of(self, kind: str) -> Iterator[Link]:
        return (link for key, link in self._links.items() if key[0] == kind)

    # ------------------------------------------------------------------ contracts and operations

    def _contract(self, service: str, above: Sequence[Node]) -> Node:
        link = self._links.get((CONTRACT, service))
        number = sum(change.row.service == service for change in self._changes)
        says, joint = count(number, "change"), max((node.joint for node in above), default=Joint.HOLDS)
        if link is not None and link.by_people:
            says, joint = _drifted(link.by_people[0]), Joint.BROKEN
        elif not number and joint is not Joint.BROKEN:
            says, joint = "unchanged", Joint.HOLDS
        return Node(f"{CONTRACT} {service}", CONTRACT, service, says, joint)

    def _from_contract(self, box: Node, above: Node) -> Joint:
        link = self._links.get((CONTRACT, box.name))
        if link is not None and link.stuck:
            return Joint.BROKEN
        return Joint.HOLDS if box.joint is Joint.HOLDS else above.joint

    def _operation_joint(self, link: Link) -> Joint:
        mine = self._in[link.name]
        if link.gone or any(change.standing == EXTERNAL_SERVICE for change in mine):
            return Joint.BROKEN
        if mine and not link.held:
            return Joint.ABSORBED if all(change.standing == ABSORBED for change in mine) else Joint.REACHED
        return Joint.REACHED if link.held or link.notices else Joint.HOLDS

    def _operation(self, link: Link) -> Node:
        mine, joint = self._in[link.name], self._operation_joint(link)
        worst = max(mine, key=lambda change: change.level, default=None)
        level = worst.level if worst else Level.NONE
        if link.gone:
            says = "gone"
        elif joint is Joint.BROKEN:
            says = f"to be mended here, {count(len(mine), 'change')}"
        elif link.held:
            says = "held back by a kept edit"
        elif mine:
            says = f"{count(len(mine), 'change')}, worst: {level.name.lower()}"
        else:
            says = "changed in the project" if joint else "unchanged"
        return Node(f"{OPERATION} {link.name}", OPERATION, link.name, says, joint, worst.id if worst else "")

    def _apart(self, service: str, links: list[Link]) -> tuple[list[Node], list[Node]]:
        """Return operations that no reached action is on: as boxes, or as one box with their number."""
        if len(links) <= _MOST_WITHOUT_ACTION:
            return [self._operation(link) for link in links], []
        nodes = [self._operation(link) for link in links]
        broken = [node for node in nodes if node.joint is Joint.BROKEN]
        left = len(nodes) - len(broken)
        name = f"{service}: {count(left, 'more operation')}"
        joint = max((node.joint for node in nodes if node.joint is not Joint.BROKEN), default=Joint.HOLDS)
        held = any(link.held for link in links)
        says = "held back by a kept edit" if held else "changed; no action is reached"
        more = Node(f"more {service}", OPERATION, name, says, joint)
        return broken, [more] if left else []

    # ------------------------------------------------------------------ actions and tools

    def _reaching(self, link: Link) -> list[ChangeView]:
        return [change for change in self._at.get((ACTION, link.name), ()) if change.standing != ABSORBED]

    def _action_joint(self, link: Link) -> Joint:
        reaching = self._reaching(link)
        if link.misfits or link.by_people or any(change.standing == INVOCABLE_ACTION for change in reaching):
            return Joint.BROKEN
        if link.held or reaching or link.notices or link.new or link.gone:
            return Joint.REACHED
        below = [change for kind, name in link.needs if kind == OPERATION for change in self._in.get(name, ())]
        if any(change.standing == UNJUDGED for change in below) or self._passes(link, below):
            return Joint.REACHED
        return Joint.ABSORBED if any(change.standing == ABSORBED for change in below) else Joint.HOLDS

    def _passes(self, action: Link, below: Sequence[ChangeView]) -> bool:
        """Say whether an action hands on what changed below it, though none of it has to do with its definition."""
        return action.name in self._passing and any(change.standing != ABSORBED for change in below)

    def _action(self, link: Link) -> Node:
        joint, reaching = self._action_joint(link), self._reaching(link)
        to_mend = [change for change in reaching if change.standing == INVOCABLE_ACTION]
        unjudged = not reaching and any(self._unjudged(name) for _, name in link.needs)
        unknown = joint is Joint.REACHED and not link.held and unjudged
        says = "not judged" if unknown else _says_of_action(link, joint, len(to_mend), len(reaching))
        worst = max(to_mend or reaching, key=lambda change: change.row.change.severity.action, default=None)
        return Node(f"{ACTION} {link.name}", ACTION, link.name, says, joint, worst.id if worst else "")

    def _to_action(self, action: Link, nodes: Mapping[str, Node]) -> Iterator[Edge]:
        reaching = self._reaching(action)
        for kind, name in action.needs:
            below = f"{kind} {name}"
            if below not in nodes:
                continue
            through = [change for change in self._in[name] if change in reaching]
            operation = self._links[kind, name]
            if self._misfits(action, operation) or any(c.standing == INVOCABLE_ACTION for c in through):
                joint = Joint.BROKEN
            elif (
                through
                or self._unjudged(name)
                or (action.waits and operation.held)
                or self._passes(action, self._in[name])
            ):
                joint = Joint.REACHED
            else:
                absorbed = any(change.standing == ABSORBED for change in self._in[name])
                joint = Joint.ABSORBED if absorbed else Joint.HOLDS
            yield Edge(below, f"{ACTION} {action.name}", joint)

    def _hands_on(self, action: Link, operation: Link) -> bool:
        """Say whether something comes from an operation though no change of it has to be mended here."""
        unknown = self._unjudged(operation.name) or (action.waits and operation.held)
        return unknown or self._passes(action, self._in[operation.name])

    def _misfits(self, action: Link, operation: Link) -> bool:
        """Say whether an action no longer binds because of an operation, as far as that can be told."""
        breaks = any(change.level is Level.BREAKING for change in self._in[operation.name])
        return (operation.gone and not action.gone) or (operation.service in action.misfits and breaks)

    def _unjudged(self, operation: str) -> bool:
        return any(change.standing == UNJUDGED for change in self._in.get(operation, ()))

    def _tool(self, link: Link) -> Node:
        changes = self._at.get((TOOL, link.name), [])
        under = [self._links[need] for need in link.needs if need in self._links]
        if any(action.waits or action.held for action in under):
            joint, says = Joint.REACHED, "waits for its action"
        elif _to_accept(link, changes):
            joint, says = (
                Joint.BROKEN,
                "to be accepted: it is gone" if link.gone else "to be accepted: it looks different",
            )
        elif changes or link.notices:
            joint, says = Joint.REACHED, "changes; nobody has to accept it"
        elif any(self._unjudged(name) for action in under for _, name in action.needs):
            joint, says = Joint.REACHED, "not judged"
        else:
            absorbed = any(self._action_joint(action) is Joint.ABSORBED for action in under)
            joint, says = Joint.ABSORBED if absorbed else Joint.HOLDS, "agents see the same"
        worst = max(changes, key=lambda change: change.level, default=None)
        return Node(f"{TOOL} {link.name}", TOOL, link.name, says, joint, worst.id if worst else "")


def _to_accept(tool: Link, changes: Sequence[ChangeView]) -> bool:
    """Say whether somebody has to accept a tool: as the drifts say, or the changes where those are not known."""
    if tool.by_people or any(change.standing == AGENT_ACTION for change in changes):
        return True
    breaking = [change for change in changes if change.row.change.severity.tool is Level.BREAKING]
    return tool.notices is None and any(change.standing != ACCEPTED for change in breaking)


def _says_of_action(link: Link, joint: Joint, to_mend: int, reaching: int) -> str:
    if joint is Joint.BROKEN:
        told = _drifted(link.by_people[0]) if link.by_people else "does not bind any more"
        return f"to be mended, {count(to_mend, 'change')}" if to_mend else told
    if joint is Joint.REACHED:
        if link.held:
            return "waits for the layer below"
        if reaching:
            return f"reached by {count(reaching, 'change')}"
        if link.new or link.gone:
            return "new" if link.new else "gone"
        return "its definition changed" if link.notices else "passes on what changed below"
    return "absorbed below" if joint is Joint.ABSORBED else "nothing reaches it"


_DRIFTED = {
    "patch-conflict": "a kept edit does not fit any more",
    "patch-unreadable": "a kept edit cannot be read",
    "patch-orphaned": "a kept edit lost its file",
    "file-edited": "edited by hand",
    "file-unknown": "a file that is not generated",
    "handler-misfit": "its handler does not fit any more",
    "contract-misfit": "does not fit the definitions any more",
    "contract-unreadable": "cannot be read",
    "contract-edited": "is not what was pulled",
}


def _drifted(notice: Notice) -> str:
    """Say in a few words what a person has to end."""
    return _DRIFTED.get(notice.kind, "to be mended")
