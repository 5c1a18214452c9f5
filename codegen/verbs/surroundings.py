"""The project that a contract's change falls into: who uses what of it, what `adapt` hides, what would absorb more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from codegen.actions.bind.tools import STATUS
from codegen.actions.plan import Plan
from codegen.changes.absorb import Offer, merged, offers
from codegen.changes.impact import Around, visible
from codegen.changes.keys import Key, key_of, line_keys
from codegen.changes.model import Aspect, Change, Effect
from codegen.changes.use import Used, uses
from codegen.changes.walk import changes
from codegen.contract.build import build
from codegen.contract.document import Document
from codegen.contract.model import Contract, Json
from codegen.core.diagnostics import Diagnostics, Severity
from codegen.core.places import tokens
from codegen.verbs.assemble import bound
from codegen.verbs.diff_sides import Home, Sides
from codegen.verbs.open import site_of
from codegen.verbs.proving import Trial, proved
from codegen.verbs.snapshots import snapshot_contract
from codegen.verbs.user_lines import user_lines
from codegen.verbs.written import pins, wanted


@dataclass(frozen=True, slots=True)
class _Bound:
    """The definitions bound with one of the two contracts as the service's."""

    plan: Plan
    contract: Contract
    uses: tuple[Used, ...]
    surfaces: Mapping[str, str]


class Surroundings:
    """What the project makes of one service's change.

    Args:
        sides: the two contracts.
        home: the project.
        found: the changes between them that show in what is used.
    """

    def __init__(self, sides: Sides, home: Home, found: Sequence[Change]) -> None:
        self._sides = sides
        self._home = home
        self._found = found
        self._adapt = home.settings(sides.service).adapt
        self._others = _others(sides.service, home)
        self._before = self._bound(sides.old_document, self._fitting(sides.old_document))
        told = Diagnostics()
        self._after = self._bound(sides.new_document, self._adapt, told)
        self._wrong = {item.place.file if item.place else "" for item in told if item.severity is Severity.ERROR}
        if self._before is None and self._after is not None:
            self._before = self._as_it_was(self._after)
        self._above = (
            changes(self._before.contract, self._after.contract, above=True)
            if self._before is not None and self._after is not None
            else ()
        )

    def around(self) -> Around | None:
        """Return who uses what and which lines touch what changed; None where the definitions fit neither contract.

        Raises:
            TypeCheckError: if the type checker does not run.
        """
        known = self._before or self._after
        if known is None:
            return None
        settings, service = self._home.settings(self._sides.service), known.plan.service(self._sides.service)
        mine = [used for used in known.uses if used.service == self._sides.service]
        after = self._after.surfaces if self._after is not None else None
        moved = {name for name, digest in known.surfaces.items() if after is not None and after.get(name) != digest}
        seen = self._seen()
        return Around(
            uses=mine,
            tools={tool.name: tool.action for tool in known.plan.tools},
            moved=frozenset(moved),
            broken=frozenset(self._broken(mine) if after is None else ()),
            lines=user_lines(
                self._home.project, site_of(self._home.project), known.plan, self._sides.service, self._touched(seen)
            ),
            seen=seen,
            stable=self._stable(),
            address=settings.base_url,
            key=service.idempotency_header,
            scopes=frozenset(
                scope
                for credential in service.credentials.values()
                for scope in credential.settings.get("scopes") or ()
            ),
            team=settings.owner.team,
            teams={action.name: action.owner.team for action in known.plan.actions},
        )

    def beneath(self) -> tuple[Change, ...]:
        """Return what the layers above see change and no comparison of wire names tells.

        Where `adapt` keeps the name of what its vendor renamed, that is all in which the two differ besides.
        """
        stable = self._stable()
        told = {visible(change, stable.get(key_of(change.element), "")) for change in self._found}
        wires = {(kind, owner, name): wire for (kind, owner, wire), name in stable.items()}
        return tuple(
            replace(
                change, element=replace(change.element, name=wires.get(key_of(change.element), change.element.name))
            )
            for change in (self._above if self._adapt else ())
            if change.aspect not in (Aspect.EXISTENCE, Aspect.NAME) and visible(change) not in told
        )

    def offers(self) -> Iterator[Offer]:
        """Yield the lines of `adapt` that absorb changes, each proved."""
        if self._before is None:
            return
        made = [
            offer
            for offer in offers(self._sides.old, self._sides.new, self._found, self._stable(), self._adapt)
            if merged([self._adapt, offer.lines]) != self._adapt  # else it stands there already
        ]
        base = self._fitting(self._sides.new_document)
        yield from proved(made, Trial(base, self._before.contract, self._attempt, self._stable()))

    def _seen(self) -> frozenset[tuple[object, ...]] | None:
        if self._before is None or self._after is None:
            return None
        return frozenset(visible(change) for change in self._above)

    def _touched(self, seen: frozenset[tuple[object, ...]] | None) -> set[Key]:
        """Return what people's lines are looked up for: what changes more than words, and shows above layer 1."""
        stable = self._stable()
        return {
            key
            for change in self._found
            if _may_touch(change) and (seen is None or visible(change, stable.get(key_of(change.element), "")) in seen)
            for key in line_keys(change)
        }

    def _as_it_was(self, after: _Bound) -> _Bound | None:
        """Bind the definitions with the old contract under what `adapt` must have said of it.

        `adapt` speaks of the new contract already, and what it said before nobody kept: the lines that would make the
        old one look as the new one does.
        """
        old, new, fitting = self._sides.old, self._sides.new, self._fitting(self._sides.old_document)
        back = offers(new, old, changes(new, old), stable_names(after.contract), fitting)
        return self._bound(self._sides.old_document, merged([fitting, *(offer.lines for offer in reversed(back))]))

    def _fitting(self, document: Document) -> Mapping[str, Json]:
        """Return `adapt` without the lines that name nothing in `document`: they are for a later contract."""
        adapt = self._adapt
        while True:
            idle = self._built(document, adapt)[1]
            if not idle:
                return adapt
            for at in idle:
                adapt = _lacking(adapt, tokens(at)[1:])

    def _attempt(self, adapt: Mapping[str, Json]) -> Contract | None:
        found = self._bound(self._sides.new_document, adapt)
        return found.contract if found is not None else None

    def _broken(self, mine: Sequence[Used]) -> Iterator[str]:
        """Yield the actions whose own definition no longer fits; all of them where something else does not."""
        written = {definition.source.file: definition.name for definition in self._home.inputs.written.definitions}
        lost = {written[file] for file in self._wrong if file in written}
        for used in mine:
            if self._wrong - written.keys() or used.action.removesuffix(STATUS) in lost or used.action in lost:
                yield used.action

    def _bound(self, document: Document, adapt: Mapping[str, Json], told: Diagnostics | None = None) -> _Bound | None:
        """Bind the definitions with `document` as the service's contract; None where they do not fit it.

        Args:
            document: the contract.
            adapt: what the service says of it.
            told: gets what does not fit.
        """
        contract = self._built(document, adapt)[0]
        if contract is None:
            return None
        told, inputs = Diagnostics() if told is None else told, self._home.inputs
        plan = bound(inputs, {**self._others, self._sides.service: contract}, self._home.project, told)
        if told.failed:
            return None
        surfaces = {link.name: link.aspects["surface"] for link in plan.links if link.kind == "action"}
        return _Bound(plan, contract, uses(plan), surfaces)

    def _built(self, document: Document, adapt: Mapping[str, Json]) -> tuple[Contract | None, list[str]]:
        """Return the contract under `adapt` and the pointers of the lines of `adapt` that name nothing."""
        settings, told = self._home.settings(self._sides.service), Diagnostics()
        contract = build(
            document,
            service=settings.name,
            used=wanted(settings, self._home.inputs.written),
            adapt=adapt,
            pinned=pins(self._home.lock, settings.name),
            diagnostics=told,
            adapt_place=settings.source.place,
            drafts=self._home.inputs.drafts,
        )
        return contract, [d.place.pointer for d in told if d.rule == "adapt-names-nothing" and d.place is not None]

    def _stable(self) -> dict[tuple[str, str, str], str]:
        """Return the names that the layers above have for what is called otherwise on the wire."""
        known = self._before or self._after
        return stable_names(known.contract) if known is not None else {}


