"""What another contract would do to a project: to the operations in use, the actions, the tools and the handlers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.link import Link
from codegen.actions.service import ServiceSettings
from codegen.changes.absorb import merged
from codegen.changes.report import Row, ordered
from codegen.core.diagnostics import Diagnostic, Diagnostics, Severity
from codegen.project import FILE, Project, find
from codegen.sync.drift import Drift
from codegen.sync.layers import ORDER, Layer
from codegen.sync.lock import Lock
from codegen.sync.site import Site
from codegen.sync.types import new_problems, type_problems
from codegen.verbs.assemble import Assembly, Inputs, Known, assemble
from codegen.verbs.comparison import Comparison
from codegen.verbs.diff_sides import Home, sides_of
from codegen.verbs.failure import UsageError
from codegen.verbs.misfit import mending, misfits
from codegen.verbs.versions import versions_of


@dataclass(frozen=True, slots=True)
class Break:
    """Something that no longer holds, in the layer where it has to be mended."""

    layer: Layer
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What another contract would do.

    Attributes:
        operations: used operations that change, with the aspects that do.
        rows: every change that shows in what is in use, judged.
        breaks: what would no longer hold; what `diff` calls breaking is, in the layer that it names.
        misfits: places in definitions that the contract no longer fits, with what each asks for.
        absorbed: used operations whose change layer 1 takes up without a trace above.
        offer: the line that absorbs what was renamed, or "".
        idle: corrections (lines of overlays and `adapt`) that would no longer apply, each with its place.
        came, went: operations of the whole contract that come and go.
    """

    operations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows: tuple[Row, ...] = ()
    breaks: tuple[Break, ...] = ()
    misfits: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()
    offer: str = ""
    idle: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


def foresee(
    project: Project, site: Site, lock: Lock | None, settings: ServiceSettings, files: Mapping[str, bytes]
) -> Foreseen:
    """Say what replacing a service's contract would do; nothing of the project is touched.

    Args:
        project: where things are.
        site: likewise.
        lock: of the last run.
        settings: the service.
        files: what would stand in its folder, by path relative to it.

    Raises:
        TypeCheckError: if the type checker does not run.
    """
    inputs, before = assemble(project, lock, Diagnostics())
    with _as_if(project, settings, files) as there:
        diagnostics = Diagnostics()
        later, after = assemble(there, lock, diagnostics, Known(drafts=inputs.drafts))
        name = settings.name
        old_links = before.lock.links if before else (lock.links if lock else ())
        new_links = after.lock.links if after else ()
        operations = tuple(_operations(name, old_links, new_links)) if after else ()
        idle = tuple(_idle(settings, diagnostics))
        moved = misfits(there, later) if after is None else ()
        compared = _compared(settings, inputs, later, Home(project, inputs, lock))
        rows = ordered([row for row in compared.rows if row.used]) if compared else ()
        breaks = [*_broken(rows)]
        if after is not None:
            breaks += _tools(name, old_links, new_links)
            breaks += _handlers(project, site, inputs, before, after)
        elif not moved or not breaks:
            breaks += _unfit(settings, moved, diagnostics)
        lines = merged([row.offer for row in rows if row.sure])
        return Foreseen(
            operations=operations,
            rows=rows,
            breaks=tuple(sorted(dict.fromkeys(breaks), key=lambda item: ORDER[item.layer])),
            misfits=tuple(line for drift in moved if drift.subject == name for line in drift.details),
            absorbed=_absorbed(operations, old_links, new_links),
            offer=mending(settings, lines) if lines else "",
            idle=idle,
            came=_names(name, later, but=inputs),
            went=_names(name, inputs, but=later),
        )


@contextmanager
def _as_if(project: Project, settings: ServiceSettings, files: Mapping[str, bytes]) -> Iterator[Project]:
    """Yield a copy of the project in which the service's folder holds `files`."""
    with tempfile.TemporaryDirectory(prefix="codegen-") as folder:
        root = Path(folder).resolve()
        shutil.copyfile(project.root / FILE, root / FILE)
        for part in (project.specs, project.output / "contracts"):
            if part.is_dir():
                shutil.copytree(part, root / part.relative_to(project.root), dirs_exist_ok=True)
        for name, content in files.items():
            file = root / settings.folder.relative_to(project.root) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        there = find(root)
        if there is None:  # its settings were read a moment ago
            raise FileNotFoundError(FILE)
        yield there


# ------------------------------------------------------------------ what changes


