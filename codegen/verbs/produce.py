"""The long way of `codegen generate`: read, bind, render, compare with the disk, write."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from pathlib import Path

from codegen.core.diagnostics import Diagnostics
from codegen.core.tree import Tree
from codegen.sync import layers, state
from codegen.sync.decide import Decision, decide
from codegen.sync.disk import survey
from codegen.sync.site import Site, read_lock
from codegen.sync.write import BusyError, apply
from codegen.verbs.assemble import Assembly, assemble, site_of
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import GenerateResult
from codegen.verbs.misfit import misfits
from codegen.verbs.open import open_project, watched


def produce(start: Path, *, dry_run: bool, diff: bool, adopt: bool, discard: Sequence[str]) -> GenerateResult:
    """Generate the project that `start` lies in; the arguments are those of `codegen.verbs.generate.generate`."""
    project = open_project(start)
    site, diagnostics = site_of(project), Diagnostics()
    lock = read_lock(site)
    inputs, assembly = assemble(project, lock, diagnostics)
    if assembly is None:
        for drift in misfits(project, inputs):
            diagnostics.info(drift.kind, drift.message, None, drift.mend)
        return GenerateResult(diagnostics=tuple(diagnostics), dry_run=dry_run, exit_code=2)
    decision = decide(site, assembly.tree, lock, survey(site.folder), adopt=adopt, discard=_below(discard, site))
    diffs = _diffs(site, assembly.tree, decision) if diff else ()
    if not decision.refused and not dry_run:
        _write(site, assembly, decision)
        state.remember(project.root, watched(project))
    return _result(site, decision, diffs, diagnostics, dry_run=dry_run)


def _below(discard: Collection[str], site: Site) -> list[str]:
    """Return the files to discard relative to the output folder."""
    folder, paths = site.folder.resolve(), []
    for name in discard:
        candidates = [(base / name).resolve() for base in (Path.cwd(), site.root)]
        file = next((file for file in candidates if file.is_relative_to(folder)), None)
        if file is None:
            raise UsageError(f"{name} is no file of {site.output}/", "`codegen check` lists the edited files")
        paths.append(file.relative_to(folder).as_posix())
    return paths


def _write(site: Site, assembly: Assembly, decision: Decision) -> None:
    try:
        apply(site, assembly.tree, decision, assembly.lock)
    except BusyError as error:
        raise UsageError("another codegen is writing this project", "wait until it has ended") from error
    except OSError as error:
        raise UsageError(f"nothing was generated: {error.strerror}: {error.filename}") from error


def _diffs(site: Site, tree: Tree, decision: Decision) -> tuple[str, ...]:
    return tuple(_diff(site, path, tree.get(path)) for path in sorted({*decision.write, *decision.delete}))


def _diff(site: Site, path: str, text: str | None) -> str:
    file = site.folder / path
    old = file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True) if file.exists() else []
    new = (text or "").splitlines(keepends=True)
    name = f"{site.output}/{path}"
    before, after = (f"a/{name}" if file.exists() else "/dev/null"), (f"b/{name}" if text is not None else "/dev/null")
    lines = difflib.unified_diff(old, new, before, after)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _result(
    site: Site, decision: Decision, diffs: tuple[str, ...], diagnostics: Diagnostics, *, dry_run: bool
) -> GenerateResult:
    stopped = bool(decision.refused)
    return GenerateResult(
        written=() if stopped else _named(site, decision.write),
        deleted=() if stopped else _named(site, decision.delete),
        unchanged=len(decision.unchanged),
        refused=decision.refused,
        diffs=diffs,
        kept=() if stopped or dry_run else tuple(f"{site.output}/{path}" for path in decision.replaced),
        diagnostics=tuple(diagnostics),
        dry_run=dry_run,
        exit_code=1 if stopped else 0,
    )


def _named(site: Site, paths: tuple[str, ...]) -> tuple[tuple[str, layers.Layer], ...]:
    named = [(f"{site.output}/{path}", layers.of_path(path)) for path in paths]
    return tuple(sorted(named, key=lambda item: (layers.ORDER[item[1]], item[0])))
