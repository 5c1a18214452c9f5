"""`codegen diff`: what changed in the contracts, and what that does to each layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from codegen.actions.plan import Plan
from codegen.actions.service import ServiceSettings
from codegen.changes.impact import Around, judge, key_of, visible
from codegen.changes.model import Change, Effect, Element, Spot
from codegen.changes.report import Report, Row, ordered
from codegen.changes.use import Used, uses
from codegen.changes.walk import changes
from codegen.contract.build import build
from codegen.contract.document import Document
from codegen.contract.index import operation_index, select
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostic, Diagnostics
from codegen.core.places import Place
from codegen.project import Project, find
from codegen.sync.lock import Lock
from codegen.sync.site import read_lock
from codegen.verbs.assemble import Inputs, bound, read, site_of
from codegen.verbs.contract_sources import opened
from codegen.verbs.failure import UsageError
from codegen.verbs.misfit import snapshot
from codegen.verbs.open import open_project
from codegen.verbs.read import pins, wanted
from codegen.verbs.user_lines import user_lines


@dataclass(frozen=True, slots=True)
class DiffResult:
    """What changed; `exit_code` is 1 where something in use breaks."""

    report: Report
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


@dataclass(frozen=True, slots=True)
class _Sides:
    """One service's old and new contract as they are compared, under wire names."""

    service: str
    old_document: Document
    new_document: Document
    old: Contract
    new: Contract
    used: frozenset[str] | None  # `METHOD /path` of what is used; None where everything counts as used


def diff(start: Path, old: str = "", new: str = "", *, everything: bool = False) -> DiffResult:
    """Compare contracts.

    Args:
        start: a folder, in a project or not.
        old: a file or `REVISION:PATH`; the snapshots of all services where it is left out.
        new: likewise; the file of the same path where `old` names a revision, today's contracts where both are left
            out.
        everything: also what shows in no operation in use.

    Raises:
        UsageError: if a side cannot be opened, or there is no project to compare the snapshots of.
    """
    diagnostics = Diagnostics()
    project = open_project(start) if not old else find(start.resolve())
    lock = read_lock(site_of(project)) if project is not None else None
    inputs = read(project, lock, Diagnostics()) if project is not None else None
    with ExitStack() as stack:
        if old:
            sides = [_named(old, new, project, inputs, lock, stack, start)]
        elif project is not None and inputs is not None:
            sides = list(_snapshots(project, inputs, lock))
        else:
            sides = []
        rows: list[Row] = []
        newly: list[str] = []
        for side in sides:
            found, fresh = _compare(side, project, inputs)
            rows += found
            newly += fresh
    shown = [row for row in rows if everything or row.used]
    names = (old or "the snapshots", new or ("today's contracts" if not old else _same_path(old)))
    report = Report(*names, ordered(shown), tuple(sorted(newly)), len(rows) - len(shown))
    return DiffResult(report, tuple(diagnostics), 1 if report.breaking else 0)


# ------------------------------------------------------------------ the two sides


def _snapshots(project: Project, inputs: Inputs, lock: Lock | None) -> Iterator[_Sides]:
    """Yield the snapshot of each service against today's contract."""
    for settings in inputs.written.services:
        document = inputs.documents.get(settings.name)
        before = load(snapshot(project, settings.name), project.root, Diagnostics())
        if document is None or before is None:
            continue
        used = _keys(settings, document, inputs, lock)
        old = _built(before, settings.name, None, lock)
        new = _built(document, settings.name, used, lock)
        if old is not None and new is not None:
            was = frozenset(f"{o.method} {o.path}" for o in old.operations.values())  # a snapshot holds what was used
            yield _Sides(settings.name, before, document, old, new, None if used is None else used | was)


def _named(
    old: str, new: str, project: Project | None, inputs: Inputs | None, lock: Lock | None, stack: ExitStack, start: Path
) -> _Sides:
    root = project.root if project is not None else start.resolve()
    before = stack.enter_context(opened(old, root))
    after = stack.enter_context(opened(new or str(root / _same_path(old)), root))
    settings = _service(old, new, project, inputs)
    if settings is None or inputs is None or project is None:
        return _sides("", before, after, None, None)
    before, after = (
        apply_overlays(document, settings.overlay_paths, project.root, Diagnostics()) for document in (before, after)
    )
    used = _keys(settings, before, inputs, lock)
    later = _keys(settings, after, inputs, lock)
    return _sides(settings.name, before, after, None if used is None or later is None else used | later, lock)


def _sides(service: str, before: Document, after: Document, used: frozenset[str] | None, lock: Lock | None) -> _Sides:
    old, new = _built(before, service, None, lock), _built(after, service, None, lock)
    if old is None or new is None:
        raise UsageError("a contract cannot be read", "codegen check tells what is wrong in it")
    return _Sides(service, before, after, old, new, used)


def _same_path(old: str) -> str:
    _, colon, path = old.partition(":")
    if not colon or Path(old).is_file():
        raise UsageError("there is nothing to compare with", "name a second file")
    return path


