"""The table of oasdiff's ids is whole and true, and its page is made from it."""

from __future__ import annotations

from codegen.changes.registry import RULES
from codegen.core.digest import of_text
from tests.changes.oasdiff import HOWS, PAGE, page, table

ROWS = table()
OURS = {rule_id for known in RULES.values() for rule_id in known.ids}
# of oasdiff's ids of August 2026, sorted, a line each: whoever takes an id out by mistake changes it
THEIRS = "8118404c96974207289a5da6a6c86034ecf0b3daf9d2fec076c355d6275aa425"


def test_each_of_the_509_ids_stands_there_once() -> None:
    ids = [row.id for row in ROWS]

    assert len(ids) == 509
    assert ids == sorted(set(ids))
    assert of_text("".join(f"{rule_id}\n" for rule_id in ids)) == THEIRS
    assert {row.how for row in ROWS} == set(HOWS)


def test_a_covered_id_is_one_of_ours() -> None:
    assert [row.id for row in ROWS if row.how == "covered" and (row.ours != row.id or row.id not in OURS)] == []


def test_no_id_of_ours_is_said_to_be_missing() -> None:
    """Whoever adds a rule with an id of oasdiff's says so in the table."""
    assert [row.id for row in ROWS if row.how != "covered" and row.id in OURS] == []


def test_a_merged_id_names_another_of_ours_and_says_why() -> None:
    merged = [row for row in ROWS if row.how == "merged"]

    assert [row.id for row in merged if row.ours not in OURS or row.ours == row.id or not row.reason] == []


def test_what_is_left_out_has_a_reason_and_no_id() -> None:
    assert [row.id for row in ROWS if row.how == "left-out" and (row.ours or not row.reason)] == []


def test_the_page_is_made_from_the_table() -> None:
    """`python -m tests.changes.oasdiff` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == page(ROWS)