def _may_touch(change: Change) -> bool:
    """Say whether a change can show in a line: code calls an operation as before until it is gone."""
    if change.element.kind == "operation" and (change.aspect, change.effect) != (Aspect.EXISTENCE, Effect.REMOVES):
        return False
    return change.effect not in (Effect.SAYS, Effect.ADDS)


def _others(service: str, home: Home) -> dict[str, Contract]:
    """Return the other services' contracts, as the generated code knows them: what changed there is told there."""
    found: dict[str, Contract] = {}
    for settings in home.inputs.written.services:
        if settings.name != service:
            known = snapshot_contract(home.project, home.inputs, settings.name)
            contract = known or home.inputs.contracts.get(settings.name)
            if contract is not None:
                found[settings.name] = contract
    return found


def _lacking(tree: Mapping[str, Json], path: Sequence[str]) -> dict[str, Json]:
    """Return a tree of mappings without what `path` leads to."""
    first, rest = path[0], path[1:]
    if not rest or not isinstance(tree.get(first), Mapping):
        return {key: value for key, value in tree.items() if key != first}
    return {**tree, first: _lacking(tree[first], rest)}


def stable_names(contract: Contract) -> dict[tuple[str, str, str], str]:
    """Return the stable name of each element that has another on the wire, by kind, owner and wire name."""
    names = {
        ("parameter", str(p.location), p.wire): p.name
        for operation in contract.operations.values()
        for p in operation.parameters
        if p.name != p.wire
    }
    for owner, schema in contract.schemas.items():
        for stable, child in schema.get("properties", {}).items():
            if "x-wire" in child:
                names["property", owner, str(child["x-wire"])] = stable
    return names
