"""The long way of `codegen generate`: read, bind, render, put the kept edits on it, compare with the disk, write."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from codegen.core.diagnostics import Diagnostics, nearest
from codegen.project import Project
from codegen.sync import layers, state
from codegen.sync.decide import Decision, Leave, decide
from codegen.sync.disk import survey
from codegen.sync.site import Site, read_lock
from codegen.sync.write import apply
from codegen.verbs.assemble import assemble
from codegen.verbs.edits import patch_file
from codegen.verbs.failure import UsageError
from codegen.verbs.file_diffs import Diffs
from codegen.verbs.generate import GenerateResult
from codegen.verbs.misfit import misfits
from codegen.verbs.open import below_output, open_project, site_of, watched
from codegen.verbs.settle import Settled, settle
from codegen.verbs.solely import solely
from codegen.verbs.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for; the meaning is that of `codegen.verbs.generate.generate`."""

    dry_run: bool
    diff: bool
    adopt: bool
    discard: tuple[str, ...]
    today: date


def produce(start: Path, wish: Wish) -> GenerateResult:
    """Generate the project that `start` lies in."""
    project = open_project(start)
    site, diagnostics = site_of(project), Diagnostics()
    with solely(site, writing=not wish.dry_run):
        lock = read_lock(site)
        inputs, assembly = assemble(project, lock, diagnostics)
        if assembly is None:
            for drift in misfits(project, inputs):
                diagnostics.warning(drift.kind, f"{drift.layer}: {drift.message}", None, drift.mend)
            return GenerateResult(diagnostics=tuple(diagnostics), dry_run=wish.dry_run, exit_code=2)
        disk = survey(site.folder)
        discard = _to_discard(project, site, wish.discard, {*disk, *assembly.tree})
        settled = settle(project, site, assembly, lock, disk, diagnostics, today=wish.today, discard=discard)
        leave = Leave(wish.adopt, discard, settled.kept)
        decision = _decided(site, decide(site, settled.tree, lock, disk, leave), discard)
        newer = upgrade(project, site, lock, disk)
        diffs = Diffs.of(site, settled.tree, decision, newer) if wish.diff else Diffs()
        if not decision.refused and not wish.dry_run and not diagnostics.failed:
            apply(site, settled.tree, decision, settled.lock, disk, settled.records)
        result = _result(site, settled, decision, diagnostics, dry_run=wish.dry_run)
        if not wish.dry_run:
            _remember(project, result)
    told = f"codegen {newer.before} made these files, this is {newer.after}: {newer.told}" if newer else ""
    return replace(result, diffs=diffs.by_inputs, upgrade=told, upgrade_diffs=diffs.by_generator)


def _remember(project: Project, result: GenerateResult) -> None:
    """Let the next run see at once that there is nothing to do, where there is not."""
    with suppress(OSError):  # what is remembered saves time and nothing else
        if result.exit_code == 0:
            state.remember(project.root, watched(project))
        else:
            state.forget(project.root)


def _to_discard(project: Project, site: Site, names: Collection[str], known: Collection[str]) -> list[str]:
    """Return the files whose edits are given up, below the output folder: generated ones, and those that a patch is of.

    Raises:
        UsageError: if one is none.
    """
    paths = below_output(site, names)
    for path in paths:
        if path not in known and not (project.root / patch_file(project, path)).exists():
            message = f"{site.output}/{path} is no generated file"
            raise UsageError(message, nearest(path, known) or "`codegen check` lists the edited files")
    return paths


def _decided(site: Site, decision: Decision, discard: Collection[str]) -> Decision:
    """Return the decision with a copy made of each kept edit that is given up."""
    given_up = {path for path in discard if (site.folder / path).is_file()}
    changing = {*decision.write, *decision.delete}
    return replace(decision, replaced=tuple(sorted({*decision.replaced, *(given_up & changing)})))


def _result(
    site: Site, settled: Settled, decision: Decision, diagnostics: Diagnostics, *, dry_run: bool
) -> GenerateResult:
    stopped = bool(decision.refused) or diagnostics.failed
    conflicts = tuple(drift for drift in settled.drifts if drift.kind.startswith("patch-"))
    return GenerateResult(
        written=() if stopped else _named(site, decision.write),
        deleted=() if stopped else _named(site, decision.delete),
        unchanged=len(decision.unchanged),
        refused=decision.refused,
        kept=() if stopped or dry_run else tuple(f"{site.output}/{path}" for path in decision.replaced),
        conflicts=conflicts,
        unaccepted=tuple(drift for drift in settled.drifts if drift not in conflicts),
        retired=() if stopped else settled.retired,
        diagnostics=tuple(diagnostics),
        dry_run=dry_run,
        exit_code=2 if diagnostics.failed else 1 if stopped or conflicts else 0,
    )


def _named(site: Site, paths: tuple[str, ...]) -> tuple[tuple[str, layers.Layer], ...]:
    named = [(f"{site.output}/{path}", layers.of_path(path)) for path in paths]
    return tuple(sorted(named, key=lambda item: (layers.ORDER[item[1]], item[0])))
