"""`codegen accept`: a person agrees to what agents see of a tool, with a reason and a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from codegen.actions.accepted import Accepted, read_accepted
from codegen.core.diagnostics import Diagnostic, Diagnostics, nearest
from codegen.sync.disk import survey
from codegen.sync.site import read_lock
from codegen.sync.write import record
from codegen.verbs.accept_changes import accept_changes
from codegen.verbs.accepted_text import with_accepted
from codegen.verbs.assemble import assemble, site_of
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project
from codegen.verbs.settle import settle
from codegen.verbs.solely import solely


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """The tools and changes that were accepted, and the tools among them that were accepted as they are already."""

    accepted: tuple[str, ...]
    unchanged: tuple[str, ...]
    file: str
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


def accept(
    start: Path, tools: Sequence[str], *, reason: str, owner: str, until: date | None = None,
    today: date | None = None, since: str = "",
) -> AcceptResult:  # fmt: skip
    """Accept the surfaces of tools as they would be generated now, and breaking changes.

    Args:
        start: a folder in the project.
        tools: their names; a change is named by its id, which has a slash.
        reason: why the change is right.
        owner: who answers for it.
        until: the last day on which the acceptance holds; for ever where it is left out.
        today: the day by which an acceptance runs out; today's where it is left out.
        since: what changes are changes from, as `codegen diff` takes it.

    Raises:
        UsageError: if there is no such tool or change, reason or owner are empty, or the last day is over.
    """
    today = today or datetime.now(UTC).date()
    if not reason.strip() or not owner.strip():
        raise UsageError("an acceptance has a reason and an owner", '--reason "…" --owner TEAM')
    if until is not None and until < today:
        raise UsageError(f"{until} is over", "give a day to come, or leave --until out")
    ids, tools = [name for name in tools if "/" in name], [name for name in tools if "/" not in name]
    changes = accept_changes(start, ids, since, reason=reason.strip(), owner=owner.strip(), until=until) if ids else ()
    project, diagnostics = open_project(start), Diagnostics()
    site = site_of(project)
    file = project.accepted.relative_to(project.root).as_posix()
    if not tools:
        return AcceptResult(changes, (), file, (), 0)
    with solely(site):
        lock = read_lock(site)
        _, assembly = assemble(project, lock, diagnostics)
        known = read_accepted(project.accepted, project.root, diagnostics) or {}
        if assembly is None or diagnostics.failed:
            return AcceptResult((), (), file, tuple(diagnostics), 2)
        settled = settle(project, site, assembly, lock, survey(site.folder), Diagnostics(), today=today)
        surfaces = {link.name: link.aspects for link in settled.lock.links if link.kind == "tool"}
        for name in tools:
            if name not in surfaces:
                raise UsageError(f"there is no tool {name!r}", nearest(name, surfaces))
        entries = {
            name: Accepted(surfaces[name]["schema"], surfaces[name]["text"], reason.strip(), owner.strip(), until)
            for name in tools
        }
        text = project.accepted.read_text(encoding="utf-8") if project.accepted.exists() else ""
        record(site, {file: with_accepted(text, entries).encode()})
    same = tuple(n for n, e in entries.items() if n in known and (known[n].schema, known[n].text) == (e.schema, e.text))
    return AcceptResult((*changes, *entries), same, file, tuple(diagnostics), 0)
