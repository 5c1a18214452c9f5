"""Drift: any way in which inputs, lock and generated files disagree, each named by its layer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.actions.link import Link
from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.sync import layers
from codegen.sync.layers import Layer
from codegen.sync.lock import Lock

GENERATE = "codegen generate"

# Every kind of drift, with what it says.
KINDS: Mapping[str, str] = {
    "input-changed": "a contract, definition or setting changed since the last generation",
    "tool-changed": "what an agent would see changed since the last generation",
    "tool-unaccepted": "a tool changed and nobody has accepted it",
    "acceptance-expired": "an acceptance ran out",
    "file-edited": "a generated file was edited by hand",
    "file-merged": "git merged two generated versions of a file",
    "file-missing": "a generated file is missing",
    "file-outdated": "a generated file no longer follows from its inputs",
    "file-stale": "a generated file comes from nothing any more",
    "file-unknown": "a file in the output folder is not the generator's",
    "patch-conflict": "a kept edit does not fit what is generated now",
    "patch-orphaned": "a kept edit lost its file",
    "patch-unreadable": "a kept edit cannot be read",
    "generator-changed": "another version of the generator made the files",
    "lock-missing": "there is no lock",
    "lock-unreadable": "the lock cannot be read as it stands",
    "run-interrupted": "the last run was killed before it ended",
    "handler-misfit": "a handler no longer fits its action",
    "contract-misfit": "a contract no longer fits what held against its snapshot",
    "contract-unreadable": "a contract cannot be loaded",
    "contract-edited": "a contract is not what was pulled from its source",
    "adapt-names-nothing": "a line of `adapt` names nothing in the contract",
    "overlay-matches-nothing": "a correction in an overlay matches nothing in the contract",
}

_ASPECTS = {
    "stable": "what the layers above see of it",
    "wire": "how it travels on the wire",
    "doc": "its description",
    "auth": "how it authenticates",
    "logic": "its logic",
    "owner": "who owns it",
    "surface": "its inputs or outputs",
    "text": "its text",
    "schema": "its schema",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One disagreement.

    Attributes:
        kind: one of `KINDS`.
        layer: where it is to be mended.
        subject: the operation, action, tool or file.
        message: what disagrees, in one sentence.
        mend: the command or the line that mends it.
        details: the places where it shows, a line each.
    """

    kind: str
    layer: Layer
    subject: str
    message: str
    mend: str
    details: tuple[str, ...] = ()


def ordered(drifts: Iterable[Drift]) -> tuple[Drift, ...]:
    """Return the drifts without repetition, from the External Service up, then by kind and subject."""
    return tuple(
        sorted(dict.fromkeys(drifts), key=lambda d: (layers.ORDER[d.layer], d.kind, d.subject, d.message, d.mend))
    )


def compare(tree: Tree, fresh: Lock, lock: Lock | None, disk: Mapping[str, str], output: str) -> tuple[Drift, ...]:
    """Return every disagreement between what would be generated, what was generated, and what stands there.

    Args:
        tree: what would be generated now.
        fresh: the lock that would be written with it.
        lock: the lock on the disk, None without one.
        disk: file below the output folder to digest.
        output: the output folder, relative to the project's root.
    """
    if lock is None:
        return ordered([*_no_lock(), *_files(tree, None, disk, output)])
    changed = tuple(_changed_links(fresh, lock))
    found = [*_lock_problems(lock), *changed]
    found += [drift for drift in _files(tree, lock, disk, output) if not _told(drift, changed)]
    return ordered(found)


def _told(drift: Drift, changed: Iterable[Drift]) -> bool:
    """Say whether that a file is outdated follows from a changed link: a vendor's file holds all tools."""
    about = (drift.layer, layers.subject(drift.subject))
    return drift.kind == "file-outdated" and any(
        (d.layer, d.subject.split(".")[0]) == about or (d.kind == "tool-changed" and d.layer is drift.layer)
        for d in changed
    )


def _no_lock() -> Iterator[Drift]:
    yield Drift("lock-missing", Layer.PROJECT, "codegen.lock", "There is no codegen.lock.", GENERATE)


def _lock_problems(lock: Lock) -> Iterator[Drift]:
    if lock.interrupted:
        yield Drift("run-interrupted", Layer.PROJECT, "codegen", "The last run was killed before it ended.", GENERATE)
    if lock.problem:
        yield Drift(
            "lock-unreadable", Layer.PROJECT, "codegen.lock", f"The lock cannot be read: {lock.problem}.", GENERATE
        )


# ------------------------------------------------------------------ the chain of digests


