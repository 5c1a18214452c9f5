"""Three-way merging of texts, line by line. Pure.

Lines are matched as in patience diff: lines that stand once in both texts are anchors, what lies between two anchors is
matched likewise, and a stretch without anchors by `difflib`. Two changes with no unchanged line between them conflict,
as they do in git.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LARGEST_STRETCH = 4_000_000  # pairs of lines that difflib may compare; beyond, the whole stretch counts as changed
OURS, BASE, THEIRS = "<<<<<<< kept edit", "||||||| generated before", ">>>>>>> generated now"
MIDDLE = "======="


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text; with `conflicts` places, both sides and their base stand in it between git's markers."""

    text: str
    conflicts: int


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Return `ours` and `theirs`, both made from `base`, in one text.

    Args:
        base: what both sides began with.
        ours: the edit.
        theirs: what is generated now.
    """
    if base == theirs or ours == theirs:
        return Merged(ours, 0)
    if base == ours:
        return Merged(theirs, 0)
    sides = [split(text) for text in (base, ours, theirs)]
    lines: list[str] = []
    conflicts = 0
    for was, mine, other in _chunks(*sides):
        if mine == other or other == was:
            lines += mine
        elif mine == was:
            lines += other
        else:
            conflicts += 1
            lines += _marked(was, mine, other)
    return Merged("".join(lines), conflicts)


def split(text: str) -> list[str]:
    """Return the lines of `text` with their ends; only a line feed ends a line, so that every byte is kept."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _marked(was: list[str], mine: list[str], other: list[str]) -> list[str]:
    sections = ((OURS, mine), (BASE, was), (MIDDLE, other))
    lines = [line for marker, section in sections for line in (f"{marker}\n", *_ended(section))]
    return [*lines, f"{THEIRS}\n"]


def _ended(section: list[str]) -> list[str]:
    """Return the lines with a line feed at the end of the last, so that the next marker begins a line."""
    return [*section[:-1], section[-1] if section[-1].endswith("\n") else f"{section[-1]}\n"] if section else []


def _chunks(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Yield the three texts in step: stretches that are the same in all three, and those between them."""
    mine, other = dict(matched(base, ours)), dict(matched(base, theirs))
    b = o = t = 0
    for line in [i for i in range(len(base)) if i in mine and i in other]:
        if (line, mine[line], other[line]) != (b, o, t):
            yield base[b:line], ours[o : mine[line]], theirs[t : other[line]]
        yield [base[line]], [ours[mine[line]]], [theirs[other[line]]]
        b, o, t = line + 1, mine[line] + 1, other[line] + 1
    if (b, o, t) != (len(base), len(ours), len(theirs)):
        yield base[b:], ours[o:], theirs[t:]


# ------------------------------------------------------------------ which line became which


def matched(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of indexes of equal lines of `a` and `b`, both rising."""
    pairs: list[tuple[int, int]] = []
    pending = [(0, len(a), 0, len(b))]
    while pending:
        low_a, high_a, low_b, high_b = pending.pop()
        while low_a < high_a and low_b < high_b and a[low_a] == b[low_b]:
            pairs.append((low_a, low_b))
            low_a, low_b = low_a + 1, low_b + 1
        while low_a < high_a and low_b < high_b and a[high_a - 1] == b[high_b - 1]:
            high_a, high_b = high_a - 1, high_b - 1
            pairs.append((high_a, high_b))
        if low_a == high_a or low_b == high_b:
            continue
        anchors = _anchors(a[low_a:high_a], b[low_b:high_b])
        if not anchors:
            pairs += [(low_a + i, low_b + j) for i, j in _without_anchors(a[low_a:high_a], b[low_b:high_b])]
            continue
        begin_a, begin_b = low_a, low_b
        for i, j in anchors:
            pending.append((begin_a, low_a + i, begin_b, low_b + j))
            pairs.append((low_a + i, low_b + j))
            begin_a, begin_b = low_a + i + 1, low_b + j + 1
        pending.append((begin_a, high_a, begin_b, high_b))
    return sorted(pairs)


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest rising run of lines that stand once in each text."""
    in_a, in_b = Counter(a), Counter(b)
    where = {line: j for j, line in enumerate(b) if in_b[line] == 1}
    pairs = [(i, where[line]) for i, line in enumerate(a) if in_a[line] == 1 and line in where]
    ends: list[int] = []  # the smallest index in `b` that ends a run of each length
    tops: list[int] = []  # the pair that has it
    before: list[int] = []  # for each pair the one before it in its run
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(tops[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        tops[length : length + 1] = [number]
    run, number = [], tops[-1] if tops else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _without_anchors(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    if len(a) * len(b) > _LARGEST_STRETCH:
        return
    for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        yield from ((i + n, j + n) for n in range(size))
