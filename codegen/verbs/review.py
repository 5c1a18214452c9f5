"""`codegen review`: what changed in the contracts and what was generated from it, as one page to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from codegen.actions.bind.links import chain
from codegen.actions.link import Link as PlanLink
from codegen.changes.impact import Impact
from codegen.changes.page import page
from codegen.changes.page.document import MARK
from codegen.changes.page.hunks import applied, with_sections
from codegen.changes.report import Report, Row
from codegen.changes.review import EXTERNAL_SERVICE, GENERATE, STUCK, FileDiff, Link, Notice, Review, verdicts
from codegen.contract.build import build
from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics, Severity
from codegen.project import Project, find
from codegen.sync.drift import Drift
from codegen.sync.hold import Held, group_of, hold
from codegen.sync.layers import of_link, of_path
from codegen.sync.lock import Lock
from codegen.sync.site import Site, read_lock
from codegen.verbs.assemble import Inputs, bound, read
from codegen.verbs.check import CheckResult, check
from codegen.verbs.diff import diff
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate
from codegen.verbs.open import open_project, site_of
from codegen.verbs.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """The review, and where its page was written.

    `exit_code` is 1 where something in use breaks or somebody has to mend something, 2 where the input is wrong.
    """

    review: Review
    file: str
    text: str
    exit_code: int


def review(
    start: Path, output: str, today: date | None = None, *, old: str = "", new: str = "", everything: bool = False
) -> ReviewResult:
    """Write the review of the project that `start` lies in, or of two contracts.

    Args:
        start: a folder in the project; for two contracts it need not be in one.
        output: the page's file, relative to `start`; `-` for none, where the text is only returned.
        today: the day by which an acceptance runs out; today's where it is left out.
        old: a file or `REVISION:PATH`; the snapshots of all services where it is left out.
        new: likewise, as of `codegen.verbs.diff.diff`.
        everything: also what shows in no operation in use.

    Raises:
        UsageError: if there is no project and no contract is named, or the file cannot be written or is none of ours.
    """
    project = find(start.resolve()) if old else open_project(start)
    target = None if output == "-" else _target(start / output, project)
    if old or project is None:
        changed = diff(start, old, new, everything=everything, today=today)
        found, code = _of_contracts(changed.report, project), changed.exit_code
    else:
        checked = check(start, today)
        found, unread = _review(start, project, checked, today, everything=everything)
        code = 2 if checked.exit_code == 2 or unread else 0 if not found.report.breaking and found.in_step else 1
    text = page(found)
    if target is not None:
        _write(target, text)
    return ReviewResult(found, output, text, code)


def _of_contracts(report: Report, project: Project | None) -> Review:
    """Return the review of two contracts alone: what the working tree holds is not looked at, but for who uses what."""
    chain: tuple[Link, ...] = ()
    files: dict[str, str] = {}
    known = project is not None and all(row.service for row in report.rows)
    if project is not None and known:
        lock = read_lock(site_of(project))
        inputs = read(project, lock, Diagnostics())
        chain = tuple(_chain(project, inputs, lock, _bound(project, inputs), None))
        files = _files(inputs)
    report = replace(report, rows=tuple(_laid_below(row) for row in report.rows))
    layers = verdicts(report, (), chain)
    layers = layers if known else layers[:1]
    return Review(report=report, verdicts=layers, chain=chain, known=known, files=files)


def _files(inputs: Inputs) -> dict[str, str]:
    return {settings.name: settings.file for settings in inputs.written.services}


def _laid_below(row: Row) -> Row:
    """Return a break that nobody is known to use as one to mend at the External Service: its clients have to."""
    if row.service or not row.breaking or row.impact != Impact():
        return row
    return replace(row, impact=Impact(mended_by=EXTERNAL_SERVICE, why="no project is known that uses it"))


def _target(file: Path, project: Project | None) -> Path:
    """Return the file to write, if it may be."""
    file = file.resolve()
    if project is not None and file.is_relative_to(project.output.resolve()):
        raise UsageError(f"{file.name} would stand among the generated files", "choose another place with --output")
    try:
        ours = not file.exists() or file.read_bytes().startswith(MARK.encode())
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", "choose another place with --output") from error
    if not ours:
        raise UsageError(f"{file.name} is no page of codegen review", "choose another place with --output")
    return file


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", "choose another place with --output") from error


def _review(
    start: Path, project: Project, checked: CheckResult, today: date | None, *, everything: bool = False
) -> tuple[Review, bool]:
    """Return the review, and whether a contract could not be read."""
    changed = diff(start, everything=everything, today=today)
    produced = generate(start, dry_run=True, diff=True, today=today)
    site = site_of(project)
    lock, quiet = read_lock(site), Diagnostics()
    inputs = read(project, lock, quiet)
    now = _bound(project, inputs)
    told = (*checked.diagnostics, *produced.diagnostics, *changed.diagnostics)
    errors = (item for item in told if item.severity is Severity.ERROR)
    chain = tuple(_chain(project, inputs, lock, now, checked.drifts))
    upgraded = {_name(text): text for text in produced.upgrade_diffs}  # the inputs' diffs begin after these
    found = Review(
        report=changed.report,
        verdicts=verdicts(changed.report, map(_notice, checked.drifts), chain),
        chain=chain,
        diffs=tuple(_diff(text, site, upgraded.get(_name(text), "")) for text in produced.diffs),
        upgrade=produced.upgrade,
        upgrade_diffs=tuple(_diff(text, site) for text in produced.upgrade_diffs),
        problems=tuple(dict.fromkeys(str(item) for item in errors)),
        files=_files(inputs),
    )
    return found, changed.exit_code == 2


def _notice(drift: Drift) -> Notice:
    return Notice(str(drift.layer), drift.kind, drift.subject, drift.message, drift.mend, drift.details)


def _diff(text: str, site: Site, upgrade: str = "") -> FileDiff:
    """Return one file's diff with the name that stands in its head.

    Args:
        text: the diff.
        site: the project.
        upgrade: the diff from the file on the disk to what this one begins with; "" where that is the same.
    """
    name = _name(text)
    file = site.root / name
    standing = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    text = with_sections(text, applied(upgrade, standing))
    return FileDiff(name, str(of_path(name.removeprefix(f"{site.output}/"))), text)


def _name(diff: str) -> str:
    names = [line[4:].split("\t")[0] for line in diff.split("\n", 2)[:2]]
    return next(name for name in reversed(names) if name != "/dev/null")[2:]


# ------------------------------------------------------------------ the chain


def _bound(project: Project, inputs: Inputs) -> tuple[PlanLink, ...]:
    """Return the links of today's inputs; none where they do not bind."""
    quiet = Diagnostics()
    plan = bound(inputs, inputs.contracts, project, quiet)
    return () if quiet.failed else chain(plan)


