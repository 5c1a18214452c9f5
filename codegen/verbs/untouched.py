"""The fast path of `diff`: most of what a vendor changes is nothing that a project uses, which the texts tell.

Nothing is built and nothing of the later stages is loaded.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from codegen.actions.accepted import read_accepted_changes
from codegen.contract.differing import differing
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostics
from codegen.project import find
from codegen.sync.site import read_lock
from codegen.verbs.contract_sources import opened, same_path
from codegen.verbs.open import site_of
from codegen.verbs.written import in_use, read_written, service_of


def untouched(start: Path, old: str, new: str) -> bool:
    """Say whether two versions of a service's contract are sure to differ in nothing that the project uses.

    Args:
        start: a folder; outside of a project nothing is sure.
        old: a file or `REVISION:PATH`.
        new: likewise; the file of the same path where it is left out.

    Raises:
        UsageError: if a side cannot be opened or read.
    """
    told = Diagnostics()
    project = find(start.resolve(), told)
    if project is None or told.failed:
        return False
    written = read_written(project, told)
    read_accepted_changes(project.accepted, project.root, told)
    settings = service_of(old, new, project, written)
    if settings is None or told.failed:
        return False
    lock = read_lock(site_of(project))
    with ExitStack() as stack:
        sides = [
            apply_overlays(
                stack.enter_context(opened(side, project.root)), settings.overlay_paths, project.root, Diagnostics()
            )
            for side in (old, new or str(project.root / same_path(old)))
        ]
        changed = differing(*sides)
        used = [in_use(settings, side, written, lock) for side in sides]
    return changed is not None and not any(changed if keys is None else changed & keys for keys in used)
