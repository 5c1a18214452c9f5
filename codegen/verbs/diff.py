"""`codegen diff`: what changed in the contracts, and what that does to each layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from codegen.actions.accepted import read_accepted_changes
from codegen.changes.absorb import merged
from codegen.changes.model import Spot
from codegen.changes.report import SNAPSHOTS, Report, Row, ordered
from codegen.contract.draft import Drafts
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostic, Diagnostics, Severity
from codegen.project import Project
from codegen.sync.site import read_lock
from codegen.sync.write import record
from codegen.verbs.assemble import Known, read
from codegen.verbs.comparison import Comparison
from codegen.verbs.contract_sources import same_path
from codegen.verbs.diff_sides import Home, Sides, sides_of, snapshots
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project, site_of
from codegen.verbs.solely import solely
from codegen.verbs.versions import Opened, open_versions
from codegen.verbs.yaml_text import with_adapt


@dataclass(frozen=True, slots=True)
class DiffResult:
    """What changed; `exit_code` is 1 where something in use breaks that no line written now absorbs.

    `applied` maps each `service.yaml` that was written to the lines of `adapt` that were put into it.
    """

    report: Report
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int
    applied: Mapping[str, Mapping[str, Json]]


def diff(
    start: Path, old: str = "", new: str = "", *, everything: bool = False, apply: bool = False,
    today: date | None = None, opened: Opened | None = None,
) -> DiffResult:  # fmt: skip
    """Compare contracts.

    Args:
        start: a folder, in a project or not.
        old: a file or `REVISION:PATH`; the snapshots of all services where it is left out.
        new: likewise; the file of the same path where `old` names a revision, today's contracts where both are left
            out.
        everything: also what shows in no operation in use.
        apply: write the lines of `adapt` that absorb changes and are sure enough.
        today: the day by which an acceptance runs out; today's where it is left out.
        opened: the two contracts, where they are opened already.

    Raises:
        UsageError: if a side cannot be opened, there is no project to compare the snapshots of, the type checker does
            not run, or the disk does not let us.
    """
    told, diagnostics = Diagnostics(), Diagnostics()
    rows: list[Row] = []
    newly: list[str] = []
    lines: dict[str, dict[str, Json]] = {}
    with ExitStack() as stack:
        if old and opened is None:
            opened = open_versions(start, old, new, stack)
        project = open_project(start) if opened is None or apply else opened.project
        if project is not None:
            stack.enter_context(solely(site_of(project), writing=apply))
        home = _home(project, opened, told) if project is not None else None
        for sides in _sides(opened, home, everything=everything):
            found = Comparison(sides, home)
            rows += found.rows
            newly += found.newly_used
            sure = [row.offer for row in found.rows if row.sure]
            if home is not None and sure:
                lines[home.settings(sides.service).file] = merged(sure)
        if apply and home is not None:
            _apply(home, lines)
        if home is not None:
            wrong = (*told, *opened.told) if opened is not None else tuple(told)
            diagnostics.extend(_unread(home, wrong, services=opened is None))
        if project is not None:
            rows = _with_accepted(rows, project, diagnostics, today or datetime.now(UTC).date())
    shown = [row for row in rows if everything or row.used]
    names = (old or SNAPSHOTS, new or ("today's contracts" if not old else same_path(old)))
    report = Report(*names, ordered(shown), tuple(sorted(newly)))
    left = [row for row in report.breaking if not (apply and row.sure and not row.partly)]
    return DiffResult(report, tuple(diagnostics), 2 if diagnostics.failed else int(bool(left)), lines if apply else {})


def _home(project: Project, opened: Opened | None, diagnostics: Diagnostics) -> Home | None:
    """Return the project with what is read of it; None where contracts of none of its services are compared."""
    if opened is None:
        lock = read_lock(site_of(project))
        return Home(project, read(project, lock, diagnostics), lock)
    versions, settings, lock = opened.versions, opened.versions.settings, opened.lock
    if settings is None:
        return None
    today, drafts = versions.today(), Drafts()
    if versions.compared != frozenset():  # else nothing in use is looked at
        drafts.prepare(versions.before, versions.after, versions.used)
    known = Known(opened.written, {settings.name: today} if today is not None else {}, drafts)
    return Home(project, read(project, lock, diagnostics, known), lock)


def _sides(opened: Opened | None, home: Home | None, *, everything: bool) -> Iterable[Sides]:
    if opened is not None:
        return [sides_of(opened.versions, home, everything=everything)]
    return snapshots(home) if home is not None else ()


def _unread(home: Home, told: Iterable[Diagnostic], *, services: bool) -> Iterator[Diagnostic]:
    """Yield why something in use is not compared: a definition, a service's settings or its contract cannot be read.

    Args:
        home: the project.
        told: what was found wrong in it.
        services: whether those of services count; not where only one of them is compared.
    """
    written = home.inputs.written
    defined = {definition.source.path for definition in written.definitions}
    lost = [path for path in home.project.definitions if path not in defined]
    read = {settings.folder for settings in written.services if settings.name in home.inputs.documents}
    lost += [path.parent for path in home.project.services if services and path.parent not in read]
    names = {path.relative_to(home.project.root).as_posix() for path in lost}
    for item in told:
        file = item.place.file if item.place else ""
        if item.severity is Severity.ERROR and (file in names or file.rpartition("/")[0] in names):
            yield item


def _with_accepted(rows: list[Row], project: Project, diagnostics: Diagnostics, today: date) -> list[Row]:
    """Return the rows, those that somebody accepted marked so while the acceptance holds."""
    accepted = read_accepted_changes(project.accepted, project.root, diagnostics)
    holding = {name: entry for name, entry in accepted.items() if entry.until is None or entry.until >= today}
    return [
        replace(row, accepted=f"{holding[first].reason} ({holding[first].owner})")
        if row.ids.keys() <= holding.keys() and (first := next(iter(row.ids)))
        else row
        for row in rows
    ]


def _apply(home: Home, lines: Mapping[str, Mapping[str, Json]]) -> None:
    """Put lines of `adapt` into the files of their services; comments and order stay."""
    files: dict[str, bytes | None] = {}
    for name, section in lines.items():
        text = (home.project.root / name).read_text(encoding="utf-8")
        try:
            files[name] = with_adapt(text, section).encode()
        except ValueError as error:
            raise UsageError(f"{name} cannot be added to: {error}", "write the line by hand") from error
    record(site_of(home.project), files)


def spots_in_words(spots: Iterable[Spot], most: int = 3) -> str:
    """Return where a change shows, a few places by name."""
    names = list(dict.fromkeys(spot.operation for spot in spots if spot.operation))
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
