"""Kept edits: reading them, putting them on what is generated now, and proving that what was merged is still code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.sync.drift import Drift
from codegen.sync.hold import Held
from codegen.sync.layers import of_path
from codegen.sync.patches import ENDING, Patch, parse_patch, print_patch
from codegen.sync.replay import Fate, Outcome, broken, replay
from codegen.sync.site import Site
from codegen.sync.types import TypeProblem, new_problems, type_problems
from codegen.sync.walk import walk


@dataclass(frozen=True, slots=True)
class Edits:
    """The patches of a project by the generated file's path, and what is wrong with those that cannot be read."""

    patches: Mapping[str, Patch]
    unreadable: Mapping[str, str]

    @property
    def kept(self) -> dict[str, frozenset[str]]:
        """For each file the digest of the edit that its patch holds."""
        return {path: frozenset({of_text(patch.kept)}) for path, patch in self.patches.items()}


def read_edits(project: Project, discard: Collection[str] = ()) -> Edits:
    """Read all patches but those of the files in `discard`."""
    patches, unreadable = {}, {}
    for name in sorted(walk(project.patches)):
        path = name.removesuffix(ENDING)
        if not name.endswith(ENDING) or path in discard:
            continue
        try:
            text = (project.patches / name).read_bytes().decode()
            patches[path] = parse_patch(path, text)
        except UnicodeDecodeError:
            unreadable[path] = "it is not UTF-8"
        except ValueError as error:
            unreadable[path] = str(error)
    return Edits(patches, unreadable)


def patch_file(project: Project, path: str) -> str:
    """Return a patch's file, relative to the project's root.

    Args:
        project: where things are.
        path: the generated file's, below the output folder.
    """
    return f"{project.patches.relative_to(project.root).as_posix()}/{path}{ENDING}"


def outcomes(edits: Edits, site: Site, tree: Tree, disk: Mapping[str, str]) -> tuple[Outcome, ...]:
    """Return what becomes of each kept edit, compiled and type-checked where anything changes.

    Args:
        edits: the kept edits.
        site: the project.
        tree: what is generated now without them.
        disk: digests of what stands there.

    Raises:
        TypeCheckError: if the type checker does not run.
    """
    found = [replay(patch, tree.get(path)) for path, patch in edits.patches.items()]
    merged = edited(tree, found)
    code = [o for o in found if o.fate is Fate.KEPT and o.patch.path.endswith(".py")]
    moving = any(disk.get(path) != of_text(text) for path, text in merged.items() if path.endswith(".py"))
    if not code or not moving:
        return tuple(found)
    problems = _problems(site, tree, merged)
    reasons = dict(_blamed(problems, site, code))
    return tuple(
        broken(o, edits.patches[o.patch.path], reasons[o.patch.path]) if o.patch.path in reasons else o for o in found
    )


def edited(tree: Tree, found: Sequence[Outcome]) -> Tree:
    """Return the tree with the kept edits in it, as far as they fit."""
    return Tree({**tree, **{o.patch.path: o.text for o in found if o.text is not None}})


def _problems(site: Site, tree: Tree, merged: Tree) -> tuple[TypeProblem, ...]:
    """Return what does not type-check because of the merging: neither without the edits nor before."""
    problems = type_problems(site, merged)
    if problems:
        problems = new_problems(problems, type_problems(site, tree))
    if problems:
        problems = new_problems(problems, type_problems(site, _standing(site)))
    return problems


def _standing(site: Site) -> dict[str, str]:
    """Return the Python files that stand in the output folder."""
    paths = [path for path in walk(site.folder) if path.endswith(".py")]
    return {path: (site.folder / path).read_bytes().decode(errors="replace") for path in paths}


def _blamed(problems: Sequence[TypeProblem], site: Site, code: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    """Yield each edit that broke something, with the first thing it broke; all of them where none is to be told."""
    edited_files = {f"{site.output}/{o.patch.path}": o.patch.path for o in code}
    for problem in reversed(problems):
        reason = f"merged, it does not type-check any more: {problem}"
        to_blame = [edited_files[problem.file]] if problem.file in edited_files else list(edited_files.values())
        yield from ((path, reason) for path in to_blame)


# ------------------------------------------------------------------ what follows for files and drift


def records(
    project: Project, site: Site, found: Sequence[Outcome], held: Held, discard: Collection[str]
) -> dict[str, str | None]:
    """Return what the patches' files should hold from now on, None for those that go."""
    result: dict[str, str | None] = {
        patch_file(project, path): None for path in discard if (project.root / patch_file(project, path)).exists()
    }
    for outcome in found:
        file, held_back = patch_file(project, outcome.patch.path), held.holds(outcome.patch.path)
        if outcome.fate is Fate.CONFLICT or (outcome.fate is Fate.KEPT and not held_back):
            result[file] = print_patch(outcome.patch, site.output)
        elif outcome.fate is Fate.RETIRED and not held_back:
            result[file] = None
    return result


def edit_drifts(project: Project, site: Site, edits: Edits, found: Sequence[Outcome], held: Held) -> Iterator[Drift]:
    """Yield a drift for each kept edit that conflicts, lost its file or cannot be read."""
    for path, reason in edits.unreadable.items():
        file = patch_file(project, path)
        message = f"The kept edit {file} cannot be read: {reason}."
        mend = f"mend {file}, or codegen generate --discard {site.output}/{path}"
        yield Drift("patch-unreadable", of_path(path), path, message, mend, _held_lines(held))
    for outcome in found:
        path, file = outcome.patch.path, patch_file(project, outcome.patch.path)
        discard = f"codegen generate --discard {site.output}/{path}"
        if outcome.fate is Fate.CONFLICT and outcome.patch.conflict is not None:
            reason = outcome.patch.conflict.reason
            message = f"The kept edit of {site.output}/{path} does not fit what is generated now: {reason}."
            mend = f"resolve it in {file}, then codegen generate; or {discard}"
            yield Drift("patch-conflict", of_path(path), path, message, mend, _held_lines(held))
        elif outcome.fate is Fate.ORPHANED:
            message = f"The kept edit {file} lost its file: {site.output}/{path} is generated no more."
            mend = f"make the edit where the code is now, then {discard}"
            yield Drift("patch-orphaned", of_path(path), path, message, mend)


def _held_lines(held: Held) -> tuple[str, ...]:
    names = [f"service {name}" for name in sorted(held.services)] + [f"action {name}" for name in sorted(held.actions)]
    names += sorted(held.files)
    return (f"holds back {', '.join(names)}; everything else is generated",) if names else ()
