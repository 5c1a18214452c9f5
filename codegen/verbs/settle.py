"""What is to stand on the disk in the end: the generated tree with the kept edits in it and what a conflict holds back.

One place for `generate`, which writes it, and `check`, which compares.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from codegen.actions.accepted import read_accepted
from codegen.actions.plan import Tool
from codegen.actions.tool_text import flagged
from codegen.core.diagnostics import Diagnostics
from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.sync.acceptance import Standing, standing
from codegen.sync.disk import survey
from codegen.sync.drift import Drift
from codegen.sync.hold import Held, hold
from codegen.sync.lock import Lock
from codegen.sync.replay import Fate, Outcome
from codegen.sync.site import Site, outputs_of
from codegen.verbs.accepted_text import with_accepted, without_accepted
from codegen.verbs.assemble import Assembly
from codegen.verbs.edits import Edits, edit_drifts, edited, outcomes, read_edits, records
from codegen.verbs.tool_changes import surfaces, tool_changes
from codegen.verbs.withhold import withhold


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to stand on the disk.

    Attributes:
        tree, lock: the generated files and the lock to go with them.
        records: files under `specs/` that follow: patches on their new base, tools accepted as they are first made.
        tools: what agents are to see.
        drifts: what only a person can settle: kept edits that do not fit, tools nobody accepted.
        held: what keeps its last good text meanwhile.
        kept: for each file the digests of edits that a patch holds.
        retired: edits that the generator writes itself by now.
    """

    tree: Tree
    lock: Lock
    records: Mapping[str, str | None]
    tools: tuple[Tool, ...]
    drifts: tuple[Drift, ...]
    held: Held
    kept: Mapping[str, frozenset[str]]
    retired: tuple[str, ...]


def settle(
    project: Project, site: Site, assembly: Assembly, lock: Lock | None, disk: Mapping[str, str],
    diagnostics: Diagnostics, *, today: date, discard: Collection[str] = (),
) -> Settled:  # fmt: skip
    """Return what is to stand on the disk.

    Args:
        project: where things are.
        site: likewise.
        assembly: what follows from the inputs alone.
        lock: of the last run.
        disk: digests of what stands there.
        diagnostics: gets notices about tools, and what is wrong in `accepted.yaml`.
        today: the day by which an acceptance runs out.
        discard: files whose kept edits are given up, below the output folder.

    Raises:
        TypeCheckError: if the type checker does not run.
    """
    last = lock or Lock()
    edits = read_edits(project, discard)
    assembly, found, held = _hold_back(project, site, assembly, edits, last, disk)
    fitting = [o for o in found if not held.holds(o.patch.path)]
    tree = edited(assembly.tree, fitting)
    changed = records(project, site, found, held, discard)
    tools = _tools(project, site, assembly, last, diagnostics, today)
    changed |= _acceptances(project, tools)
    return Settled(
        tree=tree,
        lock=_lock(site, project, assembly.lock, tree, held, changed),
        records=changed,
        tools=assembly.plan.tools,
        drifts=(*edit_drifts(project, site, edits, found, held), *tools.drifts),
        held=held,
        kept=edits.kept,
        retired=_retired(site, fitting),
    )


def _with_kept(site: Site, lock: Lock, kept: Mapping[str, frozenset[str]], disk: Mapping[str, str]) -> Lock:
    """Return the lock with the edits that were kept since as what stands there: they are the last good text now."""
    since = {f"{site.output}/{path}": frozenset({disk[path]}) for path in kept if disk.get(path) in kept[path]}
    return replace(lock, outputs={**lock.outputs, **since})


def _hold_back(
    project: Project, site: Site, whole: Assembly, edits: Edits, last: Lock, disk: Mapping[str, str]
) -> tuple[Assembly, tuple[Outcome, ...], Held]:
    """Return what may be written, what becomes of each edit, and what is held back.

    An edit of a file that tells of several actions goes on what is written of them, not on what is held back; should it
    not fit that either, more is held, until nothing changes.
    """
    assembly, found, held = whole, outcomes(edits, site, whole.tree, disk), Held()
    standing_lock = _with_kept(site, last, edits.kept, disk)
    unedited = {path: patch.base for path, patch in edits.patches.items() if disk.get(path) in edits.kept[path]}
    while True:
        conflicts = [o.patch.path for o in found if o.fate is Fate.CONFLICT] + list(edits.unreadable)
        wider = hold(conflicts, whole.lock.links, last.links) if conflicts else held
        if wider == held:
            return assembly, found, held
        held = wider
        assembly = withhold(project, site, whole, held, standing_lock, disk, unedited)
        free = {path: patch for path, patch in edits.patches.items() if not held.holds(path)}
        stuck = [o for o in found if held.holds(o.patch.path)]
        again = outcomes(replace(edits, patches=free), site, assembly.tree, disk)
        found = tuple(sorted((*stuck, *again), key=lambda outcome: outcome.patch.path))


def _retired(site: Site, found: Collection[Outcome]) -> tuple[str, ...]:
    return tuple(f"{site.output}/{o.patch.path}" for o in found if o.fate is Fate.RETIRED)


def _lock(site: Site, project: Project, lock: Lock, tree: Tree, held: Held, changed: Mapping[str, str | None]) -> Lock:
    """Return the lock with the edited files' digests and the patches as inputs."""
    folder = project.patches.relative_to(project.root).as_posix()
    patches = {f"{folder}/{name}": digest for name, digest in _patch_digests(project).items()}
    patches |= {file: of_text(text) for file, text in changed.items() if text is not None and file.startswith(folder)}
    for file in [f for f, text in changed.items() if text is None]:
        patches.pop(file, None)
    outputs = dict(lock.outputs)
    outputs |= {file: digests for file, digests in outputs_of(site, tree).items() if not _is_held(site, held, file)}
    return replace(lock, inputs={**lock.inputs, **patches}, outputs=outputs)


def _is_held(site: Site, held: Held, file: str) -> bool:
    return held.holds(file.removeprefix(f"{site.output}/"))


def _patch_digests(project: Project) -> dict[str, str]:
    return dict(survey(project.patches))


def _tools(
    project: Project, site: Site, assembly: Assembly, last: Lock, diagnostics: Diagnostics, today: date
) -> Standing:
    accepted = read_accepted(project.accepted, project.root, diagnostics)
    if diagnostics.failed:  # what it says is not known, so nothing follows from it
        return Standing((), {}, ())
    tools = assembly.plan.tools
    reasons = {tool.name: reason for tool in tools if (reason := flagged(tool))}
    former = {name for tool in tools for name in tool.was}
    found = standing(surfaces(tools), last.links, accepted, reasons, today, former)
    for rule, message, suggestion in found.notices:
        diagnostics.warning(rule, message, None, suggestion)
    names = {tool.name for tool in tools}
    asked = {d.subject: accepted[d.subject] for d in found.drifts if accepted and d.subject in accepted.keys() & names}
    details = tool_changes(site, tools, asked)
    told = (replace(drift, details=details.get(drift.subject, ())) for drift in found.drifts)
    return replace(found, drifts=tuple(told))


def _acceptances(project: Project, found: Standing) -> dict[str, str | None]:
    if not found.new and not found.former:
        return {}
    text = project.accepted.read_text(encoding="utf-8") if project.accepted.exists() else ""
    text = without_accepted(with_accepted(text, found.new), found.former)
    return {project.accepted.relative_to(project.root).as_posix(): text}
