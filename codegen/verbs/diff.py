"""`codegen diff`: what changed in the contracts, and what that does to each layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from codegen.changes.absorb import Offer, merged
from codegen.changes.impact import judge
from codegen.changes.model import Change, Element, Spot
from codegen.changes.report import Report, Row, ordered
from codegen.changes.walk import changes
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostic, Diagnostics
from codegen.core.places import Place
from codegen.project import find
from codegen.sync.site import read_lock
from codegen.sync.write import record
from codegen.verbs.assemble import read, site_of
from codegen.verbs.diff_sides import Home, Sides, named, same_path, snapshots
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project
from codegen.verbs.solely import solely
from codegen.verbs.surroundings import Surroundings
from codegen.verbs.yaml_text import with_adapt


@dataclass(frozen=True, slots=True)
class DiffResult:
    """What changed; `exit_code` is 1 where something in use breaks.

    `applied` maps each `service.yaml` that was written to the lines of `adapt` that were put into it.
    """

    report: Report
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int
    applied: Mapping[str, Mapping[str, Json]]


def diff(start: Path, old: str = "", new: str = "", *, everything: bool = False, apply: bool = False) -> DiffResult:
    """Compare contracts.

    Args:
        start: a folder, in a project or not.
        old: a file or `REVISION:PATH`; the snapshots of all services where it is left out.
        new: likewise; the file of the same path where `old` names a revision, today's contracts where both are left
            out.
        everything: also what shows in no operation in use.
        apply: write the lines of `adapt` that absorb changes.

    Raises:
        UsageError: if a side cannot be opened, there is no project to compare the snapshots of, the type checker does
            not run, or the disk does not let us.
    """
    home = _home(start, needed=not old or apply)
    rows: list[Row] = []
    newly: list[str] = []
    lines: dict[str, dict[str, Json]] = {}
    with ExitStack() as stack:
        if home is not None:
            stack.enter_context(solely(site_of(home.project), writing=apply))
        for sides in [named(old, new, home, stack, start)] if old or home is None else snapshots(home):
            found = _Comparison(sides, home)
            rows += found.rows
            newly += found.newly_used
            if home is not None and found.offers:
                lines[home.settings(sides.service).file] = merged([offer.lines for offer in found.offers])
        if apply and home is not None:
            _apply(home, lines)
    shown = [row for row in rows if everything or row.used]
    names = (old or "the snapshots", new or ("today's contracts" if not old else same_path(old)))
    report = Report(*names, ordered(shown), tuple(sorted(newly)), len(rows) - len(shown))
    return DiffResult(report, tuple(Diagnostics()), 1 if report.breaking else 0, lines if apply else {})


def _home(start: Path, *, needed: bool) -> Home | None:
    project = open_project(start) if needed else find(start.resolve())
    if project is None:
        return None
    lock = read_lock(site_of(project))
    return Home(project, read(project, lock, Diagnostics()), lock)


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


class _Comparison:
    """One service's changes as rows.

    Attributes:
        rows: every change, those in no operation in use among them.
        newly_used: operations that are used now and were not before.
        offers: lines of `adapt` that absorb changes.
    """

    def __init__(self, sides: Sides, home: Home | None) -> None:
        self.rows: list[Row] = []
        self.newly_used: list[str] = []
        self.offers: tuple[Offer, ...] = ()
        self._sides = sides
        found = changes(sides.old, sides.new)
        narrowed = {id(change): used for change in found if (used := _narrowed(change, sides.used)) is not None}
        around = None
        if home is not None and sides.service and narrowed:
            surroundings = Surroundings(sides, home, [change for change in found if id(change) in narrowed])
            around = surroundings.around()
            self.offers = tuple(surroundings.offers())
        for change in found:
            used = narrowed.get(id(change))
            if used is not None and change.rule == "endpoint-added" and sides.used is not None:
                self.newly_used.append(f"{sides.service}: {change.subject}")
                continue
            row = self._row(change, used)
            if around is not None and used is not None:
                judged, impact = judge(used, around)
                row = replace(row, change=judged, impact=impact)
            self.rows.append(row)

    def _row(self, change: Change, used: Change | None) -> Row:
        told = used or change
        offer = next((o for o in self.offers if any(change is other for other in o.changes)), None)
        row = Row(self._sides.service, told, used is not None, *self._places(told.element))
        return row if offer is None else replace(row, offer=offer.lines, confidence=offer.confidence)

    def _places(self, element: Element) -> tuple[Place | None, Place | None]:
        old = self._sides.old_document.place(element.old_pointer) if element.old_pointer else None
        new = self._sides.new_document.place(element.new_pointer) if element.new_pointer else None
        return old, new


def _narrowed(change: Change, used: frozenset[str] | None) -> Change | None:
    """Return a change with only its places in operations in use; None where it has none there."""
    if used is None:
        return change
    places = tuple(spot for spot in change.places if spot.operation in used or not spot.operation)
    return replace(change, places=places) if places else None


def spots_in_words(spots: Iterable[Spot], most: int = 3) -> str:
    """Return where a change shows, a few places by name."""
    names = list(dict.fromkeys(spot.operation for spot in spots if spot.operation))
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