def _changed_links(fresh: Lock, lock: Lock) -> Iterator[Drift]:
    """Yield a drift for each link that changed while nothing below it did, and for every tool that changed."""
    before = {(link.kind, link.name): link for link in lock.links}
    after = {(link.kind, link.name): link for link in fresh.links}
    changed = {key for key in before.keys() | after.keys() if _differs(before.get(key), after.get(key))}
    for key in sorted(changed):
        old, new = before.get(key), after.get(key)
        below = [need for need in (new or old or _NO_LINK).needs if need in changed]
        if key[0] == "tool" or not below:
            yield _link_drift(key, old, new, below, _above(key, after, changed))


_NO_LINK = Link("", "", {})


def _differs(old: Link | None, new: Link | None) -> bool:
    return old is None or new is None or dict(old.aspects) != dict(new.aspects)


def _above(key: tuple[str, str], links: Mapping[tuple[str, str], Link], changed: set[tuple[str, str]]) -> list[str]:
    """Return the changed links that need `key`, directly or through others, as words."""
    reached, pending = [], [key]
    while pending:
        current = pending.pop(0)
        for other in sorted(changed):
            link = links.get(other)
            if link is not None and current in link.needs and other not in reached:
                reached.append(other)
                pending.append(other)
    return [f"{kind} {name}" for kind, name in reached]


def _link_drift(
    key: tuple[str, str], old: Link | None, new: Link | None, below: list[tuple[str, str]], above: list[str]
) -> Drift:
    kind, name = key
    what = _what(old, new)
    because = f", because {' and '.join(f'{k} {n}' for k, n in below)} changed" if below else ""
    reach = f"; it reaches {', '.join(above)}" if above else ""
    rule = "tool-changed" if kind == "tool" else "input-changed"
    return Drift(rule, layers.of_link(kind), name, f"{kind.capitalize()} {name}{what}{because}{reach}.", GENERATE)


def _what(old: Link | None, new: Link | None) -> str:
    if old is None:
        return " is new"
    if new is None:
        return " is gone"
    names = sorted(old.aspects.keys() | new.aspects.keys())
    parts = [_ASPECTS.get(name, name) for name in names if old.aspects.get(name) != new.aspects.get(name)]
    return f" changed: {' and '.join(parts)}"


# ------------------------------------------------------------------ the files


def _files(tree: Tree, lock: Lock | None, disk: Mapping[str, str], output: str) -> Iterator[Drift]:
    outputs = lock.outputs if lock is not None else {}
    for path in sorted(tree.keys() | disk.keys() | _locked(outputs, output)):
        wanted = of_text(tree[path]) if path in tree else None
        locked = outputs.get(f"{output}/{path}", frozenset())
        drift = _file(path, wanted, locked, disk.get(path), output, merged=lock is not None and lock.conflicted)
        if drift is not None:
            yield drift


def _locked(outputs: Mapping[str, frozenset[str]], output: str) -> set[str]:
    return {file.removeprefix(f"{output}/") for file in outputs if file.startswith(f"{output}/")}


def _file(
    path: str, wanted: str | None, locked: frozenset[str], found: str | None, output: str, *, merged: bool
) -> Drift | None:
    """Return how one file drifted; None where the bytes are those wanted, or where it is gone and should be."""
    layer, file = layers.of_path(path), f"{output}/{path}"
    if found == wanted:
        return None
    if found is None and not locked:
        return Drift("file-outdated", layer, path, f"{file} is to be generated.", GENERATE)
    if found is None:
        return Drift("file-missing", layer, path, f"{file} is missing.", GENERATE)
    if found in locked:
        if wanted is None:
            return Drift("file-stale", layer, path, f"{file} is generated from nothing any more.", GENERATE)
        return Drift("file-outdated", layer, path, f"{file} no longer follows from its inputs.", GENERATE)
    if merged and len(locked) > 1:
        return Drift("file-merged", layer, path, f"{file} is git's mixture of two versions.", GENERATE)
    if locked:
        mend = f"codegen keep {file}, or {GENERATE} --discard {file}"
        return Drift("file-edited", layer, path, f"{file} was edited by hand.", mend)
    mend = f"move {file} out of {output}/" if wanted is None else f"{GENERATE} --adopt"
    return Drift("file-unknown", layer, path, f"{file} is not the generator's.", mend)


def without_tree(lock: Lock, disk: Mapping[str, str], output: str) -> tuple[Drift, ...]:
    """Return how the generated files depart from the lock, where nobody knows what they should be now."""
    found = list(_lock_problems(lock))
    for path in sorted(disk.keys() | _locked(lock.outputs, output)):
        locked = lock.outputs.get(f"{output}/{path}", frozenset())
        # what the lock holds counts as wanted
        wanted = disk[path] if disk.get(path) in locked else next(iter(sorted(locked)), None)
        drift = _file(path, wanted, locked, disk.get(path), output, merged=lock.conflicted)
        if drift is not None:
            found.append(drift)
    return ordered(found)
