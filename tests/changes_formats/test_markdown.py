"""The text of a pull request: readable, bounded, and nothing of a contract acts in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from codegen.changes.formats.markdown import MAX_CHARACTERS, as_markdown
from codegen.changes.report import Report
from tests.changes_formats.__main__ import PAGE
from tests.changes_formats.reading import blocks, codes, spans, words
from tests.changes_formats.reports import EMPTY, EXAMPLE, PAYLOADS, ROWS, hostile, many

_OURS = re.compile(r"</details>|<details><summary>[A-Za-z ,;]+ \([0-9,]+\)</summary>")
_BLOCKS = frozenset(
    {"paragraph", "heading", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "inline", "fence"}
)


def test_the_example_reads_as_it_was_read_by_a_person() -> None:
    """`python -m tests.changes_formats` writes it again."""
    assert as_markdown(EXAMPLE) == PAGE.read_text(encoding="utf-8")


def test_every_change_of_the_example_is_there_with_all_that_is_to_be_said_of_it() -> None:
    text = as_markdown(EXAMPLE)
    seen = codes(text)
    for row in ROWS:
        assert row.change.subject in seen
        assert row.change.rule in seen
    price = text[text.index("`Order.total`") :]
    price = price[: price.index("\n- **")]
    for told in (
        "its type changed from number to string",
        '`"number"` → `"string"`',
        "wire breaking, client breaking, action breaking, tool breaking",
        "`generated/contracts/erp.json:41` → `specs/erp/openapi.yaml:57`",
        "`GET /orders` and 2 more",
        "reaches actions `show_order`, `place_order`, tool `show_order`",
        "`jobs/report.py:5`",
        ROWS[0].id,
    ):
        assert told in price, told
    assert 'adapt: {"schemas": {"Order": {"id": {"wire": "order_ref"}}}}\n' in seen


def test_what_breaks_comes_first_and_what_is_info_only_is_folded() -> None:
    text = as_markdown(EXAMPLE)
    assert text.startswith("**3 changes break something in use.**")
    order = [text.index(f"`{subject}`") for subject in ("POST /orders", "Order.id", "Part.category", "Order.state")]
    assert order == sorted(order)
    before = text[: text.index("`Order.state`")]
    assert before.count("<details>") == before.count("</details>") + 1
    assert "agent surface unchanged" in text


def test_no_change_is_one_sentence() -> None:
    assert as_markdown(EMPTY) == "**No change.** Compared: `the snapshots` with `today's contracts`.\n"


def test_where_nothing_breaks_it_says_so() -> None:
    text = as_markdown(replace(EXAMPLE, rows=tuple(row for row in EXAMPLE.rows if not row.breaking)))
    assert text.startswith("**Nothing in use breaks.**")


def inert(text: str) -> None:
    """Assert that nothing but our own marks acts."""
    for block in blocks(text):
        if block.type == "html_block":
            assert all(_OURS.fullmatch(line) for line in block.content.splitlines() if line), block.content
        else:
            assert re.sub("_(open|close)$", "", block.type) in _BLOCKS, block
    assert {span.type for span in spans(text)} <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    seen = words(text)
    assert not re.search(r"[@#<>\[\]|\\`*~$&{}_]|://|www\.|GH-|:\w+:|\b[0-9a-f]{7,}\b", seen), seen
    assert all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_nothing_of_a_contract_acts(payload: str) -> None:
    for number in range(42):
        inert(as_markdown(hostile(*["x"] * number, payload)))


def test_what_other_people_wrote_forges_no_change_and_no_section() -> None:
    def shape(report: Report) -> list[str]:
        return [block.type for block in blocks(as_markdown(report)) if block.type != "inline"]

    payloads = [text for text in PAYLOADS if text.strip() and len(text) < 1_000]  # what is long is not offered to copy
    assert shape(hostile(*payloads)) == shape(hostile(*("x" for _ in payloads)))


def test_it_stays_within_what_hosts_take_and_counts_what_it_leaves_out() -> None:
    for number in (1, 3, 10, 30, 100, 1_000):
        report = many(number)
        text = as_markdown(report)
        assert len(text) <= MAX_CHARACTERS
        shown = text.count("\n- **")
        left = re.search(r"\*\*([0-9,]+) changes? left out for length, ([0-9,]+) of them breaking", text)
        assert shown + (int(left[1].replace(",", "")) if left else 0) == number
        assert text.count("<details>") == text.count("</details>")
        inert(text)
    assert shown > 5
    assert left
    assert int(left[2].replace(",", "")) == len(report.breaking) - text.count("to be accepted as")


def test_the_worst_is_left_out_last() -> None:
    report = many(1_000)
    levels = re.findall(r"\n- \*\*(\w+)\*\*", as_markdown(report))
    assert set(levels) == {"breaking"}


def test_the_same_report_gives_the_same_text() -> None:
    assert as_markdown(hostile(*PAYLOADS)) == as_markdown(hostile(*PAYLOADS))