def _chain(
    project: Project, inputs: Inputs, lock: Lock | None, now: tuple[PlanLink, ...], drifts: Sequence[Drift] | None
) -> Iterator[Link]:
    """Yield every link of before and now, those below first.

    Args:
        project: where things are.
        inputs: today's.
        lock: of the last run.
        now: the links of today's inputs; none where they do not bind.
        drifts: None where they are not looked at.
    """
    then = lock.links if lock is not None else ()
    before = {(link.kind, link.name): link for link in then}
    after = {(link.kind, link.name): link for link in now}
    keys, misfits = _keys(project, inputs), dict(_misfitting(drifts or (), inputs))
    told, held = _told(drifts or ()), _held(drifts or (), now, then)
    yield from (Link(*key, notices=tuple(found)) for key, found in told.items() if key[0] == "contract")
    order = {"operation": 0, "action": 1, "tool": 2}
    for key in sorted(before.keys() | after.keys(), key=lambda key: (order.get(key[0], len(order)), key[1])):
        kind, name = key
        link = after.get(key) or before[key]
        known = drifts is not None and (bool(after) or kind != "tool")  # tools are made of what binds only
        yield Link(
            kind,
            name,
            tuple(link.needs),
            frozenset(keys.get(name, ())) if kind == "operation" else frozenset(),
            new=bool(before) and key not in before,
            gone=_lost(name, inputs) if kind == "operation" else bool(after) and key not in after,
            misfits=misfits.get(name, frozenset()) if kind == "action" else frozenset(),
            held=_holds(held, link),
            notices=tuple(told.get(key, ())) if known else None,
        )


def _lost(operation: str, inputs: Inputs) -> bool:
    """Say whether today's contract has an operation no more."""
    service, _, name = operation.partition(".")
    contract = inputs.contracts.get(service)
    return contract is not None and name not in contract.operations and name not in inputs.known.get(service, ())


def _told(drifts: Iterable[Drift]) -> Mapping[tuple[str, str], list[Notice]]:
    """Return the drifts by the link that they are in, those of a service's files and contract by its contract."""
    found: dict[tuple[str, str], list[Notice]] = {}
    for drift in drifts:
        kind, name = _KINDS.get(drift.layer, ""), drift.subject
        if kind == "operation" and "." not in name:
            kind = "contract"
        if drift.kind.startswith(("file-", "patch-")):
            kind, name = group_of(drift.subject)
            kind = "" if drift.mend == GENERATE else {"service": "contract"}.get(kind, kind)
        found.setdefault((kind, name), []).append(_notice(drift))
    return found


_KINDS = {of_link(kind): kind for kind in ("operation", "action", "tool")}


def _held(drifts: Iterable[Drift], now: Sequence[PlanLink], then: Sequence[PlanLink]) -> Held:
    """Return what kept edits that do not fit hold back."""
    stuck = [drift.subject for drift in drifts if drift.kind in STUCK]
    return hold(stuck, now, then) if stuck else Held()


def _holds(held: Held, link: PlanLink) -> bool:
    if link.kind == "operation":
        return link.name.partition(".")[0] in held.services
    return link.name in held.actions if link.kind == "action" else any(name in held.actions for _, name in link.needs)


def _keys(project: Project, inputs: Inputs) -> Mapping[str, set[str]]:
    """Return `METHOD /path` of every operation, before and now, by `service.operation`."""
    found: dict[str, set[str]] = {}
    for settings in inputs.written.services:
        document = load(snapshot(project, settings.name), project.root, Diagnostics())
        old = (
            build(
                document, service=settings.name, used=None, adapt=settings.adapt, pinned={}, diagnostics=Diagnostics()
            )
            if document is not None
            else None
        )
        for contract in (old, inputs.contracts.get(settings.name)):
            for name, operation in contract.operations.items() if contract is not None else ():
                found.setdefault(f"{settings.name}.{name}", set()).add(f"{operation.method} {operation.path}")
    return found


def _misfitting(drifts: Iterable[Drift], inputs: Inputs) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the actions that no longer fit a contract, with the services, as the drifts' details name their files."""
    moved = [drift for drift in drifts if drift.kind == "contract-misfit"]
    for definition in inputs.written.definitions:
        file = f"{definition.source.file}:"
        services = frozenset(drift.subject for drift in moved if any(line.startswith(file) for line in drift.details))
        if services:
            yield definition.name, services
