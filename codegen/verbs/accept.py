"""`codegen accept`: a person agrees to what agents see of a tool, with a reason and a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from codegen.actions.accepted import Accepted, read_accepted
from codegen.core.diagnostics import Diagnostic, Diagnostics, nearest
from codegen.project import Project
from codegen.sync.disk import survey
from codegen.sync.site import read_lock
from codegen.sync.write import record
from codegen.verbs.accept_changes import accept_changes
from codegen.verbs.accepted_text import with_accepted, without_accepted
from codegen.verbs.assemble import assemble
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project, site_of
from codegen.verbs.settle import settle
from codegen.verbs.solely import solely
from codegen.verbs.tool_changes import surfaces, tool_changes


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """The tools and changes that were accepted, and the tools among them that were accepted as they are already.

    `differences` says of each tool how it differs from what was accepted of it before, in lines.
    """

    accepted: tuple[str, ...]
    unchanged: tuple[str, ...]
    file: str
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int
    differences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def accept(
    start: Path, tools: Sequence[str], *, reason: str = "", owner: str = "", until: date | None = None,
    today: date | None = None, since: str = "", dry_run: bool = False,
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
        dry_run: only say what would be accepted, of tools alone; wants no reason and no owner.

    Raises:
        UsageError: if there is no such tool or change, reason or owner are empty, or the last day is over.
    """
    today, reason, owner = today or datetime.now(UTC).date(), reason.strip(), owner.strip()
    if not dry_run and not (reason and owner):
        raise UsageError("an acceptance has a reason and an owner", '--reason "…" --owner TEAM')
    if until is not None and until < today:
        raise UsageError(f"{until} is over", "give a day to come, or leave --until out")
    ids, tools = [name for name in tools if "/" in name], [name for name in tools if "/" not in name]
    if dry_run and ids:
        raise UsageError("--dry-run is for tools", f"`codegen diff` shows the change {ids[0]}")
    changes = accept_changes(start, ids, since, reason=reason, owner=owner, until=until) if ids else ()
    project = open_project(start)
    if not tools:
        return AcceptResult(changes, (), project.accepted.relative_to(project.root).as_posix(), (), 0)
    result = _accept_tools(project, tools, Accepted("", "", reason, owner, until), today, dry_run=dry_run)
    return replace(result, accepted=(*changes, *result.accepted)) if result.exit_code == 0 else result


def _accept_tools(
    project: Project, tools: Sequence[str], said: Accepted, today: date, *, dry_run: bool
) -> AcceptResult:
    """Accept tools; `said` has the reason, the owner and the last day."""
    site, diagnostics = site_of(project), Diagnostics()
    file = project.accepted.relative_to(project.root).as_posix()
    with solely(site):
        lock = read_lock(site)
        _, assembly = assemble(project, lock, diagnostics)
        known = read_accepted(project.accepted, project.root, diagnostics) or {}
        if assembly is None or diagnostics.failed:
            return AcceptResult((), (), file, tuple(diagnostics), 2)
        settled = settle(project, site, assembly, lock, survey(site.folder), Diagnostics(), today=today)
        now = surfaces(settled.tools)
        for name in tools:
            if name not in now and name not in known:
                raise UsageError(f"there is no tool {name!r}", nearest(name, now))
        entries = {name: replace(said, **_digests(now[name])) for name in tools if name in now}
        gone = [name for name in tools if name not in now]
        changed = tool_changes(site, settled.tools, {name: known[name] for name in entries if name in known})
        differences = {**changed, **dict.fromkeys(gone, ("the tool is gone",))}
        if not dry_run:
            text = project.accepted.read_text(encoding="utf-8") if project.accepted.exists() else ""
            record(site, {file: without_accepted(with_accepted(text, entries), gone).encode()})
    same = tuple(name for name in entries if name in known and _digests(known[name]) == _digests(now[name]))
    return AcceptResult((*entries, *gone), same, file, tuple(diagnostics), 0, differences)


def _digests(entry: Accepted) -> dict[str, Any]:
    return {"schema": entry.schema, "text": entry.text, "vendors": entry.vendors}
