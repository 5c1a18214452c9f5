"""The two sides of a comparison: which contracts, over which operations, and which of those are in use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.service import ServiceSettings
from codegen.contract.build import build
from codegen.contract.differing import differing
from codegen.contract.document import Document
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostics
from codegen.core.parallel import both, one_by_one
from codegen.project import Project
from codegen.sync.lock import Lock
from codegen.verbs.assemble import Inputs
from codegen.verbs.contract_sources import opened, same_path
from codegen.verbs.failure import UsageError
from codegen.verbs.snapshots import snapshot
from codegen.verbs.written import in_use, pins, service_of

_LARGE = 200  # paths and schemas; smaller contracts are built sooner than a process is copied


@dataclass(frozen=True, slots=True)
class Sides:
    """One service's old and new contract as they are compared, under wire names.

    `used` holds `METHOD /path` of what is used, None where everything counts as used; `service` is "" for files that
    are no service's contract.
    """

    service: str
    old_document: Document
    new_document: Document
    old: Contract
    new: Contract
    used: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Home:
    """The project that a comparison is made in."""

    project: Project
    inputs: Inputs
    lock: Lock | None

    def settings(self, service: str) -> ServiceSettings:
        """Return a service's settings."""
        return next(item for item in self.inputs.written.services if item.name == service)


def snapshots(home: Home) -> Iterator[Sides]:
    """Yield the snapshot of each service against today's contract."""
    for settings in home.inputs.written.services:
        if (sides := snapshot_sides(home, settings)) is not None:
            yield sides


def snapshot_sides(home: Home, settings: ServiceSettings) -> Sides | None:
    """Return the snapshot of a service against today's contract; None where one of them is not there."""
    document = home.inputs.documents.get(settings.name)
    before = load(snapshot(home.project, settings.name), home.project.root, Diagnostics())
    if document is None or before is None:
        return None
    old = _built(before, settings.name, None, home.lock)
    if old is None:
        return None
    used = in_use(settings, document, home.inputs.written, home.lock)
    if used is not None:  # a snapshot holds what was used, under whatever name
        used |= frozenset(f"{o.method} {o.path}" for o in old.operations.values())
    new = _built(document, settings.name, used, home.lock)
    return None if new is None else Sides(settings.name, before, document, old, new, used)


def named(old: str, new: str, home: Home | None, stack: ExitStack, start: Path, *, everything: bool = False) -> Sides:
    """Return the two contracts that were named, with what is in use where one is a service's.

    Args:
        old: a file or `REVISION:PATH`.
        new: likewise; the file of the same path where it is left out.
        home: the project, None outside of one.
        stack: closes what is opened.
        start: a folder.
        everything: also operations that are not in use, where one of them is a service's.

    Raises:
        UsageError: if a side cannot be opened or read.
    """
    root = home.project.root if home is not None else start.resolve()
    before = stack.enter_context(opened(old, root))
    after = stack.enter_context(opened(new or str(root / same_path(old)), root))
    settings = service_of(old, new, home.project, home.inputs.written) if home is not None else None
    if settings is None or home is None:
        return _sides("", before, after, None, None, everything=True)
    before, after = (
        apply_overlays(document, settings.overlay_paths, root, Diagnostics()) for document in (before, after)
    )
    return sides_of(settings, before, after, home, everything=everything)


def sides_of(
    settings: ServiceSettings, before: Document, after: Document, home: Home, *, everything: bool = False
) -> Sides:
    """Return two contracts of a service, overlays applied, as they are compared.

    Args:
        settings: the service.
        before: the contract as it was.
        after: as it is now.
        home: the project.
        everything: also operations that are not in use; without, they cost nothing.

    Raises:
        UsageError: if one of them cannot be read.
    """
    used, later = (in_use(settings, side, home.inputs.written, home.lock) for side in (before, after))
    shown = None if used is None or later is None else used | later
    return _sides(settings.name, before, after, shown, home.lock, everything=everything)


def _sides(
    service: str, before: Document, after: Document, used: frozenset[str] | None, lock: Lock | None, *, everything: bool
) -> Sides:
    compared = differing(before, after)
    if used is not None and not everything:
        compared = used if compared is None else compared & used
    at_once = both if _size(after) >= _LARGE else one_by_one
    old, new = at_once(lambda: _built(before, service, compared, lock), lambda: _built(after, service, compared, lock))
    if old is None or new is None:
        raise UsageError("a contract cannot be read", "codegen check tells what is wrong in it")
    return Sides(service, before, after, old, new, used)


def _size(document: Document) -> int:
    """Return about how much there is to read in a document: how many paths and component schemas it has."""
    raw = document.raw
    components = raw.get("components")
    tables = (
        raw.get("paths"),
        raw.get("definitions"),
        components.get("schemas") if isinstance(components, dict) else (),
    )
    return sum(len(table) for table in tables if isinstance(table, dict))


def _built(document: Document, service: str, used: frozenset[str] | None, lock: Lock | None) -> Contract | None:
    pinned = {key: name for key, name in pins(lock, service).items() if key.startswith("schema:")}
    return build(document, service=service, used=used, adapt={}, pinned=pinned, diagnostics=Diagnostics())
