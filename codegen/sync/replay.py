"""Putting a kept edit on what is generated now. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import orjson

from codegen.core.digest import of_text
from codegen.sync.merge import merge
from codegen.sync.patches import Conflict, Patch, conflict_of


class Fate(StrEnum):
    """What became of a kept edit: it stands, the generator writes it itself by now, it conflicts, its file is gone."""

    KEPT = "kept"
    RETIRED = "retired"
    CONFLICT = "conflict"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A kept edit and what is generated now.

    Attributes:
        patch: as it should stand in its file from now on: on today's base where it fits.
        text: what the generated file is to hold; None where the edit conflicts or its file is gone.
        generated: what is generated now without the edit, None where nothing is.
    """

    fate: Fate
    patch: Patch
    text: str | None
    generated: str | None


def replay(patch: Patch, generated: str | None) -> Outcome:
    """Return what becomes of a kept edit.

    An edit that fits is put on today's base at once, so that it never conflicts over what is long past. One that
    conflicts keeps its old base until a person resolves it, or until the generator writes again what it fits.

    Args:
        patch: as it stands in its file.
        generated: today's text of the file; None where it is generated no more.
    """
    if generated is None:
        return Outcome(Fate.ORPHANED, patch, None, None)
    pristine = _pristine(patch, generated)
    merged = merge(pristine.base, pristine.kept, generated)
    if merged.conflicts:
        places = "1 place" if merged.conflicts == 1 else f"{merged.conflicts} places"
        return _conflict(pristine, patch.conflict, conflict_of(generated, merged.text, f"they differ in {places}"))
    if reason := _uncompilable(patch.path, merged.text):
        return _conflict(pristine, patch.conflict, conflict_of(generated, merged.text, reason))
    if merged.text == generated:
        return Outcome(Fate.RETIRED, pristine, generated, generated)
    return Outcome(Fate.KEPT, Patch(patch.path, generated, merged.text), merged.text, generated)


def broken(outcome: Outcome, before: Patch, reason: str) -> Outcome:
    """Return the outcome of an edit that merged as text and does not hold as code.

    Args:
        outcome: the edit as it merged.
        before: the patch as it stands in its file.
        reason: what does not hold.
    """
    generated, text = outcome.generated, outcome.text
    if generated is None or text is None:
        return outcome
    shown = conflict_of(generated, text, reason)
    return _conflict(_pristine(before, generated), before.conflict, shown, generated)


def _pristine(patch: Patch, generated: str) -> Patch:
    """Return an edit without its conflict: where a person resolved it, what they resolved it to."""
    if patch.conflict is None or not patch.conflict.resolved:
        return replace(patch, conflict=None)
    fits = of_text(generated) == patch.conflict.onto
    return Patch(patch.path, generated if fits else patch.base, patch.conflict.text)


def _conflict(pristine: Patch, known: Conflict | None, shown: Conflict, generated: str | None = None) -> Outcome:
    """Return a conflict; what a person is in the midst of resolving stays as it is."""
    half_done = known is not None and known.touched and not known.resolved
    return Outcome(Fate.CONFLICT, replace(pristine, conflict=known if half_done else shown), None, generated)


def _uncompilable(path: str, text: str) -> str:
    if path.endswith(".json"):
        try:
            orjson.loads(text)
        except orjson.JSONDecodeError as error:
            return f"merged, it is no JSON any more: {error}"
    if not path.endswith(".py"):
        return ""
    try:
        compile(text, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = f" (line {error.lineno})" if isinstance(error, SyntaxError) and error.lineno else ""
        return f"merged, it is no Python any more: {getattr(error, 'msg', error)}{line}"
    return ""
