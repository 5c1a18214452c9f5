"""What the page says, before it is HTML: one view for each of its parts, made from a `Review`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codegen.changes.impact import Impact
from codegen.changes.model import Aspect, Level
from codegen.changes.page.causes import by_cause
from codegen.changes.page.hunks import Hunk, hunks
from codegen.changes.page.lines import lines
from codegen.changes.registry import rule_of
from codegen.changes.report import Row
from codegen.changes.review import LAYERS, Review
from codegen.changes.rules import LOADED as LOADED  # the rules register themselves
from codegen.contract.model import Json
from codegen.core.places import Place

NOTHING_TO_MEND, ABSORBED, ACCEPTED, UNJUDGED = "nothing to mend", "absorbed", "accepted", "not judged"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change.

    Attributes:
        id: of its element, from what it says.
        standing: in which layer it has to be mended, `ABSORBED`, `ACCEPTED`, `NOTHING_TO_MEND`, or `UNJUDGED` where the
            definitions do not bind, so that what it does above the contract is not known.
        old, new: the values, or what came or went itself in a few lines; None where there is nothing.
        old_place, new_place: `file:line`, "" where it does not stand.
        operations: where it shows, each with the spots in it.
        severity: each dimension with its level.
        doc: the rule's page, a line each.
        offer: the lines of `adapt` that absorb it, "" without.
        hunks: the generated code that follows from it.
    """

    id: str
    row: Row
    standing: str
    old: str | None
    new: str | None
    old_place: str
    new_place: str
    operations: tuple[tuple[str, tuple[str, ...]], ...]
    severity: tuple[tuple[str, Level], ...]
    doc: tuple[str, ...]
    offer: str
    hunks: tuple[Hunk, ...]

    @property
    def level(self) -> Level:
        """Its worst level."""
        return self.row.change.severity.worst


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page.

    Attributes:
        hunks: those that follow from several changes.
        edited: those of files that people edited or wrote, where they take the edit away.
        upgrade: those of another version of the generator.
    """

    review: Review
    changes: tuple[ChangeView, ...]
    hunks: tuple[Hunk, ...]
    upgrade: tuple[Hunk, ...]
    edited: tuple[Hunk, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        """The services that changed."""
        return tuple(sorted({change.row.service for change in self.changes}))


def page_view(review: Review) -> PageView:
    """Return what the page says."""
    rows = review.report.rows
    by_people = _by_people(review)
    found, rest = by_cause(hunks(d for d in review.diffs if d.file not in by_people), rows, review.chain)
    ids = _ids(rows)
    changes = (
        _change(row, ids[number], tuple(found.get(number, ())), judged=not review.problems)
        for number, row in enumerate(rows)
    )
    return PageView(
        review,
        tuple(sorted(changes, key=_urgency)),
        tuple(rest),
        tuple(hunks(review.upgrade_diffs)),
        tuple(hunks(d for d in review.diffs if d.file in by_people)),
    )


def _by_people(review: Review) -> frozenset[str]:
    """Return the files below the output folder that people edited or wrote, by the names that the diffs have."""
    notices = (notice for verdict in review.verdicts for notice in verdict.notices)
    names = {notice.subject for notice in notices if notice.kind in ("file-edited", "file-unknown")}
    alike = ([diff.file for diff in review.diffs if f"/{diff.file}".endswith(f"/{name}")] for name in names)
    return frozenset(min(files, key=len) for files in alike if files)


def _urgency(change: ChangeView) -> tuple[bool, int, int]:
    """Return by what changes are ordered: the worst first, of those that are as bad what has to be mended."""
    asked = 0 if change.standing in LAYERS else 1 if change.standing == UNJUDGED else 2 if change.row.breaking else 3
    return not change.row.used, -change.level, asked


# ------------------------------------------------------------------ changes

QUESTIONS = {
    "wire": "does a running old client still work?",
    "client code": "does code written against the old client still type-check?",
    "credential": "must someone obtain a scope or a new credential?",
    "action": "does a mapping, an input or an output of an action no longer hold?",
    "tool": "does what agents see change?",
}
_FIELDS = {"client code": "client"}


def _change(row: Row, at: str, own: tuple[Hunk, ...], *, judged: bool) -> ChangeView:
    change = row.change
    rule = rule_of(change.rule)
    spots: dict[str, list[str]] = {}
    for spot in change.places:
        spots.setdefault(spot.operation, []).append(spot.where)
    old, new = _sides(row)
    came_or_went = change.aspect is Aspect.EXISTENCE and (old is None) != (new is None)
    return ChangeView(
        id=at,
        row=row,
        standing=_standing(row, judged=judged),
        old=old,
        new=new,
        old_place="" if came_or_went and old is None else _placed(row.old),
        new_place="" if came_or_went and new is None else _placed(row.new),
        operations=tuple((name, tuple(where)) for name, where in spots.items() if name),
        severity=tuple((name, getattr(change.severity, _FIELDS.get(name, name))) for name in QUESTIONS),
        doc=tuple(line.strip() for line in rule.doc.strip().splitlines() if line.strip()) if rule else (),
        offer=offered(row),
        hunks=own,
    )


def _standing(row: Row, *, judged: bool) -> str:
    if row.accepted:
        return ACCEPTED
    if row.impact.mended_by or row.impact.absorbed:
        return row.impact.mended_by or ABSORBED
    unknown = not judged and row.used and row.impact == Impact() and row.change.severity.worst > Level.INFO
    return UNJUDGED if unknown else NOTHING_TO_MEND


def _ids(rows: Sequence[Row]) -> list[str]:
    """Return an id for each row, from what it says; the second of two that say the same has a number."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        change = row.change
        said = [row.service, change.rule, change.subject, change.message, change.side, change.element.new_pointer]
        digest = hashlib.sha256("\n".join(said).encode(errors="surrogatepass")).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        found.append(f"c-{digest}" if seen[digest] == 1 else f"c-{digest}-{seen[digest]}")
    return found


def _sides(row: Row) -> tuple[str | None, str | None]:
    """Return what a change was and is: its values, whether it has to be there, or what came or went itself."""
    change = row.change
    if change.old is not None or change.new is not None:
        return _printed(change.old), _printed(change.new)
    if change.aspect is Aspect.NEEDED:
        needed = "-became-required" in change.rule
        return ("optional", "required") if needed else ("required", "optional")
    before, now = (lines(part) if part is not None else None for part in (row.old_part, row.new_part))
    return before, now


def _printed(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=2 if isinstance(value, Mapping) else None)


def _placed(place: Place | None) -> str:
    if place is None:
        return ""
    return f"{place.file}:{place.line}" if place.line else place.file


def offered(row: Row) -> str:
    """Return the lines of `adapt` that absorb a change, "" without."""
    return f"adapt: {json.dumps(row.offer, ensure_ascii=False)}" if row.offer else ""