def _service(old: str, new: str, project: Project | None, inputs: Inputs | None) -> ServiceSettings | None:
    """Return the service whose contract one of the sides is."""
    if project is None or inputs is None:
        return None
    paths = {text.rpartition(":")[2] for text in (old, new) if text}
    for settings in inputs.written.services:
        name = settings.contract_path.relative_to(project.root).as_posix()
        if any(path == name or Path(path).resolve() == settings.contract_path for path in paths):
            return settings
    return None


def _keys(settings: ServiceSettings, document: Document, inputs: Inputs, lock: Lock | None) -> frozenset[str] | None:
    """Return `METHOD /path` of the operations in use; None where all are."""
    names = wanted(settings, inputs.written)
    if names is None:
        return None
    index = operation_index(document, settings.adapt, pins(lock, settings.name))
    return frozenset(entry.key for entry in select(index, names))


def _built(document: Document, service: str, used: frozenset[str] | None, lock: Lock | None) -> Contract | None:
    pinned = {key: name for key, name in pins(lock, service).items() if key.startswith("schema:")}
    return build(document, service=service, used=used, adapt={}, pinned=pinned, diagnostics=Diagnostics())


# ------------------------------------------------------------------ comparing


def _compare(sides: _Sides, project: Project | None, inputs: Inputs | None) -> tuple[list[Row], list[str]]:
    found = changes(sides.old, sides.new)
    around = None
    if project is not None and inputs is not None and sides.service:
        around = _around(sides, project, inputs, [change for change in found if _narrowed(change, sides.used)])
    rows, newly = [], []
    for change in found:
        used = _narrowed(change, sides.used)
        if used is not None and change.rule == "endpoint-added" and sides.used is not None:
            newly.append(f"{sides.service}: {change.subject}")
            continue
        told = used or change
        row = Row(sides.service, told, used is not None, *_places(told.element, sides))
        if around is not None and used is not None:
            judged, impact = judge(used, around)
            row = replace(row, change=judged, impact=impact)
        rows.append(row)
    return rows, newly


def _narrowed(change: Change, used: frozenset[str] | None) -> Change | None:
    """Return a change with only its places in operations in use; None where it has none there."""
    if used is None:
        return change
    places = tuple(spot for spot in change.places if spot.operation in used or not spot.operation)
    return replace(change, places=places) if places else None


def _around(sides: _Sides, project: Project, inputs: Inputs, found: Sequence[Change]) -> Around | None:
    """Return who uses what of the service, bound against the old contract, and which lines touch what changed."""
    settings = next(item for item in inputs.written.services if item.name == sides.service)
    before, after = (
        _attempt(sides.old_document, settings, inputs, project),
        _attempt(sides.new_document, settings, inputs, project),
    )
    plan = before or after
    if plan is None:
        return None
    mine = [used for used in plan.uses if used.service == sides.service]
    new = after.surfaces if after is not None else {}
    moved = {name for name, digest in plan.surfaces.items() if after is not None and new.get(name) != digest}
    broken = {used.action for used in mine} if after is None else set()
    stable = _stable(plan.plan.service(sides.service).contract)
    seen = None
    if before is not None and after is not None:
        above = changes(*(bound.plan.service(sides.service).contract for bound in (before, after)))
        seen = frozenset(visible(change) for change in above)
    keys = {
        key_of(change.element)
        for change in found
        if change.effect not in (Effect.SAYS, Effect.ADDS)
        and (seen is None or visible(change, stable.get(key_of(change.element), "")) in seen)
    }
    lines = user_lines(project, site_of(project), plan.plan, sides.service, keys)
    return Around(mine, plan.tools, frozenset(moved), frozenset(broken), lines, seen, stable)


def _stable(contract: Contract) -> dict[tuple[str, str, str], str]:
    """Return the names that the layers above have for what is called otherwise on the wire."""
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


@dataclass(frozen=True, slots=True)
class _Bound:
    plan: Plan
    uses: tuple[Used, ...]
    tools: Mapping[str, str]
    surfaces: Mapping[str, str]


def _attempt(document: Document, settings: ServiceSettings, inputs: Inputs, project: Project) -> _Bound | None:
    """Bind the definitions with `document` as the service's contract; None where they do not fit it."""
    quiet = Diagnostics()
    contract = build(
        document,
        service=settings.name,
        used=wanted(settings, inputs.written),
        adapt=settings.adapt,
        pinned={},
        diagnostics=Diagnostics(),
    )
    if contract is None:
        return None
    plan = bound(inputs, {**inputs.contracts, settings.name: contract}, project, quiet)
    if quiet.failed:
        return None
    surfaces = {link.name: link.aspects["surface"] for link in plan.links if link.kind == "action"}
    return _Bound(plan, uses(plan), {tool.name: tool.action for tool in plan.tools}, surfaces)


def _places(element: Element, sides: _Sides) -> tuple[Place | None, Place | None]:
    old = sides.old_document.place(element.old_pointer) if element.old_pointer else None
    new = sides.new_document.place(element.new_pointer) if element.new_pointer else None
    return old, new


def spots_in_words(spots: tuple[Spot, ...], most: int = 3) -> str:
    """Return where a change shows, a few places by name."""
    names = list(dict.fromkeys(spot.operation for spot in spots if spot.operation))
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
