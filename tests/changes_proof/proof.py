"""Trying one mutation: build both documents, compare them, and hold what is found against what is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from codegen.changes.model import Change, Level, Spot
from codegen.changes.walk import changes
from codegen.contract.build import build
from codegen.contract.differing import differing
from codegen.contract.document import Document
from codegen.contract.load import load
from codegen.contract.model import Contract, Operation
from codegen.core.diagnostics import Diagnostics
from codegen.core.places import tokens
from codegen.verbs.diff_sides import Sides, sides_of
from codegen.verbs.failure import UsageError
from codegen.verbs.versions import Versions
from tests.changes_proof import same as _same
from tests.changes_proof.mutations import KINDS, Draft, Mutation, Shown
from tests.changes_proof.reach import Node

LOADED = (_same,)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One try: `missed` expectations, changes above info that nothing explains, verdicts of the wire that disagree."""

    mutation: Mutation
    missed: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    reported: int = 0
    all: tuple[str, ...] = field(default=(), compare=False)


def compared(old: Node, new: Node, folder: Path) -> Sides | None:
    """Return two documents as `codegen diff` compares them outside of a project; None where one cannot be read."""
    before, after = (_loaded(tree, folder / name) for tree, name in ((old, "old.json"), (new, "new.json")))
    if before is None or after is None:
        return None
    try:
        return sides_of(Versions(None, before, after, None, None, differing(before, after)), None)
    except UsageError:
        return None


def _loaded(document: Node, file: Path) -> Document | None:
    file.write_text(json.dumps(document), encoding="utf-8")
    return load(Path(file.name), file.parent, Diagnostics())


def attempt(kind: str, document: Node, random: Random, folder: Path) -> Outcome | None:
    """Try one kind on a document, which is changed; None where it has no such place, or is no contract."""
    before = json.loads(json.dumps(document))
    mutation = KINDS[kind](Draft(document, random))
    whole = _whole(before, folder) if mutation is not None else None
    if mutation is None or whole is None:
        return None
    sides = compared(before, dict(whole.snapshot) if mutation.pointer == "upgrade" else document, folder)
    if sides is None:
        return Outcome(mutation, missed=("the changed document gives no contract",))
    written = {f"{o.method} {o.path}": _written(o) for c in (sides.old, sides.new) for o in c.operations.values()}
    return judge(mutation, changes(sides.old, sides.new), written)


def _whole(document: Node, folder: Path) -> Contract | None:
    loaded = _loaded(document, folder / "old.json")
    if loaded is None:
        return None
    return build(loaded, service="s", used=None, adapt={}, pinned={}, diagnostics=Diagnostics())


def _written(operation: Operation) -> str:
    """Return method and path as the document has them: without the base path of a server of its own."""
    *_, path, method = tokens(operation.pointer)
    return f"{method.upper()} {path}"


def judge(mutation: Mutation, changed: tuple[Change, ...], written: Mapping[str, str]) -> Outcome:
    """Return what of a mutation was found, and what was found besides."""
    found = tuple(
        replace(c, places=tuple(Spot(written.get(s.operation, s.operation), s.where) for s in c.places))
        for c in changed
    )
    missed, disagreements = [], []
    for shown in mutation.shown:
        about = [change for change in found if _about(change, shown)]
        reached = {spot.operation for change in about for spot in change.places}
        reached -= {""} - shown.operations  # what is said of the contract as a whole as well
        if not about or reached != shown.operations:
            lacking, extra = sorted(shown.operations - reached), sorted(reached - shown.operations)
            missed.append(f"{shown.side} {shown.aspect} {shown.effect} {sorted(shown.names)}: -{lacking} +{extra}")
        elif not _agrees(shown.level, max(change.severity.wire for change in about)):
            disagreements.append(f"{shown.level} expected of {[_words(change) for change in about]}")
    loud = [change for change in found if change.severity.worst > Level.INFO]
    alarms = [_words(change) for change in loud if not any(_explains(mutation, s, change) for s in mutation.shown)]
    everything = tuple(_words(change) for change in found)
    return Outcome(mutation, tuple(missed), tuple(alarms), tuple(disagreements), len(loud), everything)


def _about(change: Change, shown: Shown) -> bool:
    return (
        change.aspect.value == shown.aspect
        and change.effect.value in shown.effect.split("|")
        and change.side.value == shown.side
        and _named(change, shown)
    )


def _named(change: Change, shown: Shown) -> bool:
    names = {name for name in shown.names if name}
    inner = change.subject.replace("[]", "").replace("{}", "")
    if shown.component and _letters(change.subject) == _letters(shown.component):
        return True
    return not names or any(change.element.name in (n, f".{n}") or _ends(change, inner, n) for n in names)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _ends(change: Change, subject: str, name: str) -> bool:
    return subject.endswith(f".{name}") or change.element.name.replace("[]", "").endswith(f".{name}")


def _explains(mutation: Mutation, shown: Shown, change: Change) -> bool:
    """Say whether a change is the mutation's: at its place, and of what it did or what comes with that."""
    if change.side.value != shown.side or not {s.operation for s in change.places} <= shown.operations:
        return False
    if _about(change, shown):
        return True
    return any(
        aspect == change.aspect.value and effect in ("*", change.effect.value) for aspect, effect in mutation.also
    )


def _agrees(level: str, wire: Level) -> bool:
    if level == "any":
        return True
    return {"breaking": wire is Level.BREAKING, "felt": wire > Level.INFO, "quiet": wire <= Level.INFO}[level]


def _words(change: Change) -> str:
    severity = change.severity
    return f"{change.rule} [{severity.wire.name.lower()}] {change.subject}: {change.message}"[:200]
