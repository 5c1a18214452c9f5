"""`codegen pull`: the vendor's next contract, byte for byte, with what it breaks and what absorbs that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from codegen.actions.service import ServiceSettings
from codegen.contract.load import parse
from codegen.core.diagnostics import Diagnostic, Diagnostics, nearest
from codegen.core.digest import of_bytes
from codegen.fetching import Fetched, FetchError, fetch
from codegen.project import Project
from codegen.sync.lock import Lock, Provenance, print_lock
from codegen.sync.site import Site, read_lock
from codegen.sync.write import keep_copy, record
from codegen.verbs.failure import UsageError
from codegen.verbs.foresee import Foreseen, foresee
from codegen.verbs.open import open_project, site_of
from codegen.verbs.provenance import source_drifts
from codegen.verbs.solely import solely
from codegen.verbs.written import Written, read_written


class Fate(StrEnum):
    """What became of one service: nothing newer, pulled, newer but only told, hand-edited and left alone, failed."""

    CURRENT = "current"
    PULLED = "pulled"
    NEWER = "newer"
    EDITED = "edited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What the source of one service gave.

    Attributes:
        where, revision: where it came from, as the lock records it.
        files: what was written, or would be, relative to the project's root.
        foreseen: what the new contract changes.
        problem, suggestion: why nothing was pulled, and what to do about it; "" where it was.
    """

    service: str
    fate: Fate
    where: str = ""
    revision: str = ""
    files: tuple[str, ...] = ()
    foreseen: Foreseen = field(default_factory=Foreseen)
    problem: str = ""
    suggestion: str = ""

    @property
    def exit_code(self) -> int:
        """0 where nothing is to be done, 1 where something is, 2 where the source gave nothing."""
        if self.fate is Fate.FAILED:
            return 2
        found = self.foreseen.breaks or self.foreseen.misfits or self.foreseen.idle
        return 1 if self.fate in (Fate.EDITED, Fate.NEWER) or found else 0


@dataclass(frozen=True, slots=True)
class PullResult:
    """What each service's source gave; `exit_code` is the worst of theirs."""

    services: tuple[Pulled, ...]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


def pull(start: Path, service: str = "", *, check: bool = False, discard: bool = False) -> PullResult:
    """Fetch contracts from their sources and put them in the place of today's.

    Overlays and `adapt` are never touched: corrections live there. A contract that was edited by hand since it was
    pulled is left alone unless told otherwise.

    Args:
        start: a folder in the project.
        service: one service; every one that has a `source` where it is left out.
        check: only tell; exit code 1 where there is something newer.
        discard: replace a contract that was edited by hand; a copy is kept.

    Raises:
        UsageError: if there is no such service, none has a source, or another run is at it.
    """
    project, diagnostics = open_project(start), Diagnostics()
    site = site_of(project)
    with solely(site, writing=not check):
        written = read_written(project, diagnostics)
        chosen = _chosen(written, service)
        lock = read_lock(site)
        run = _Run(project, site, lock, check=check, discard=discard)
        found = tuple(run.pull(settings, written) for settings in chosen)
    code = max(item.exit_code for item in found)
    return PullResult(found, tuple(diagnostics), code)


def _chosen(written: Written, service: str) -> Sequence[ServiceSettings]:
    known = {settings.name: settings for settings in written.services}
    if service and service not in known:
        raise UsageError(f"there is no service {service!r}", nearest(service, known) or "`codegen add` makes one")
    chosen = [known[service]] if service else [s for s in known.values() if s.origin is not None]
    if not chosen or chosen[0].origin is None:
        name = f"the service {service}" if service else "no service"
        raise UsageError(
            f"{name} has {'no' if service else 'a'} source to pull from",
            "say it in service.yaml, such as source: {url: https://…}; docs/files.md names the others",
        )
    return chosen


