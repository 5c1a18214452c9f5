"""Arguments by a tool's schema become those of the action."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.runtime import AgentActionError
from codegen.runtime.decoding import Decoding, decoded

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
DECODINGS = (
    Decoding(path=(), kind="rename", names=(("x_all", "x all"),)),
    Decoding(path=("labels",), kind="pairs"),
    Decoding(path=("labels", "*", "value"), kind="json"),
    Decoding(path=("rows", "*", "any"), kind="json"),
)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4), st.lists(JSON, max_size=3))
def test_what_is_written_in_portable_form_comes_back(labels: dict[str, Any], rows: list[Any]) -> None:
    """Maps, free values and names, nested and in lists."""
    portable = {
        "x_all": 1,
        "labels": [{"key": key, "value": json.dumps(value)} for key, value in labels.items()],
        "rows": [{"any": json.dumps(value)} for value in rows],
    }

    assert decoded(portable, DECODINGS) == {"x all": 1, "labels": labels, "rows": [{"any": value} for value in rows]}


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 9), max_size=4))
def test_an_own_shape_passes_as_it_is(labels: dict[str, int]) -> None:
    """A Python caller gives a map as a map."""
    arguments = {"x all": 1, "labels": labels}

    assert decoded(arguments, DECODINGS) == arguments


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"labels": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "labels"),
        ({"rows": [{"any": "1"}, {"any": "{"}]}, "rows.1.any"),
    ],
)
def test_what_cannot_be_decoded_names_its_field(arguments: dict[str, Any], field: str) -> None:
    """The agent is told which argument to mend."""
    with pytest.raises(AgentActionError) as caught:
        decoded(arguments, DECODINGS)

    assert (caught.value.code, caught.value.outcome) == ("input_invalid", "not_sent")
    assert caught.value.message.startswith(f"{field}: ")


def test_a_number_without_a_fraction_is_an_integer() -> None:
    """5.0 and 5 are one number in JSON."""
    assert str(decoded({"quantity": 5.0, "lines": [{"n": 2.0, "weight": 2.5}]}, ())) == (
        "{'quantity': 5, 'lines': [{'n': 2, 'weight': 2.5}]}"
    )
