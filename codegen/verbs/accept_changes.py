"""`codegen accept SERVICE/ID`: a person agrees to a breaking change, so that `codegen diff` no longer fails for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from codegen.core.diagnostics import nearest
from codegen.sync.write import record
from codegen.verbs.accepted_text import with_accepted_changes
from codegen.verbs.diff import diff
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project, site_of
from codegen.verbs.solely import solely


def accept_changes(
    start: Path, ids: Sequence[str], old: str, *, reason: str, owner: str, until: date | None
) -> tuple[str, ...]:
    """Record the acceptance of changes, and return their subjects.

    Args:
        start: a folder in the project.
        ids: of changes, as `codegen diff` shows them.
        old: what they are changes from: a file or `REVISION:PATH`; the snapshots where it is "".
        reason: why they are right.
        owner: who answers for them.
        until: the last day on which the acceptance holds, None for ever.

    Raises:
        UsageError: if there is no such change.
    """
    project = open_project(start)
    rows = {row.id: row for row in diff(start, old).report.rows}
    for name in ids:
        if name not in rows:
            raise UsageError(f"there is no change {name!r}", nearest(name, rows) or "codegen diff shows their ids")
    ending = {"until": until.isoformat()} if until is not None else {}
    entries = {
        change_id: {"rule": change.rule, "subject": change.subject, "reason": reason, "owner": owner, **ending}
        for name in ids
        for change_id, change in rows[name].ids.items()
    }
    with solely(site_of(project)):
        text = project.accepted.read_text(encoding="utf-8") if project.accepted.exists() else ""
        file = project.accepted.relative_to(project.root).as_posix()
        record(site_of(project), {file: with_accepted_changes(text, entries).encode()})
    return tuple(rows[name].change.subject for name in ids)
