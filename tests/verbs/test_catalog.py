"""`catalog` says who owns what and which reviews are overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import project
import pytest

from codegen.verbs.catalog import catalog


@pytest.mark.parametrize(
    ("today", "overdue", "code"), [(date(2026, 4, 1), 0, 0), (date(2026, 4, 2), 1, 1), (date(2026, 5, 1), 30, 1)]
)
def test_a_review_is_overdue_from_the_day_after_it_was_due(root: Path, today: date, overdue: int, code: int) -> None:
    result = catalog(project.make(root), today)
    service = result.entries[0]
    assert (service.name, service.team, service.respond, service.next_review) == ("erp", "finance", 1800, "2026-04-01")
    assert (service.overdue, result.exit_code) == (overdue, code)
