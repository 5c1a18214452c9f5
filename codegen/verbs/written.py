"""Reading what people wrote: settings, credentials and definitions, and which operations they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.definition import Definition, read_definition, used_operations
from codegen.actions.service import ServiceSettings, read_credentials, read_service
from codegen.actions.terms import Credential
from codegen.contract.document import Document
from codegen.contract.index import operation_index, select
from codegen.contract.load import load
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.digest import of_bytes
from codegen.core.places import pointer
from codegen.project import Project
from codegen.sync.lock import Lock
from codegen.verbs.security import schemes_of


@dataclass(frozen=True, slots=True)
class Written:
    """What stands under `specs/`, in the order of the files' names."""

    services: tuple[ServiceSettings, ...]
    credentials: Mapping[str, Credential]
    definitions: tuple[Definition, ...]

    @property
    def used(self) -> Mapping[str, frozenset[str]]:
        """The operations that definitions name, by service."""
        return used_operations(self.definitions)


def read_written(project: Project, diagnostics: Diagnostics) -> Written:
    """Read all settings and definitions of a project; what is too wrong to be used is left out and told."""
    services = [read_service(path, project.root, diagnostics) for path in project.services]
    definitions = [read_definition(path, project.root, diagnostics) for path in project.definitions]
    return Written(
        tuple(service for service in services if service is not None),
        read_credentials(project.credentials, project.root, diagnostics),
        tuple(definition for definition in definitions if definition is not None),
    )


def read_document(settings: ServiceSettings, project: Project, diagnostics: Diagnostics) -> Document | None:
    """Return a service's contract as it stands, with its overlays applied."""
    document = load(settings.contract_path, project.root, diagnostics)
    if document is None:
        return None
    return apply_overlays(document, settings.overlay_paths, project.root, diagnostics)


def check_schemes(settings: ServiceSettings, document: Document, diagnostics: Diagnostics) -> None:
    """Report `unknown-scheme` where settings name a credential for a security scheme that a contract has not.

    Args:
        settings: the service's.
        document: the whole contract; a slice has the schemes of what is used alone.
        diagnostics: gets the problems.
    """
    known = schemes_of(document.raw)
    for scheme in settings.credential if isinstance(settings.credential, Mapping) else ():
        if scheme not in known:
            place = settings.source.place(pointer("credential", scheme), key=True)
            message = f"the contract has no security scheme {scheme!r}"
            diagnostics.error("unknown-scheme", message, place, nearest(scheme, known))


def pins(lock: Lock | None, service: str) -> Mapping[str, str]:
    """Return the names that were given before in a service."""
    return lock.names.get(service, {}) if lock is not None else {}


def wanted(settings: ServiceSettings, written: Written) -> frozenset[str] | None:
    """Return the names and globs of a service's operations that are generated; None for all."""
    if settings.operations == ("all",):
        return None
    used = written.used.get(settings.name, frozenset())
    return used if settings.operations == ("used",) else used | frozenset(settings.operations)


def input_digests(written: Written, project: Project) -> dict[str, str]:
    """Return every file that people wrote and generation reads, contracts apart, with the digest of its bytes."""
    files = [definition.source.path for definition in written.definitions]
    for settings in written.services:
        files += [settings.source.path, *settings.overlay_paths]
    if project.credentials.exists():
        files.append(project.credentials)
    return {path.relative_to(project.root).as_posix(): of_bytes(path.read_bytes()) for path in files if path.exists()}


def in_use(settings: ServiceSettings, document: Document, written: Written, lock: Lock | None) -> frozenset[str] | None:
    """Return `METHOD /path` of the operations of a document that are in use; None where all are."""
    names = wanted(settings, written)
    if names is None:
        return None
    index = operation_index(document, settings.adapt, pins(lock, settings.name))
    return frozenset(entry.key for entry in select(index, names))


def service_of(old: str, new: str, project: Project, written: Written) -> ServiceSettings | None:
    """Return the service whose contract one of two words of the command line names; None for none."""
    paths = {text.rpartition(":")[2] for text in (old, new) if text}
    for settings in written.services:
        file = settings.contract_path
        name = file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else str(file)
        if any(path == name or Path(path).resolve() == settings.contract_path for path in paths):
            return settings
    return None
