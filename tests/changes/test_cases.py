"""Between the two contracts of each case there are the changes in its `expected.json`, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changes.comparing import CASES, found, printed
from tests.changes.mirrors import mirrors

by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")


@by_name
def test_the_changes_are_the_expected_ones(case: Path) -> None:
    """All of them, with sides, levels and places; `python -m tests.changes` writes them again."""
    assert printed(found(case)) == (case / "expected.json").read_text(encoding="utf-8")


@by_name
def test_the_other_way_round_the_changes_are_the_mirrored_ones(case: Path) -> None:
    """What was added is removed, what became required becomes optional: no change is seen in one direction alone."""
    there = {change.rule for change in found(case)}
    back = {change.rule for change in found(case, swapped=True)}

    assert {rule for rule in there if not mirrors(rule) & back} == set()
    assert {rule for rule in back if not mirrors(rule) & there} == set()
