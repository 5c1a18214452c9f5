"""Merging three texts: nothing of either side is lost, and where no two edits meet, git says the same."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.sync.merge import BASE, MIDDLE, OURS, THEIRS, matched, merge, split

TEXTS = st.text(st.sampled_from("ab\n\r <=>|"), max_size=30) | st.text(max_size=20)
LETTERS = st.lists(st.sampled_from("abcdef"), max_size=8)
Section = tuple[list[str], list[str], list[str]]


def lines(letters: Iterable[str]) -> str:
    return "".join(f"{letter}\n" for letter in letters)


def sections(text: str) -> list[str | Section]:
    """Return a merged text as its plain lines and, for each conflict, what stands under each of the markers."""
    found: list[str | Section] = []
    inside: list[list[str]] | None = None
    for line in split(text):
        if line == f"{OURS}\n":
            inside = [[]]
        elif inside is not None and line in (f"{BASE}\n", f"{MIDDLE}\n"):
            inside.append([])
        elif inside is not None and line == f"{THEIRS}\n":
            mine, was, other = inside
            found.append((mine, was, other))
            inside = None
        elif inside is not None:
            inside[-1].append(line)
        else:
            found.append(line)
    return found


@st.composite
def edited(draw: st.DrawFn, base: list[str], mark: str) -> list[str]:
    """Return `base` without some lines and with new ones that stand nowhere else."""
    result: list[str] = []
    for number in range(len(base) + 1):
        result += [f"{mark}{number}-{count}\n" for count in range(draw(st.sampled_from([0, 0, 0, 1, 2])))]
        if number < len(base) and draw(st.integers(0, 4)):
            result.append(base[number])
    return result


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    base = [f"{letter}\n" for letter in draw(LETTERS)]
    return base, draw(edited(base, "ours")), draw(edited(base, "theirs"))


# ------------------------------------------------------------------ examples


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "aBc", "abc", "aBc"),
        ("abcde", "aBcde", "abcdE", "aBcdE"),
        ("abcde", "acde", "abcdexy", "acdexy"),
        ("abc", "xabc", "abcy", "xabcy"),
        ("abc", "aBc", "aBc", "aBc"),
        ("abcde", "aBcde", "aBcdE", "aBcdE"),
        ("abc", "", "abc", ""),
        ("abab", "abxab", "aba", "abxa"),
    ],
)
def test_edits_that_do_not_meet_stand_in_one_text(base: str, ours: str, theirs: str, expected: str) -> None:
    merged = merge(lines(base), lines(ours), lines(theirs))
    assert (merged.text, merged.conflicts) == (lines(expected), 0)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "conflict"),
    [
        ("abc", "aBc", "aXc", ("B", "b", "X")),
        ("abc", "ac", "aXc", ("", "b", "X")),
        ("ac", "aBc", "aXc", ("B", "", "X")),
        ("abcd", "aBcd", "abXd", ("Bc", "bc", "bX")),
    ],
)
def test_edits_that_meet_stand_there_with_their_base(
    base: str, ours: str, theirs: str, conflict: tuple[str, str, str]
) -> None:
    merged = merge(lines(base), lines(ours), lines(theirs))
    assert merged.conflicts == 1
    mine, was, other = (split(lines(side)) for side in conflict)
    found = sections(merged.text)
    assert (mine, was, other) in found
    assert found[0] == "a\n"


def test_each_place_counts_and_what_is_settled_between_them_is_merged() -> None:
    merged = merge(lines("abcdefg"), lines("aBcdeFg"), lines("aXcDeYg"))
    assert merged.conflicts == 2
    assert [part for part in sections(merged.text) if isinstance(part, str)] == ["a\n", "c\n", "D\n", "e\n", "g\n"]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nc\n", "A\nb\nc\n"),
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nc", "A\nb\nc"),
        ("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n"),
        ("a\r\nb\nc", "a\r\nb\nc\x0cd\u2028e", "A\nb\nc", "A\nb\nc\x0cd\u2028e"),
        ("", "", "a", "a"),
        ("a", "", "a", ""),
        ("\n", "\n\n", "\n", "\n\n"),
    ],
)
def test_ends_of_lines_and_of_texts_keep_every_byte(base: str, ours: str, theirs: str, expected: str) -> None:
    assert merge(base, ours, theirs).text == expected


def test_sides_without_a_last_line_feed_do_not_swallow_the_markers() -> None:
    merged = merge("a", "b", "c")
    assert merged.text == f"{OURS}\nb\n{BASE}\na\n{MIDDLE}\nc\n{THEIRS}\n"


# ------------------------------------------------------------------ whatever the texts


@given(TEXTS, TEXTS)
def test_a_side_without_an_edit_gives_way_to_the_other(base: str, other: str) -> None:
    for ours, theirs, expected in ((base, other, other), (other, base, other), (other, other, other)):
        merged = merge(base, ours, theirs)
        assert (merged.text, merged.conflicts) == (expected, 0)


@given(TEXTS)
def test_lines_put_together_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text
    assert all(line.find("\n") in (-1, len(line) - 1) and line for line in split(text))


@given(LETTERS, LETTERS)
def test_matched_lines_are_equal_and_in_order(a: list[str], b: list[str]) -> None:
    pairs = matched(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))


@given(edits())
def test_no_line_that_either_side_wrote_is_lost(sides: tuple[list[str], list[str], list[str]]) -> None:
    base, ours, theirs = sides
    merged = split(merge(*("".join(side) for side in sides)).text)
    for side in (ours, theirs):
        new = [line for line in side if line not in base]
        assert [line for line in merged if line in new] == new


@given(st.tuples(*[LETTERS] * 3))
def test_a_conflict_shows_base_and_both_sides_and_all_three_can_be_read_off(sides: tuple[list[str], ...]) -> None:
    base, ours, theirs = (lines(side) for side in sides)
    merged = merge(base, ours, theirs)
    found = [part for part in sections(merged.text) if not isinstance(part, str)]
    assert len(found) == merged.conflicts
    for mine, was, other in found:
        assert mine != other
        assert "".join(mine) in ours
        assert "".join(was) in base
        assert "".join(other) in theirs


@given(st.tuples(*[LETTERS] * 3))
def test_which_side_is_ours_changes_nothing_but_their_order(sides: tuple[list[str], ...]) -> None:
    base, ours, theirs = (lines(side) for side in sides)
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    turned = [part if isinstance(part, str) else (part[2], part[1], part[0]) for part in sections(other.text)]
    assert sections(one.text) == turned
    assert one.conflicts == other.conflicts


# ------------------------------------------------------------------ git says the same


@st.composite
def regions(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return three texts whose edits lie apart, between lines that stand once and stay, or replace the same line."""
    texts = ["", "", ""]
    for number in range(draw(st.integers(1, 6))):
        # no line of one stretch stands in another: git would take it for the same one, ours keeps to the lines between
        base, new = ([f"{letter}{number}" for letter in draw(LETTERS)] for _ in range(2))
        how = draw(st.sampled_from(["none", "ours", "theirs", "both", "apart"]))
        if how == "both":  # two ways to see one edit are a conflict to git, though both sides say the same
            new = [f"new {line}" for line in new]
        if how == "apart":
            stretch = [[f"was {number}"], [f"ours {number}"], [f"theirs {number}"]]
        else:
            ours, theirs = how in ("ours", "both"), how in ("theirs", "both")
            stretch = [base, new if ours else base, new if theirs else base]
        for side, part in enumerate(stretch):
            texts[side] += lines(part) + f"-- {number} --\n"
    return texts[0], texts[1], texts[2]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sides=regions())
def test_where_edits_lie_apart_git_merges_likewise(sides: tuple[str, str, str], tmp_path: Path) -> None:
    base, ours, theirs = sides
    for name, text in zip(("ours", "base", "theirs"), (ours, base, theirs), strict=True):
        (tmp_path / name).write_bytes(text.encode())
    labels = [word for marker in (OURS, BASE, THEIRS) for word in ("-L", marker.partition(" ")[2])]
    command = ["git", "merge-file", "-p", "--diff3", *labels, "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    merged = merge(base, ours, theirs)
    assert (merged.text, merged.conflicts) == (done.stdout.decode(), done.returncode)
