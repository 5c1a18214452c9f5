"""What becomes of a kept edit when the generator writes something new."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.sync.merge import BASE, MIDDLE, OURS, THEIRS
from codegen.sync.patches import Conflict, Patch
from codegen.sync.replay import Fate, Outcome, broken, replay

WAS = "one\ntwo\nthree\nfour\nfive\n"
MINE = WAS.replace("two", "2")
PATCH = Patch("catalog.md", WAS, MINE)
CLASHING = WAS.replace("two", "II")
TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=6).map("".join)


def clash(now: str = CLASHING) -> tuple[Patch, Conflict]:
    """Return a patch in conflict with what is generated now, and the conflict."""
    outcome = replay(PATCH, now)
    assert outcome.fate is Fate.CONFLICT
    assert outcome.patch.conflict is not None
    return outcome.patch, outcome.patch.conflict


def touched(patch: Patch, text: str) -> Patch:
    """Return a patch whose conflict a person turned into `text`."""
    assert patch.conflict is not None
    return replace(patch, conflict=replace(patch.conflict, text=text))


# ------------------------------------------------------------------ it fits


def test_an_edit_stands_where_the_generator_writes_what_it_wrote() -> None:
    assert replay(PATCH, WAS) == Outcome(Fate.KEPT, PATCH, MINE, WAS)


def test_an_edit_that_fits_is_put_on_todays_base_at_once() -> None:
    now = WAS.replace("five", "V")
    merged = MINE.replace("five", "V")
    assert replay(PATCH, now) == Outcome(Fate.KEPT, Patch("catalog.md", now, merged), merged, now)


def test_an_edit_that_the_generator_writes_itself_retires() -> None:
    for now in (MINE, MINE.replace("five", "V")):
        outcome = replay(PATCH, now)
        assert (outcome.fate, outcome.text) == (Fate.RETIRED, now)


def test_an_edit_of_which_only_a_part_is_absorbed_keeps_the_rest() -> None:
    outcome = replay(Patch("catalog.md", WAS, MINE.replace("five", "5")), MINE)
    assert outcome.fate is Fate.KEPT
    assert outcome.patch == Patch("catalog.md", MINE, MINE.replace("five", "5"))


def test_an_edit_without_its_file_is_orphaned_and_stays_as_it_is() -> None:
    for patch in (PATCH, clash()[0]):
        assert replay(patch, None) == Outcome(Fate.ORPHANED, patch, None, None)


# ------------------------------------------------------------------ it does not


def test_a_conflict_keeps_base_and_edit_and_shows_all_three_texts() -> None:
    patch, conflict = clash()
    assert (patch.base, patch.kept) == (WAS, MINE)
    shown = f"one\n{OURS}\n2\n{BASE}\ntwo\n{MIDDLE}\nII\n{THEIRS}\nthree\nfour\nfive\n"
    assert (conflict.text, conflict.reason) == (shown, "they differ in 1 place")


def test_a_conflict_is_the_same_on_every_run() -> None:
    patch, _ = clash()
    again = replay(patch, CLASHING)
    assert (again.fate, again.patch, again.text) == (Fate.CONFLICT, patch, None)


def test_an_untouched_conflict_follows_what_is_generated_now() -> None:
    patch, _ = clash()
    _, fresh = clash(CLASHING.replace("five", "V"))
    assert replay(patch, CLASHING.replace("five", "V")).patch.conflict == fresh


def test_a_conflict_ends_by_itself_when_the_generator_goes_back() -> None:
    patch, _ = clash()
    assert replay(patch, WAS) == Outcome(Fate.KEPT, PATCH, MINE, WAS)


def test_a_half_resolved_conflict_stays_byte_for_byte_whatever_is_generated() -> None:
    patch, conflict = clash()
    half = touched(patch, conflict.text.replace("five", "a word of mine"))
    for now in (CLASHING, CLASHING.replace("five", "V")):
        outcome = replay(half, now)
        assert (outcome.fate, outcome.patch) == (Fate.CONFLICT, half)


@pytest.mark.parametrize("marker", [OURS, BASE, THEIRS])
def test_a_forgotten_marker_is_no_resolution(marker: str) -> None:
    patch, _ = clash()
    half = touched(patch, f"one\n2\n{marker}\nthree\nfour\nfive\n")
    assert replay(half, CLASHING).patch == half


def test_a_resolved_conflict_becomes_the_edit_of_what_it_was_resolved_on() -> None:
    patch, _ = clash()
    resolved = CLASHING.replace("II", "2 and II")
    outcome = replay(touched(patch, resolved), CLASHING)
    assert outcome == Outcome(Fate.KEPT, Patch("catalog.md", CLASHING, resolved), resolved, CLASHING)


def test_a_conflict_resolved_for_the_generators_text_retires() -> None:
    patch, _ = clash()
    assert replay(touched(patch, CLASHING), CLASHING).fate is Fate.RETIRED


def test_a_resolution_of_what_is_long_past_is_not_lost_but_asked_for_again() -> None:
    patch, _ = clash()
    resolved = CLASHING.replace("II", "2 and II")
    outcome = replay(touched(patch, resolved), CLASHING.replace("five", "V"))
    assert outcome.fate is Fate.CONFLICT
    assert outcome.patch.kept == resolved
    assert outcome.patch.conflict is not None
    shown = f"one\n{OURS}\n2 and II\n{BASE}\ntwo\n{MIDDLE}\nII\n{THEIRS}\nthree\nfour\nV\n"
    assert outcome.patch.conflict.text == shown


# ------------------------------------------------------------------ it fits as text alone


def test_merged_text_that_is_no_python_is_a_conflict_that_says_where() -> None:
    was = "def f():\n    a = 1\n    return a\n"
    outcome = replay(Patch("m.py", was, was.replace("    return a", "    return (a")), f"# new\n{was}")
    assert outcome.fate is Fate.CONFLICT
    assert outcome.patch.conflict is not None
    assert outcome.patch.conflict.text == f"# new\n{was.replace('return a', 'return (a')}"
    assert "no Python any more" in outcome.patch.conflict.reason
    assert "(line 4)" in outcome.patch.conflict.reason


def test_merged_text_that_is_no_json_is_a_conflict_that_says_so() -> None:
    was = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n'
    outcome = replay(Patch("tools/mcp.json", was, was.replace('"a": 1,', '"a": 1')), was.replace("3", "4"))
    assert outcome.fate is Fate.CONFLICT
    assert outcome.patch.conflict is not None
    assert "no JSON any more" in outcome.patch.conflict.reason


def test_other_files_are_not_read_as_code() -> None:
    assert replay(Patch("catalog.md", "a\n", "def (\n"), "a\n").fate is Fate.KEPT


def test_an_edit_that_does_not_hold_as_code_is_a_conflict_over_the_merged_text() -> None:
    now = WAS.replace("five", "V")
    merged = replay(PATCH, now)
    outcome = broken(merged, PATCH, "it does not type-check")
    assert (outcome.fate, outcome.text, outcome.generated) == (Fate.CONFLICT, None, now)
    assert (outcome.patch.base, outcome.patch.kept) == (WAS, MINE)
    assert outcome.patch.conflict is not None
    assert (outcome.patch.conflict.text, outcome.patch.conflict.reason) == (merged.text, "it does not type-check")


def test_a_resolution_that_does_not_hold_as_code_is_shown_again_as_it_was_resolved() -> None:
    patch, _ = clash()
    resolved = touched(patch, CLASHING.replace("II", "2 and II"))
    outcome = broken(replay(resolved, CLASHING), resolved, "it does not type-check")
    assert outcome.fate is Fate.CONFLICT
    again = replay(outcome.patch, CLASHING)
    for patch in (outcome.patch, broken(again, outcome.patch, "it does not type-check").patch):
        assert patch.conflict is not None
        assert patch.conflict.text == CLASHING.replace("II", "2 and II")


# ------------------------------------------------------------------ whatever the texts


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=4))
def test_an_edit_comes_back_when_the_generator_does_whatever_it_wrote_between(
    was: str, mine: str, between: list[str]
) -> None:
    patch = Patch("catalog.md", was, mine)
    for now in between:
        outcome = replay(patch, now)
        if outcome.fate is not Fate.CONFLICT:
            return
        patch = outcome.patch
    outcome = replay(patch, was)
    assert outcome.text == mine
    assert outcome.patch == Patch("catalog.md", was, mine)
