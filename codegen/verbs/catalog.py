"""`codegen catalog`: who owns what, how fast they answer, whom to ask next, and which reviews are overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from codegen.actions.terms import Owner
from codegen.core.diagnostics import Diagnostic, Diagnostics
from codegen.verbs.open import open_project
from codegen.verbs.written import read_written

_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Entry:
    """One service or action with who is responsible for it.

    Attributes:
        kind: `service` or `action`.
        respond, resolve: the promised times in seconds, None where nothing is promised.
        next_review: ISO 8601, "" where no review is due ever.
        overdue: by how many days, 0 where it is not.
        file: where to change it.
    """

    kind: str
    name: str
    title: str
    team: str
    escalation: tuple[str, ...]
    respond: float | None
    resolve: float | None
    reviewed: str
    next_review: str
    overdue: int
    scopes: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class CatalogResult:
    """The entries, services first; `exit_code` is 1 where a review is overdue."""

    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


def catalog(start: Path, today: date) -> CatalogResult:
    """List the services and actions of the project that `start` lies in.

    Args:
        start: a folder in the project.
        today: the day by which reviews are due.

    Raises:
        UsageError: if there is no project.
    """
    project, diagnostics = open_project(start), Diagnostics()
    written = read_written(project, diagnostics)
    entries = [
        _entry("service", item.name, item.title, item.owner, (), item.file, today) for item in written.services
    ] + [
        _entry("action", item.name, item.title, item.owner, item.permissions.scopes, item.file, today)
        for item in written.definitions
    ]
    late = any(entry.overdue for entry in entries)
    return CatalogResult(tuple(entries), tuple(diagnostics), 2 if diagnostics.failed else int(late))


def _entry(kind: str, name: str, title: str, owner: Owner, scopes: tuple[str, ...], file: str, today: date) -> Entry:
    due = _due(owner)
    return Entry(
        kind=kind,
        name=name,
        title=title,
        team=owner.team,
        escalation=owner.escalation,
        respond=owner.respond,
        resolve=owner.resolve,
        reviewed=owner.reviewed,
        next_review=due.isoformat() if due is not None else "",
        overdue=max((today - due).days, 0) if due is not None else 0,
        scopes=scopes,
        file=file,
    )


def _due(owner: Owner) -> date | None:
    """Return when the next review is due; a rhythm without a review yet is due from the first day on."""
    if owner.review_every is None:
        return None
    if not owner.reviewed:
        return date.min
    return date.fromisoformat(owner.reviewed) + timedelta(days=owner.review_every / _DAY)
