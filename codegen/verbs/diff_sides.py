"""The two sides of a comparison: which contracts, over which operations, and which of those are in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.actions.service import ServiceSettings
from codegen.contract.build import build
from codegen.contract.document import Document
from codegen.contract.draft import Drafts
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.contract.residue import residue
from codegen.core.diagnostics import Diagnostics
from codegen.core.parallel import both
from codegen.project import Project
from codegen.sync.lock import Lock
from codegen.verbs.assemble import Inputs
from codegen.verbs.failure import UsageError
from codegen.verbs.snapshots import snapshot
from codegen.verbs.versions import Versions
from codegen.verbs.written import in_use, pins


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
    old = _built(before, settings.name, None, home.lock, home.inputs.drafts)
    if old is None:
        return None
    used = in_use(settings, document, home.inputs.written, home.lock)
    if used is not None:  # a snapshot holds what was used, under whatever name
        used |= frozenset(f"{o.method} {o.path}" for o in old.operations.values())
    new = _built(document, settings.name, used, home.lock, home.inputs.drafts)
    return None if new is None else Sides(settings.name, before, document, old, new, used)


def sides_of(versions: Versions, home: Home | None, *, everything: bool = False) -> Sides:
    """Return two versions of a contract as they are compared.

    Args:
        versions: the two.
        home: the project, where the contract is a service's.
        everything: also operations that are not in use; without, they cost nothing.

    Raises:
        UsageError: if one of them cannot be read.
    """
    before, after = versions.before, versions.after
    compared = versions.changed if everything else versions.compared
    if home is None or versions.settings is None:
        one, other = (_residue(side, versions) for side in (before, after))
        old, new = both(
            lambda: _built(one, "", compared, None), lambda: _built(other, "", compared, None), worth=after.large
        )
        return Sides("", before, after, *_readable(old, new), None)
    service, drafts = versions.settings.name, home.inputs.drafts
    drafts.prepare(before, after, compared)
    old, new = (_built(side, service, compared, home.lock, drafts) for side in (before, after))
    return Sides(service, before, after, *_readable(old, new), versions.used)


def _residue(document: Document, versions: Versions) -> Document:
    return document if versions.differing is None else residue(document, versions.differing)


def _readable(old: Contract | None, new: Contract | None) -> tuple[Contract, Contract]:
    if old is None or new is None:
        raise UsageError("a contract cannot be read", "codegen check tells what is wrong in it")
    return old, new


def _built(
    document: Document, service: str, used: frozenset[str] | None, lock: Lock | None, drafts: Drafts | None = None
) -> Contract | None:
    pinned = {key: name for key, name in pins(lock, service).items() if key.startswith("schema:")}
    quiet = Diagnostics()
    return build(document, service=service, used=used, adapt={}, pinned=pinned, diagnostics=quiet, drafts=drafts)
