"""What a run would write, delete, leave alone and refuse. Touches nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.sync.drift import Drift, compare
from codegen.sync.lock import Lock, has_markers
from codegen.sync.site import Site

_REFUSED = frozenset({"file-edited", "file-merged", "file-unknown"})


@dataclass(frozen=True, slots=True)
class Leave:
    """What may be overwritten though it is not the generator's.

    Attributes:
        adopt: files that stand where generated ones go; copies are kept.
        discard: edited files, below the output folder; copies are kept.
        kept: file to the digests of edits that a patch holds, so that nothing is lost with them.
    """

    adopt: bool = False
    discard: Collection[str] = ()
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a run would do; paths are below the output folder.

    Attributes:
        write: files whose text is new or changed.
        delete: files that the generator wrote and that nothing gives any more.
        unchanged: files that have their bytes already, and keep their modification time.
        refused: files that are not the generator's or were edited; where there are any, nothing is written.
        replaced: files of `write` and `delete` whose bytes on the disk nobody has a copy of.
    """

    write: tuple[str, ...]
    delete: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Drift, ...]
    replaced: tuple[str, ...]


def decide(site: Site, tree: Tree, lock: Lock | None, disk: Mapping[str, str], leave: Leave | None = None) -> Decision:
    """Say what writing `tree` would do.

    Args:
        site: the project.
        tree: what is to stand in the output folder.
        lock: of the last run.
        disk: file below the output folder to digest of its bytes.
        leave: what may be overwritten.
    """
    leave = leave or Leave()
    safe = {path for path, digests in leave.kept.items() if disk.get(path) in digests}
    drifts = [d for d in compare(tree, lock or Lock(), lock, disk, site.output) if d.kind in _REFUSED]
    drifts = [d for d in drifts if d.subject not in safe]
    ours = {d.subject for d in drifts if _given_up(site, d, tree, lock, leave)}
    known = leave.adopt or lock is not None
    refused = tuple(d for d in drifts if d.subject not in ours and not _harmless(d, tree, adopt=known))
    write = tuple(path for path, text in tree.items() if disk.get(path) != of_text(text))
    locked = lock.outputs if lock is not None else {}
    stale = (path for path in disk if path not in tree)
    gone = ours | safe
    delete = tuple(p for p in stale if disk[p] in locked.get(f"{site.output}/{p}", frozenset()) or p in gone)
    return Decision(
        write=write,
        delete=delete,
        unchanged=tuple(path for path in tree if path not in set(write)),
        refused=refused,
        replaced=tuple(sorted(ours & {*write, *delete})),
    )


def _given_up(site: Site, drift: Drift, tree: Tree, lock: Lock | None, leave: Leave) -> bool:
    """Say whether the bytes of a refused file may go."""
    if drift.subject in leave.discard or _both_sides(site, drift.subject, lock):
        return True
    if drift.kind == "file-unknown" and drift.subject not in tree:
        return False  # a file that nothing ever generated is left where it is, whatever is asked
    return (leave.adopt and drift.kind == "file-unknown") or _in_conflict(site, drift.subject)


def _in_conflict(site: Site, path: str) -> bool:
    return has_markers((site.folder / path).read_text(encoding="utf-8", errors="replace"))


def _both_sides(site: Site, path: str, lock: Lock | None) -> bool:
    """Say whether both sides of a merge generated the file, so that what stands there is git's mixture of the two."""
    return lock is not None and lock.conflicted and len(lock.outputs.get(f"{site.output}/{path}", ())) > 1


def _harmless(drift: Drift, tree: Tree, *, adopt: bool) -> bool:
    """Say whether an unknown file is in nobody's way: `check` tells of it, and it stops no later run."""
    return adopt and drift.kind == "file-unknown" and drift.subject not in tree
