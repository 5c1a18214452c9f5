"""Results that are too long for an agent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from codegen.serving.bounds import advice, bounded

LIMIT = 1_000

results = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=2_000),
        lambda inner: st.lists(inner, max_size=60) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
        max_leaves=60,
    ),
    max_size=5,
)


@given(results)
def test_what_fits_stays_and_what_does_not_gets_shorter(result: dict[str, Any]) -> None:
    """Objects keep their keys, lists and texts a beginning of what they were."""
    cut, notes = bounded(result, LIMIT)

    assert (cut == result) == (notes == ())
    assert cut.keys() == result.keys()
    assert [type(cut[name]) for name in cut] == [type(result[name]) for name in result]
    if len(to_json(result).decode()) <= LIMIT:
        assert cut == result


@given(st.lists(st.integers(), min_size=600, max_size=900))
def test_a_list_keeps_its_first_elements(numbers: list[int]) -> None:
    """As many as fit."""
    cut, notes = bounded({"numbers": numbers}, LIMIT)

    kept = len(cut["numbers"])
    assert cut["numbers"] == numbers[:kept]
    assert len(to_json(cut)) <= LIMIT < len(to_json({"numbers": numbers[: kept + 1]})) + 20
    assert notes == (f"numbers: {kept} of {len(numbers)} shown",)


@pytest.mark.parametrize(
    ("result", "notes"),
    [
        ({"text": "x" * 5_000}, ("text: 989 of 5000 shown",)),
        ({"one": [{"rows": ["a" * 90] * 40}]}, ("one.0.rows: 10 of 40 shown",)),
        ({"rows": [{"text": "x" * 3_000}, {"text": "y"}]}, ("rows: 1 of 2 shown", "rows.0.text: 978 of 3000 shown")),
    ],
)
def test_the_note_names_what_was_cut(result: dict[str, Any], notes: tuple[str, ...]) -> None:
    """Where it is, how much is there, and how much there was."""
    cut, said = bounded(result, LIMIT)

    assert said == notes
    assert len(to_json(cut)) <= LIMIT


def test_the_advice_names_the_inputs_that_narrow_a_call() -> None:
    """Only optional inputs can."""
    assert advice(["rows: 1 of 2 shown"], ["supplier_id"]).endswith("To see the rest, set supplier_id.")
    assert advice(["rows: 1 of 2 shown"], []).endswith("To see the rest, ask for less at once.")
    assert advice([], []) == ""