class _Run:
    """One run of the command over several services; what is pulled for one is there for the next."""

    def __init__(self, project: Project, site: Site, lock: Lock | None, *, check: bool, discard: bool) -> None:
        self._project = project
        self._site = site
        self._lock = lock
        self._check = check
        self._discard = discard

    def pull(self, settings: ServiceSettings, written: Written) -> Pulled:
        if settings.origin is None:
            raise UsageError(f"the service {settings.name} has no source to pull from")
        try:
            fetched = fetch(settings.origin, settings.folder, self._project.hosts)
        except FetchError as error:
            return Pulled(settings.name, Fate.FAILED, problem=error.message, suggestion=error.suggestion)
        result = Pulled(settings.name, Fate.CURRENT, fetched.where, fetched.revision)
        if problem := _no_contract(fetched):
            return replace(result, fate=Fate.FAILED, problem=problem, suggestion="look at what the source gives")
        files = _placed(fetched, settings)
        if taken := sorted({*files} & _own(settings)):
            problem = f"the contract refers to a file called {taken[0]}, and {self._named(settings, taken[0])} is yours"
            return replace(result, fate=Fate.FAILED, problem=problem, suggestion="call yours otherwise")
        changed = {name: content for name, content in files.items() if _differs(settings.folder / name, content)}
        if changed:
            if edited := self._edited(written, settings):
                return replace(result, fate=Fate.EDITED, problem=edited[0], suggestion=edited[1])
            foreseen = foresee(self._project, self._site, self._lock, settings, files)
            names = tuple(sorted(self._named(settings, name) for name in changed))
            fate = Fate.NEWER if self._check else Fate.PULLED
            result = replace(result, fate=fate, files=names, foreseen=foreseen)
        if not self._check:
            self._write(settings, fetched, changed)
        return result

    def _edited(self, written: Written, settings: ServiceSettings) -> tuple[str, str] | None:
        """Return why a contract that was edited by hand is left alone; None where it may go."""
        if self._discard:
            return None
        drifts = [d for d in source_drifts(written, self._lock) if d.subject == settings.name]
        return (drifts[0].message, drifts[0].mend) if drifts else None

    def _write(self, settings: ServiceSettings, fetched: Fetched, changed: dict[str, bytes]) -> None:
        """Put the files in their place and note in the lock where they came from."""
        base = self._lock or Lock()
        unknown = settings.name not in base.sources  # the first pull: whether somebody edited it nobody can tell
        if (self._discard or unknown) and changed and settings.contract_path.is_file():
            keep_copy(self._site, settings.contract_path, self._named(settings, settings.contract))
        digest = of_bytes(fetched.files[fetched.main])
        provenance = Provenance(fetched.where, fetched.revision, digest)
        files: dict[str, bytes | None] = {self._named(settings, name): content for name, content in changed.items()}
        if not _same_source(base.sources.get(settings.name), provenance):
            self._lock = replace(base, sources={**base.sources, settings.name: provenance})
            files[self._site.lock.name] = print_lock(self._lock).encode()
        record(self._site, files)

    def _named(self, settings: ServiceSettings, name: str) -> str:
        return f"{settings.folder.relative_to(self._project.root).as_posix()}/{name}"


def _no_contract(fetched: Fetched) -> str:
    """Return why what was fetched is no contract; "" where it is one."""
    quiet = Diagnostics()
    tree = parse(fetched.files[fetched.main], fetched.main, quiet)
    if quiet.failed:
        return f"what the source gave cannot be read: {next(iter(quiet)).message}"
    if not isinstance(tree, dict) or not (tree.get("openapi") or tree.get("swagger")):
        return "what the source gave is no OpenAPI document"
    return ""


def _placed(fetched: Fetched, settings: ServiceSettings) -> dict[str, bytes]:
    """Return the files by their path in the service's folder, the contract under the name that the service gives it."""
    others = {name: content for name, content in fetched.files.items() if name != fetched.main}
    return {settings.contract: fetched.files[fetched.main], **others}


def _own(settings: ServiceSettings) -> set[str]:
    """Return the files of a service's folder that people write; no vendor's file may take their place."""
    return {"service.yaml", "mock.yaml", *settings.overlays} - {settings.contract}


def _differs(file: Path, content: bytes) -> bool:
    return not file.is_file() or file.read_bytes() != content


def _same_source(known: Provenance | None, now: Provenance) -> bool:
    """Say whether the lock need not change: a revision that left the contract alone is no news."""
    return known is not None and (known.where, known.digest) == (now.where, now.digest)
