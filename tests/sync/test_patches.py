"""A kept edit as a file: it is read back whole, read leniently, and is a unified diff to other programs."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.core.digest import of_text
from codegen.sync.patches import Conflict, Patch, changes, conflict_of, parse_patch, print_patch

PATH = "services/erp/client.py"
ODD = [
    "--- generated/a.py", "+++ kept", "@@ -1,2 +1,2 @@", "-gone", "+new", " same", "\\ No newline at end of file",
    "==== conflict onto sha256:0 shown sha256:1", "==== because", "====", "# a comment", "", " ", "x\r", "\u2028", "é",
    "<<<<<<< kept edit", "||||||| generated before", "=======", ">>>>>>> generated now", "<<<<<<<", ">>>>>>>",
]  # fmt: skip
ODD_TEXTS = st.builds(
    lambda lines, end: "\n".join(lines) + end, st.lists(st.sampled_from(ODD), max_size=8), st.sampled_from(["", "\n"])
)
TEXTS = ODD_TEXTS | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PATCHES = st.builds(Patch, path=st.just(PATH), base=TEXTS, kept=TEXTS)
BASE, KEPT = "one\n\ntwo\nthree\n", "one\n\n2\nthree\nfour\n"
NAMES = f"--- generated/{PATH}\n+++ generated/{PATH}\tkept\n"
PRINTED = print_patch(Patch(PATH, BASE, KEPT), "generated")
CONFLICT = conflict_of("now\n", "<<<<<<< kept edit\n2\n=======\nII\n>>>>>>> generated now\n", "they differ in 1 place")
CONFLICTED = print_patch(Patch(PATH, BASE, KEPT, CONFLICT), "generated")


# ------------------------------------------------------------------ there and back


@given(PATCHES)
def test_what_is_printed_is_read_back_whatever_the_texts_look_like(patch: Patch) -> None:
    assert parse_patch(PATH, print_patch(patch, "generated")) == patch


@given(PATCHES, TEXTS, TEXTS, st.text(st.sampled_from("ab =<"), min_size=1).filter(str.strip))
def test_a_conflict_is_read_back_with_its_reason_in_one_line(patch: Patch, now: str, text: str, reason: str) -> None:
    conflict = conflict_of(now, text, reason)
    read = parse_patch(PATH, print_patch(replace(patch, conflict=conflict), "generated"))
    assert read == replace(patch, conflict=replace(conflict, reason=" ".join(reason.split())))
    assert read.conflict is not None
    assert not read.conflict.touched


def test_a_patch_reads_as_a_diff_over_the_whole_file() -> None:
    assert PRINTED.partition("\n")[2] == f"{NAMES}@@ -1,4 +1,5 @@\n one\n \n-two\n+2\n three\n+four\n"


def test_the_lines_that_come_and_go_are_counted() -> None:
    assert changes(Patch(PATH, BASE, KEPT)) == (2, 1)
    assert changes(Patch(PATH, BASE, BASE)) == (0, 0)


# ------------------------------------------------------------------ a person's hand on it


@pytest.mark.parametrize(
    ("printed", "changed"),
    [
        ("@@ -1,4 +1,5 @@", "@@ -17,9 +2 @@ def f():"),
        ("\n \n", "\n\n"),
        ("# An edit", "# We keep this for the auditors\n# An edit"),
        (NAMES, ""),
    ],
    ids=["wrong numbers", "a stripped blank", "a comment of one's own", "no file names"],
)
def test_what_people_and_editors_do_to_it_does_no_harm(printed: str, changed: str) -> None:
    assert printed in PRINTED
    assert parse_patch(PATH, PRINTED.replace(printed, changed)) == Patch(PATH, BASE, KEPT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the line that begins with @@ is missing"),
        ("nonsense\n", "the line that begins with @@ is missing"),
        (PRINTED.replace("+2\n", "2\n"), "line 8 begins neither with a blank nor with - or"),
        (PRINTED.replace("+2\n", "<<<<<<< ours\n+2\n=======\n+3\n>>>>>>> theirs\n"), "an unresolved merge conflict"),
        (CONFLICTED.replace(" shown sha256:", " sha256:"), "the head of its conflict was changed"),
        (CONFLICTED.replace("==== because", "because"), "the head of its conflict was changed"),
        (
            "".join(line for line in CONFLICTED.splitlines(keepends=True) if not line.startswith("==== resolve")),
            "the head of its conflict was changed",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_words(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_patch(PATH, text)


@given(TEXTS)
def test_any_text_is_a_patch_or_is_refused(text: str) -> None:
    with suppress(ValueError):
        parse_patch(PATH, text)


@pytest.mark.parametrize(
    ("text", "touched", "resolved"),
    [
        (CONFLICT.text, False, False),
        (CONFLICT.text.replace("II", "2 or II"), True, False),
        (CONFLICT.text.replace("<<<<<<< kept edit\n", ""), True, False),
        ("2\n", True, True),
        ("", True, True),
    ],
    ids=["as shown", "half-way", "one marker gone", "resolved", "emptied"],
)
def test_a_conflict_is_resolved_where_a_person_changed_it_and_left_no_marker(
    text: str, touched: bool, resolved: bool
) -> None:
    conflict = replace(CONFLICT, text=text)
    assert (conflict.touched, conflict.resolved) == (touched, resolved)


def test_a_text_with_markers_of_its_own_is_no_conflict_half_done() -> None:
    shown = "A heading\n=======\nand its text\n"
    assert not Conflict("", of_text(shown), "", shown).touched
    assert Conflict("", "", "", shown).resolved


# ------------------------------------------------------------------ other programs


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(patch=PATCHES.filter(lambda patch: patch.base and patch.kept and patch.base != patch.kept), clash=st.booleans())
def test_git_applies_it_to_its_base(patch: Patch, clash: bool, tmp_path: Path) -> None:
    file = tmp_path / "generated" / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(patch.base.encode())
    whole = replace(patch, conflict=CONFLICT) if clash else patch
    (tmp_path / "it.patch").write_bytes(print_patch(whole, "generated").encode())
    command = ["git", "apply", "-p0", "--whitespace=nowarn", "it.patch"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().decode() == patch.kept
