"""The catalogue says who answers for what, and nothing that depends on the day it is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codegen.actions.terms import Owner
from codegen.targets.docs import generate
from codegen.targets.docs.generate import duration, next_review
from tests.targets.actions.plans import REORDER, plan


def row(text: str, start: str) -> list[str]:
    """Return the cells of the row that begins so."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {start}"))
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_an_action_is_listed_with_owner_sla_escalation_scopes_reviews_and_services():
    cells = row(generate(plan(REORDER))["catalog.md"], "`reorder_part`")
    assert cells[:4] == ["`reorder_part`: Reorder a part", "write", "supply-chain", "15 min"]
    assert cells[5:8] == ["oncall-supply", "buyer", "orders:write"]
    assert cells[8:] == ["2026-11-01", "2027-01-30", "chat, erp, inventory"]


def test_a_service_is_listed_with_the_actions_that_use_it():
    text = generate(plan(REORDER))["catalog.md"]
    assert row(text, "`erp`")[0:2] == ["`erp`: ERP", "finance"]
    assert row(text, "`erp`")[-1] == r"reorder\_part"


@pytest.mark.parametrize(
    ("reviewed", "every", "due"),
    [("2026-11-01", 86400.0 * 90, "2027-01-30"), ("2026-11-01", None, ""), ("", 86400.0, ""), ("2026-11-01", 1e15, "")],
)
def test_the_next_review_is_the_last_one_and_the_interval(reviewed, every, due):
    assert next_review(Owner(reviewed=reviewed, review_every=every)) == due


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1800.0, "30 min"), (14400.0, "4 h"), (90.0, "90 s"), (86400.0, "1 d"), (0.5, "0.5 s"), (None, "")],
)
def test_durations_stand_in_the_largest_unit_that_divides_them(seconds, said):
    assert duration(seconds) == said


def test_no_text_breaks_out_of_its_cell():
    """A title is one cell whatever stands in it."""
    hostile = replace(REORDER, title="a | b\n\n# `c` <script>", owner=replace(REORDER.owner, team="`|x"))
    text = generate(plan(hostile))["catalog.md"]
    assert "<script>" not in text
    assert len(row(text, "`reorder_part`")) == 11
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Catalogue",
        "## Actions",
        "## External Services",
    ]