def _operations(service: str, old: Sequence[Link], new: Sequence[Link]) -> Iterator[tuple[str, tuple[str, ...]]]:
    before, after = _of_kind("operation", old), _of_kind("operation", new)
    for name in sorted(before.keys() & after.keys()):
        if name.partition(".")[0] == service:
            aspects = sorted(a for a, digest in after[name].aspects.items() if before[name].aspects.get(a) != digest)
            if aspects:
                yield name, tuple(aspects)


def _of_kind(kind: str, links: Sequence[Link]) -> dict[str, Link]:
    return {link.name: link for link in links if link.kind == kind}


def _compared(settings: ServiceSettings, now: Inputs, later: Inputs, home: Home) -> Comparison | None:
    """Return the comparison of the two contracts; None where one cannot be read."""
    old, new = now.documents.get(settings.name), later.documents.get(settings.name)
    if old is None or new is None:
        return None
    versions = versions_of(settings, old, new, now.written, now.lock)
    try:
        return Comparison(sides_of(versions, home), home)
    except UsageError:  # what is wrong in it stands among the breaks, with its place
        return None


def _names(service: str, inputs: Inputs, *, but: Inputs) -> tuple[str, ...]:
    return tuple(sorted({*inputs.known.get(service, ())} - {*but.known.get(service, ())}))


def _absorbed(
    operations: Sequence[tuple[str, tuple[str, ...]]], old: Sequence[Link], new: Sequence[Link]
) -> tuple[str, ...]:
    """Return the operations that change how they travel, while no action or tool above them changes."""
    before, after = _of_kind("action", old), _of_kind("action", new)
    above = {n for n in before.keys() & after.keys() if before[n].aspects != after[n].aspects}
    return tuple(
        name
        for name, aspects in operations
        if "wire" in aspects and not any(("operation", name) in after[action].needs for action in above)
    )


# ------------------------------------------------------------------ what breaks


def _broken(rows: Sequence[Row]) -> Iterator[Break]:
    """Yield the changes that break something in use, each where it is mended."""
    for row in rows:
        if row.breaking:
            yield Break(Layer(row.impact.mended_by or Layer.EXTERNAL_SERVICE), row.change.subject, row.change.message)


def _unfit(settings: ServiceSettings, moved: Sequence[Drift], diagnostics: Diagnostics) -> Iterator[Break]:
    """Yield what no comparison tells: a contract that cannot be read, or definitions that do not fit for all that."""
    for drift in moved:
        if drift.subject == settings.name:
            yield from (Break(drift.layer, drift.subject, detail) for detail in drift.details)
    if not moved:
        for item in diagnostics:
            if item.severity is Severity.ERROR:
                where = f"{item.place}: " if item.place else ""
                yield Break(Layer.EXTERNAL_SERVICE, settings.name, f"{where}{item.message}")


def _tools(service: str, old: Sequence[Link], new: Sequence[Link]) -> Iterator[Break]:
    """Yield the tools over a service that would ask for or give something else."""
    before, after, actions = _of_kind("tool", old), _of_kind("tool", new), _of_kind("action", new)
    for name in sorted(before.keys() & after.keys()):
        below = {need for _, action in after[name].needs if action in actions for _, need in actions[action].needs}
        moved = before[name].aspects.get("schema") != after[name].aspects.get("schema")
        if moved and any(need.partition(".")[0] == service for need in below):
            yield Break(Layer.AGENT_ACTION, name, "what agents keep to changes: it has to be accepted")


def _handlers(
    project: Project, site: Site, inputs: Inputs, before: Assembly | None, after: Assembly
) -> Iterator[Break]:
    """Yield the lines of handlers that would no longer type-check."""
    names = [d.name for d in inputs.written.definitions if d.handler and (project.handlers / f"{d.name}.py").is_file()]
    modules = [f"{project.handlers_package}.{name}" for name in names]
    if not modules:
        return
    problems = type_problems(site, after.tree, modules)
    if problems and before is not None:
        problems = new_problems(problems, type_problems(site, before.tree, modules))
    folder = project.handlers.relative_to(project.root).as_posix()
    for problem in problems:
        if problem.file.startswith(f"{folder}/"):
            yield Break(Layer.INVOCABLE_ACTION, Path(problem.file).stem, str(problem))


def _idle(settings: ServiceSettings, diagnostics: Diagnostics) -> Iterator[str]:
    folder = Path(settings.file).parent.as_posix()
    for item in diagnostics:
        if item.rule in ("overlay-matches-nothing", "adapt-names-nothing") and _within(item, folder):
            yield f"{item.place}: {item.message}"


def _within(item: Diagnostic, folder: str) -> bool:
    return item.place is not None and item.place.file.startswith(f"{folder}/")
