"""Two versions of a service's contract; most of what a vendor changes nobody uses, which the texts tell.

Light: nothing is built and nothing of the later stages is loaded.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.accepted import read_accepted_changes
from codegen.actions.service import ServiceSettings
from codegen.contract.differing import differing
from codegen.contract.document import Document
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostics
from codegen.project import find
from codegen.sync.lock import Lock
from codegen.sync.site import read_lock
from codegen.verbs.contract_sources import opened, same_path
from codegen.verbs.open import site_of
from codegen.verbs.written import Written, in_use, read_written, service_of


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a service's contract.

    Attributes:
        settings: the service.
        before, after: the contracts, overlays applied.
        used_before, used_after: `METHOD /path` of what is used of each; None where everything is.
        changed: `METHOD /path` of what may differ; None where everything may.
        sound: whether nothing is wrong in what people wrote.
    """

    settings: ServiceSettings
    before: Document
    after: Document
    used_before: frozenset[str] | None
    used_after: frozenset[str] | None
    changed: frozenset[str] | None
    sound: bool

    @property
    def untouched(self) -> bool:
        """Whether they are sure to differ in nothing that the project uses, and there is nothing else to tell."""
        if self.changed is None or not self.sound:
            return False
        return not any(
            self.changed if keys is None else self.changed & keys for keys in (self.used_before, self.used_after)
        )

    @property
    def used(self) -> frozenset[str] | None:
        """`METHOD /path` of what is used of either; None where everything is."""
        if self.used_before is None or self.used_after is None:
            return None
        return self.used_before | self.used_after

    def today(self) -> Document | None:
        """Return the one that is the service's contract as it stands; None where neither is."""
        here = self.settings.contract_path.resolve()
        return next((document for document in (self.after, self.before) if document.path.resolve() == here), None)


def open_versions(start: Path, old: str, new: str, stack: ExitStack) -> Versions | None:
    """Return two versions of a service's contract; None outside of a project, and for contracts of no service of it.

    Args:
        start: a folder.
        old: a file or `REVISION:PATH`.
        new: likewise; the file of the same path where it is left out.
        stack: closes what is opened.

    Raises:
        UsageError: if a side cannot be opened or read.
    """
    told = Diagnostics()
    project = find(start.resolve(), told)
    if project is None:
        return None
    written = read_written(project, told)
    read_accepted_changes(project.accepted, project.root, told)
    settings = service_of(old, new, project, written)
    if settings is None:
        return None
    lock, root = read_lock(site_of(project)), project.root
    before, after = (
        apply_overlays(stack.enter_context(opened(side, root)), settings.overlay_paths, root, Diagnostics())
        for side in (old, new or str(root / same_path(old)))
    )
    return versions_of(settings, before, after, written, lock, sound=not told.failed)


def versions_of(
    settings: ServiceSettings, before: Document, after: Document, written: Written, lock: Lock | None, *, sound: bool
) -> Versions:
    """Return two versions of a service's contract.

    Args:
        settings: the service.
        before: the contract as it was, overlays applied.
        after: as it is now.
        written: what people wrote.
        lock: of the last run.
        sound: whether nothing is wrong in `written`.
    """
    earlier, later = (in_use(settings, document, written, lock) for document in (before, after))
    return Versions(settings, before, after, earlier, later, differing(before, after), sound)
