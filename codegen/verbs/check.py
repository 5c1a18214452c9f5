"""`codegen check`: the gate of a CI. Every disagreement, by layer, each with what mends it; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from codegen.core.diagnostics import Diagnostic, Diagnostics, Severity
from codegen.project import Project
from codegen.sync.disk import survey
from codegen.sync.drift import Drift, compare, ordered, without_tree
from codegen.sync.layers import Layer
from codegen.sync.lock import Lock
from codegen.sync.site import Site, read_lock
from codegen.verbs.assemble import Inputs, assemble, site_of
from codegen.verbs.handlers import handler_drifts
from codegen.verbs.misfit import absorbing, mending, misfits
from codegen.verbs.open import open_project


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The drift, from the External Service up; `exit_code` is 0 without any, 1 with, 2 where the input is wrong."""

    drifts: tuple[Drift, ...]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


def check(start: Path) -> CheckResult:
    """Compare inputs, lock, generated files and handlers of the project that `start` lies in.

    Raises:
        UsageError: if there is no project.
    """
    project = open_project(start)
    site, diagnostics = site_of(project), Diagnostics()
    lock = read_lock(site)
    inputs, assembly = assemble(project, lock, diagnostics)
    drifts = list(handler_drifts(project, inputs.written.definitions))
    if assembly is not None:
        drifts += _offered(
            compare(assembly.tree, assembly.lock, lock, survey(site.folder), site.output), project, inputs
        )
        return _result(drifts, list(diagnostics))
    drifts += _on_disk(site, lock)
    return _blamed(project, inputs, drifts, diagnostics)


def _on_disk(site: Site, lock: Lock | None) -> Iterator[Drift]:
    """Yield what can be told without knowing what would be generated."""
    if lock is not None:
        yield from without_tree(lock, survey(site.folder), site.output)


def _offered(drifts: tuple[Drift, ...], project: Project, inputs: Inputs) -> Iterator[Drift]:
    """Yield the drifts, those of a renamed contract with the line that absorbs it."""
    services = {settings.name: settings for settings in inputs.written.services}
    for drift in drifts:
        settings = services.get(drift.subject.partition(".")[0])
        if drift.kind == "input-changed" and drift.layer is Layer.EXTERNAL_SERVICE and settings is not None:
            lines = absorbing(project, inputs, settings)
            yield replace(drift, mend=mending(settings, lines)) if lines else drift
        else:
            yield drift


def _blamed(project: Project, inputs: Inputs, drifts: list[Drift], diagnostics: Diagnostics) -> CheckResult:
    """Say which errors are drift of an External Service; the others are errors of what people wrote."""
    moved = misfits(project, inputs)
    if moved:
        return _result([*drifts, *moved], [item for item in diagnostics if item.severity is not Severity.ERROR])
    blamed = {item: _of_service(item, inputs) for item in diagnostics if item.severity is Severity.ERROR}
    drifts += [drift for drift in blamed.values() if drift is not None]
    return _result(drifts, [item for item in diagnostics if blamed.get(item) is None])


def _of_service(item: Diagnostic, inputs: Inputs) -> Drift | None:
    """Return the drift that an error in a contract, or in a line of `adapt`, is."""
    for settings in inputs.written.services:
        folder = f"{Path(settings.file).parent.as_posix()}/"
        if item.place is None or not item.place.file.startswith(folder):
            continue
        if item.rule == "adapt-names-nothing":
            mend = item.suggestion or f"mend the line in {settings.file}"
            return Drift(
                "adapt-names-nothing", Layer.EXTERNAL_SERVICE, settings.name, f"{item.place}: {item.message}", mend
            )
        if item.place.file != settings.file:
            mend = item.suggestion or "ask the vendor, or mend it in an overlay"
            return Drift(
                "contract-unreadable", Layer.EXTERNAL_SERVICE, settings.name, f"{item.place}: {item.message}", mend
            )
    return None


def _result(drifts: list[Drift], diagnostics: list[Diagnostic]) -> CheckResult:
    wrong = any(item.severity is Severity.ERROR for item in diagnostics)
    return CheckResult(ordered(drifts), tuple(diagnostics), 2 if wrong else 1 if drifts else 0)
