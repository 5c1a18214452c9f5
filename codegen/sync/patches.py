"""Patches: edits of generated files that a person chose to keep, each a file in `specs/patches/`. Pure.

A patch is a unified diff over the whole file, so it holds both the text that the generator had written (the base) and
the kept one, reads in every viewer of diffs, and merges line by line. While its edit conflicts with what is generated
now, a second part shows the merged text with git's markers and the base, to be resolved in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.core.digest import of_text
from codegen.sync.lock import has_markers
from codegen.sync.merge import BASE, OURS, THEIRS, matched, split

ENDING = ".patch"
_HEAD = "# An edit of a generated file, kept with `codegen keep`; `codegen generate` merges it into what it writes.\n"
_NO_END = "\\ No newline at end of file\n"
_MARKERS = frozenset({OURS, BASE, THEIRS})  # one of them alone was forgotten; the middle one may be a heading's line
_CONFLICT = "==== conflict "
_REASON = "==== because "
_HELP = "==== resolve it below this line, then `codegen generate`; to give up the edit: `codegen generate --discard "


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a person has to resolve.

    Attributes:
        onto: digest of the generated text that the edit did not fit.
        shown: digest of the text as it was shown, to tell whether a person touched it since.
        reason: why it is one, in one line.
        text: the merged text as it stands in the patch now.
    """

    onto: str
    shown: str
    reason: str
    text: str

    @property
    def touched(self) -> bool:
        """Whether a person changed what was shown."""
        return of_text(self.text) != self.shown

    @property
    def resolved(self) -> bool:
        """Whether a person changed what was shown and left no marker."""
        return self.touched and not has_markers(self.text) and not _MARKERS.intersection(self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Patch:
    """A kept edit: the generated file's path below the output folder, what it was, what was kept instead."""

    path: str
    base: str
    kept: str
    conflict: Conflict | None = None


def conflict_of(generated: str, text: str, reason: str) -> Conflict:
    """Return a conflict as it is first shown."""
    return Conflict(of_text(generated), of_text(text), reason, text)


# ------------------------------------------------------------------ printing


def print_patch(patch: Patch, output: str) -> str:
    """Return a patch's text.

    Args:
        patch: what to print.
        output: the output folder, for the names in the diff.
    """
    old, new = split(patch.base), split(patch.kept)
    name = f"{output}/{patch.path}"
    header = f"{_HEAD}--- {name}\n+++ {name}\tkept\n@@ -{_range(old)} +{_range(new)} @@\n"
    text = header + "".join(_diff(old, new))
    if patch.conflict is None:
        return text
    told = f"{_CONFLICT}onto sha256:{patch.conflict.onto} shown sha256:{patch.conflict.shown}\n"
    reason = " ".join(patch.conflict.reason.split())
    return f"{text}{told}{_REASON}{reason}\n{_HELP}{name}`\n{patch.conflict.text}"


def _range(lines: list[str]) -> str:
    return f"{1 if lines else 0},{len(lines)}"


def _diff(old: list[str], new: list[str]) -> Iterator[str]:
    done_old = done_new = 0
    for i, j in [*matched(old, new), (len(old), len(new))]:
        yield from (_line("-", line) for line in old[done_old:i])
        yield from (_line("+", line) for line in new[done_new:j])
        if i < len(old):
            yield _line(" ", old[i])
        done_old, done_new = i + 1, j + 1


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n{_NO_END}"


# ------------------------------------------------------------------ reading


def parse_patch(path: str, text: str) -> Patch:
    """Return the patch that `text` holds; the numbers of its `@@` line need not be true.

    Args:
        path: the generated file's, below the output folder.
        text: the patch's.

    Raises:
        ValueError: with what is wrong, in words.
    """
    lines = split(text)
    end = next((n for n, line in enumerate(lines) if line.startswith(_CONFLICT)), len(lines))
    start = next((n + 1 for n, line in enumerate(lines[:end]) if line.startswith("@@ ")), None)
    if has_markers("".join(lines[:end])):
        raise ValueError("it holds an unresolved merge conflict of git")
    if start is None:
        raise ValueError("it is no unified diff: the line that begins with @@ is missing")
    base, kept = _sides(lines[start:end], start + 1)
    return Patch(path, base, kept, _conflict(lines[end:]) if end < len(lines) else None)


def _sides(lines: list[str], number: int) -> tuple[str, str]:
    sides: dict[str, list[str]] = {"-": [], "+": []}
    last = ""
    for line in lines:
        sign, rest = line[:1], line[1:]
        if line.startswith("\\"):  # of the line before: its line feed is none
            for side in sides if last == " " else last:
                sides[side][-1] = sides[side][-1].removesuffix("\n")
        elif sign in (" ", "-", "+", "\n"):  # editors strip the blank of an empty line
            for side in sides if sign in " \n" else sign:
                sides[side].append(rest or "\n")
            last = " " if sign == "\n" else sign
        else:
            raise ValueError(f"line {number} begins neither with a blank nor with - or +")
        number += 1
    return "".join(sides["-"]), "".join(sides["+"])


def _conflict(lines: list[str]) -> Conflict:
    words = lines[0].removeprefix(_CONFLICT).split()
    told = dict(zip(words[::2], words[1::2], strict=False))
    whole = len(lines) > 2 and lines[1].startswith(_REASON) and lines[2].startswith(_HELP)
    if set(told) != {"onto", "shown"} or not whole:  # the text begins below: without its head a line of it was lost
        raise ValueError("the head of its conflict was changed")
    onto, shown = (told[word].removeprefix("sha256:") for word in ("onto", "shown"))
    return Conflict(onto, shown, lines[1].removeprefix(_REASON).strip(), "".join(lines[3:]))


def changes(patch: Patch) -> tuple[int, int]:
    """Return how many lines an edit adds and how many it takes away."""
    old, new = split(patch.base), split(patch.kept)
    same = len(matched(old, new))
    return len(new) - same, len(old) - same
