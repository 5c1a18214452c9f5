"""Two contracts that the command line names, opened; most of what a vendor changes nobody uses, which the texts tell.

Light: nothing is built and nothing of the later stages is loaded.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.accepted import read_accepted_changes
from codegen.actions.service import ServiceSettings
from codegen.contract.differing import Differing, differing
from codegen.contract.document import Document
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostic, Diagnostics
from codegen.project import Project, find
from codegen.sync.lock import Lock
from codegen.sync.site import read_lock
from codegen.verbs.contract_sources import opened, same_path
from codegen.verbs.open import site_of
from codegen.verbs.written import Written, in_use, read_written, service_of


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a contract.

    Attributes:
        settings: the service whose contract it is; None for one of no service.
        before, after: the contracts, overlays applied.
        used_before, used_after: `METHOD /path` of what is used of each; None where everything is.
        differing: what may differ; None where everything may.
    """

    settings: ServiceSettings | None
    before: Document
    after: Document
    used_before: frozenset[str] | None
    used_after: frozenset[str] | None
    differing: Differing | None

    @property
    def changed(self) -> frozenset[str] | None:
        """`METHOD /path` of what may differ; None where everything may."""
        return None if self.differing is None else self.differing.operations

    @property
    def used(self) -> frozenset[str] | None:
        """`METHOD /path` of what is used of either; None where everything is."""
        if self.used_before is None or self.used_after is None:
            return None
        return self.used_before | self.used_after

    @property
    def compared(self) -> frozenset[str] | None:
        """`METHOD /path` of what is used and may differ; None where everything is and may."""
        if self.used is None or self.changed is None:
            return self.changed if self.used is None else self.used
        return self.used & self.changed

    def today(self) -> Document | None:
        """Return the one that is the service's contract as it stands; None where neither is."""
        here = self.settings.contract_path.resolve() if self.settings is not None else None
        return next((document for document in (self.after, self.before) if document.path.resolve() == here), None)


@dataclass(frozen=True, slots=True)
class Opened:
    """Two versions of a contract, with what was read to open them.

    Attributes:
        versions: the two.
        project: the project that they were opened in; None outside of one, as the two below.
        written: what people wrote in it.
        lock: of its last run.
        told: what is wrong in what people wrote.
    """

    versions: Versions
    project: Project | None = None
    written: Written | None = None
    lock: Lock | None = None
    told: tuple[Diagnostic, ...] = ()

    @property
    def untouched(self) -> bool:
        """Whether they are sure to differ in nothing that a project uses, and there is nothing else to tell."""
        sound = not any(item.severity == "error" for item in self.told)
        return sound and self.versions.settings is not None and self.versions.compared == frozenset()


def open_versions(start: Path, old: str, new: str, stack: ExitStack) -> Opened:
    """Return two versions of a contract.

    Args:
        start: a folder, in a project or not.
        old: a file or `REVISION:PATH`.
        new: likewise; the file of the same path where it is left out.
        stack: closes what is opened.

    Raises:
        UsageError: if a side cannot be opened or read.
    """
    told = Diagnostics()
    project = find(start.resolve(), told)
    root = project.root if project is not None else start.resolve()
    written = read_written(project, told) if project is not None else None
    settings = service_of(old, new, project, written) if project is not None and written is not None else None
    before, after = (stack.enter_context(opened(side, root)) for side in (old, new or str(root / same_path(old))))
    if project is None or written is None or settings is None:
        lock = read_lock(site_of(project)) if project is not None else None
        return Opened(Versions(None, before, after, None, None, differing(before, after)), project, written, lock)
    read_accepted_changes(project.accepted, project.root, told)
    lock = read_lock(site_of(project))
    before, after = (apply_overlays(side, settings.overlay_paths, root, Diagnostics()) for side in (before, after))
    versions = versions_of(settings, before, after, written, lock)
    return Opened(versions, project, written, lock, tuple(told))


def versions_of(
    settings: ServiceSettings, before: Document, after: Document, written: Written, lock: Lock | None
) -> Versions:
    """Return two versions of a service's contract.

    Args:
        settings: the service.
        before: the contract as it was, overlays applied.
        after: as it is now.
        written: what people wrote in the project.
        lock: of its last run.
    """
    earlier, later = (in_use(settings, document, written, lock) for document in (before, after))
    return Versions(settings, before, after, earlier, later, differing(before, after))
