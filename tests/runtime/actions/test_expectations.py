"""What a missing or old field of an answer leads to, and what a null of an optional input means."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import pytest
from pydantic import ValidationError

from codegen.actions.plan import Input
from codegen.actions.steps import Expect, Missing, MissingRule
from codegen.runtime import Arguments, ExternalServiceError, Unique
from codegen.runtime.expectation import Expectation, WhenMissing, hold, reach
from tests.runtime.actions.test_layers import GOOD, WORLDS, answers, stock
from tests.targets.actions.loopback import loopback
from tests.targets.actions.plans import COUNT, REORDER, field
from tests.targets.actions.project import Project, buyer


def fail(code: str, message: str, next_step: str) -> ExternalServiceError:
    return ExternalServiceError(message, code=code, next_step=next_step)


@WORLDS
def test_a_default_stands_in_and_is_a_warning(world, tmp_path):
    rule = MissingRule((field("on_hand", optional=True),), "/on_hand", Missing.DEFAULT, 0)
    steps = (replace(REORDER.steps[0], expect=Expect(None, None, (rule,))), *REORDER.steps[1:])
    with loopback(answers(get_stock=stock(None))) as service:
        got = Project(tmp_path, replace(REORDER, steps=steps)).invoke(world, "reorder_part", GOOD, buyer(service.url))
    assert got["result"] == {"order_id": "PO-1", "on_hand": 0}
    [warning] = got["warnings"]
    assert (warning["code"], warning["step"], warning["owner"]) == ("default_used", "stock", "warehouse")
    assert "/on_hand" in warning["message"]


@WORLDS
def test_a_null_of_an_optional_input_is_taken_for_left_out(world, tmp_path):
    """Strict tools must send every input, so they send null for what they leave out."""
    spare = Input("spare", "spare", {**COUNT, "default": 3}, False, "")
    with loopback(answers()) as service:
        project = Project(tmp_path, replace(REORDER, inputs=(*REORDER.inputs, spare)))
        got = project.invoke(world, "reorder_part", {**GOOD, "spare": None}, buyer(service.url))
    assert got["ok"] is True


@pytest.mark.parametrize("as_of", ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00", 1767225600, 1767225600.0])
@pytest.mark.parametrize(("age", "held"), [(900, True), (901, False)])
def test_data_may_be_as_old_as_declared_and_no_older(as_of, age, held):
    expectation = Expectation(as_of=("at",), max_age=900.0)
    if held:
        assert hold({"at": as_of}, expectation, 1767225600 + age, fail).answer == {"at": as_of}
    else:
        with pytest.raises(ExternalServiceError, match="901 s old"):
            hold({"at": as_of}, expectation, 1767225600 + age, fail)


@pytest.mark.parametrize("as_of", [None, "yesterday", True, [1]])
def test_data_that_do_not_say_when_they_were_true_count_as_stale(as_of):
    with pytest.raises(ExternalServiceError, match="does not say when"):
        hold({"at": as_of}, Expectation(as_of=("at",), max_age=900.0), 0.0, fail)


def test_a_default_reaches_into_lists_and_maps_and_leaves_the_answer_alone():
    answer = {"lines": [{"count": None}]}
    rule = WhenMissing(("lines", 0, "count"), "/lines/0/count", "default", 1)
    held = hold(answer, Expectation(missing=(rule,)), 0.0, fail)
    assert held.answer == {"lines": [{"count": 1}]}
    assert answer == {"lines": [{"count": None}]}
    assert held.defaulted == ("/lines/0/count",)


@pytest.mark.parametrize("path", [("a", "b"), ("lines", 4), ("lines", 0, "x")])
def test_what_is_not_there_is_none(path):
    assert reach({"a": None, "lines": []}, path) is None


def test_items_that_are_equal_as_json_are_not_unique():
    class Taking(Arguments):
        tags: Annotated[list[str], Unique()]

    assert Taking.model_validate({"tags": ["a", "b"]})
    with pytest.raises(ValidationError, match="unique"):
        Taking.model_validate({"tags": ["a", "a"]})
