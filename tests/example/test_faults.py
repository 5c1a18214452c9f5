"""The table of the worked example under every single fault is true, in both worlds."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.example.faults import PAGE, Row, page, rows


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_the_table_is_what_happens() -> None:
    """`python -m tests.example.faults` writes it again."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_both_worlds_agree_row_by_row() -> None:
    assert [row.line for row in rows(is_async=True)] == [row.line for row in rows(is_async=False)]


def test_no_order_that_may_be_in_place_goes_unnamed() -> None:
    for row in rows(is_async=False):
        if not row.envelope["ok"] and "all the same" in row.fault and row.place == "order":
            assert row.remains == ("order (erp.createOrder)",), row.line
            assert _outcome(row) == "unknown"


def _outcome(row: Row) -> str:
    return str(row.envelope["error"]["outcome"])
