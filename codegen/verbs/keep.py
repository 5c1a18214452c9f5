"""`codegen keep`: an edit of a generated file becomes a patch, which every later generation puts on what it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen.core.diagnostics import Diagnostics
from codegen.core.digest import of_text
from codegen.project import Project
from codegen.sync.history import earlier
from codegen.sync.lock import Lock, has_markers
from codegen.sync.patches import Patch, changes, print_patch
from codegen.sync.site import Site, read_lock
from codegen.sync.write import record
from codegen.verbs.assemble import assemble
from codegen.verbs.edits import Edits, patch_file, read_edits
from codegen.verbs.failure import UsageError
from codegen.verbs.former import former
from codegen.verbs.open import below_output, open_project, site_of
from codegen.verbs.solely import solely


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept edit: the generated file, its patch ("" where the edit is undone), and how many lines came and went."""

    file: str
    patch: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class KeepResult:
    """What was kept; `exit_code` is 0."""

    kept: tuple[Kept, ...]
    exit_code: int = 0


def keep(start: Path, files: Sequence[str]) -> KeepResult:
    """Keep the edits of generated files as patches in `specs/patches/`.

    Args:
        start: a folder in the project.
        files: edited files, relative to the working directory or the project's root.

    Raises:
        UsageError: if a file is none of the generator's, was not edited, is no text, or its base cannot be found.
    """
    project = open_project(start)
    site = site_of(project)
    with solely(site):
        lock, edits = read_lock(site) or Lock(), read_edits(project)
        bases = _Bases(project, site, lock)
        patches = [_patch(site, path, lock, edits, bases) for path in below_output(site, files)]
        texts = {patch_file(project, patch.path): print_patch(patch, site.output).encode() for patch in patches}
        undone = {patch_file(project, patch.path) for patch in patches if patch.base == patch.kept}
        record(site, {file: None if file in undone else text for file, text in texts.items()})
    return KeepResult(tuple(_kept(project, site, patch) for patch in patches))


def _kept(project: Project, site: Site, patch: Patch) -> Kept:
    added, removed = changes(patch)
    file = patch_file(project, patch.path) if patch.base != patch.kept else ""
    return Kept(f"{site.output}/{patch.path}", file, added, removed)


def _patch(site: Site, path: str, lock: Lock, edits: Edits, bases: _Bases) -> Patch:
    name = f"{site.output}/{path}"
    digests = lock.outputs.get(name)
    if digests is None:
        raise UsageError(f"{name} is no generated file", "`codegen check` lists the edited ones")
    try:
        text = (site.folder / path).read_bytes().decode()
    except FileNotFoundError as error:
        raise UsageError(f"{name} is not there", "codegen generate") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 text, which a patch holds", "save it as UTF-8") from error
    if has_markers(text):
        raise UsageError(f"{name} holds an unresolved merge conflict", "codegen generate mends it")
    if path in edits.unreadable:
        raise UsageError(f"the patch of {name} cannot be read: {edits.unreadable[path]}", "mend the patch")
    known = edits.patches.get(path)
    if known is not None and known.conflict is not None:
        raise UsageError(f"the kept edit of {name} is in conflict", "resolve it in its patch, then codegen generate")
    if of_text(text) in digests and known is None:
        raise UsageError(f"{name} is as it was generated: there is no edit to keep")
    return Patch(path, known.base if known is not None else bases.base(path, digests), text)


class _Bases:
    """Finds what the generator had written: today's generation, git, and at last a generation of the former inputs."""

    def __init__(self, project: Project, site: Site, lock: Lock) -> None:
        self._project = project
        self._site = site
        self._lock = lock

    def base(self, path: str, digests: frozenset[str]) -> str:
        """Return the generated text of `path` that has one of the digests.

        Raises:
            UsageError: if it is nowhere.
        """
        for find in (self._generated, self._committed, self._former):
            text = find(path, digests)
            if text is not None and of_text(text) in digests:
                return text
        raise UsageError(
            f"what was generated as {self._site.output}/{path} is not known any more: its inputs changed since",
            "take the change of the inputs back, keep the edit, and make the change again",
        )

    def _generated(self, path: str, digests: frozenset[str]) -> str | None:  # noqa: ARG002  # one signature for all three
        _, assembly = assemble(self._project, self._lock, Diagnostics())
        return assembly.tree.get(path) if assembly is not None else None

    def _committed(self, path: str, digests: frozenset[str]) -> str | None:
        found = earlier(self._site.root, f"{self._site.output}/{path}", digests)
        return found.decode("utf-8", "surrogatepass") if found is not None else None

    def _former(self, path: str, digests: frozenset[str]) -> str | None:  # noqa: ARG002  # as above
        assembly = former(self._project, self._lock)
        return assembly.tree.get(path) if assembly is not None else None
