"""`codegen check`: the gate of a CI. Every disagreement, by layer, each with what mends it; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from codegen.actions.service import ServiceSettings
from codegen.contract.load import relative_name
from codegen.core.diagnostics import Diagnostic, Diagnostics, Severity
from codegen.project import Project
from codegen.sync.disk import survey
from codegen.sync.drift import GENERATE, Drift, compare, ordered, without_tree
from codegen.sync.layers import Layer
from codegen.sync.lock import Lock
from codegen.sync.site import Site, read_lock
from codegen.sync.types import TypeCheckError
from codegen.verbs.assemble import Inputs, assemble
from codegen.verbs.budgets import ToolTokens, counter, tokens_of
from codegen.verbs.deprecation import announce
from codegen.verbs.failure import UsageError
from codegen.verbs.handlers import handler_drifts, handler_misfits, with_causes
from codegen.verbs.lint import NAMED, lint
from codegen.verbs.misfit import Absorbing, absorbing, mending, misfits
from codegen.verbs.open import open_project, site_of
from codegen.verbs.provenance import source_drifts
from codegen.verbs.settle import Settled, settle
from codegen.verbs.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The drift, from the External Service up.

    `exit_code` is 0 without any, 1 with or where a lint finds what the project calls an error, 2 where the input is
    wrong.

    `tokens` is what each tool costs an agent in each vendor's file; () where nothing could be made.
    """

    drifts: tuple[Drift, ...]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int
    tokens: tuple[ToolTokens, ...] = ()


def check(start: Path, today: date | None = None) -> CheckResult:
    """Compare inputs, lock, generated files, kept edits, acceptances and handlers of the project that `start` lies in.

    Args:
        start: a folder in the project.
        today: the day by which an acceptance runs out; today's where it is left out.

    Raises:
        UsageError: if there is no project, or the type checker does not run.
    """
    today = today or datetime.now(UTC).date()
    project = open_project(start)
    site, diagnostics = site_of(project), Diagnostics()
    lock = read_lock(site)
    inputs, assembly = assemble(project, lock, diagnostics)
    drifts = [*handler_drifts(project, inputs.written.definitions), *source_drifts(inputs.written, lock)]
    if assembly is None:
        drifts += _on_disk(site, lock)
        return _blamed(project, inputs, drifts, diagnostics)
    disk = survey(site.folder)
    try:
        settled = settle(project, site, assembly, lock, disk, diagnostics, today=today)
        broken = list(handler_misfits(project, site, inputs.written.definitions, settled.tree, drifts))
    except TypeCheckError as error:
        raise UsageError(f"the handlers cannot be type-checked: {error}", "pip install mypy") from error
    costs = tokens_of(assembly.tree, counter())
    lint(assembly.plan, inputs.written.definitions, project, costs, diagnostics)
    announce(inputs.written.definitions, today, diagnostics)
    drifts += _overlay_drifts(project, inputs, diagnostics)
    drifts += settled.drifts
    if newer := upgrade(project, site, lock, disk):
        drifts.append(newer.drift())
        lock, disk = newer.lock, newer.disk
    compared = compare(settled.tree, settled.lock, lock, disk, site.output)
    drifts += _offered(_unkept(compared, settled, disk), project, inputs)
    drifts += with_causes(broken, drifts, inputs.written.definitions)
    return replace(_result(drifts, list(diagnostics)), tokens=costs)


def _unkept(drifts: Iterable[Drift], settled: Settled, disk: Mapping[str, str]) -> Iterator[Drift]:
    """Yield the drifts; an edit that a patch holds already is no edit any more, but waits for `generate`."""
    for drift in drifts:
        if drift.kind == "file-edited" and disk.get(drift.subject) in settled.kept.get(drift.subject, ()):
            yield replace(drift, kind="file-outdated", message=f"{drift.subject} was kept since.", mend=GENERATE)
        else:
            yield drift


def _overlay_drifts(project: Project, inputs: Inputs, diagnostics: Diagnostics) -> Iterator[Drift]:
    """Yield a drift for each correction in an overlay that corrects nothing any more."""
    owners = {
        relative_name(path, project.root): settings.name
        for settings in inputs.written.services
        for path in settings.overlay_paths
    }
    for item in diagnostics:
        if item.rule == "overlay-matches-nothing" and item.place is not None:
            owner, mend = owners[item.place.file], f"mend or remove the action at {item.place}"
            yield Drift(item.rule, Layer.EXTERNAL_SERVICE, owner, f"{item.place}: {item.message}.", mend)


def _folder(settings: ServiceSettings) -> str:
    return Path(settings.file).parent.as_posix()


def _on_disk(site: Site, lock: Lock | None) -> Iterator[Drift]:
    """Yield what can be told without knowing what would be generated."""
    if lock is not None:
        yield from without_tree(lock, survey(site.folder), site.output)


def _offered(drifts: Iterable[Drift], project: Project, inputs: Inputs) -> Iterator[Drift]:
    """Yield the drifts, those of a changed operation with the line that absorbs what changed in it."""
    services = {settings.name: settings for settings in inputs.written.services}
    found: dict[str, Absorbing] = {}
    for drift in drifts:
        service, _, name = drift.subject.partition(".")
        if drift.kind != "input-changed" or drift.layer is not Layer.EXTERNAL_SERVICE or service not in services:
            yield drift
            continue
        if service not in found:
            found[service] = absorbing(project, inputs, services[service])
        contract = inputs.contracts.get(service)
        operation = contract.operations.get(name) if contract is not None else None
        lines = found[service].lines
        if operation is not None:
            lines = found[service].by_operation.get(f"{operation.method} {operation.path}", {})
        yield replace(drift, mend=mending(services[service], lines)) if lines else drift


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
        folder = f"{_folder(settings)}/"
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
    errors = {item.rule for item in diagnostics if item.severity is Severity.ERROR}
    return CheckResult(ordered(drifts), tuple(diagnostics), 2 if errors - NAMED else 1 if drifts or errors else 0)
