"""Every row of the table of layers: what went wrong decides the layer, in both worlds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from codegen.actions.terms import Permissions
from codegen.actions.values import Comparison, Literal
from tests.targets.actions.loopback import hanging, loopback
from tests.targets.actions.plans import REORDER, answer, argument, call, field, given, step
from tests.targets.actions.project import Project, buyer

WORLDS = pytest.mark.parametrize("world", ["sync", "async"])
GOOD = {"sku": "BRK-1", "quantity": 40}


def stock(on_hand: int | None = 7, as_of: str | None = None) -> tuple[int, Any]:
    """Return an answer of inventory.getStock."""
    body = {"sku": "BRK-1", "as_of": as_of or datetime.now(UTC).isoformat()}
    return 200, body | ({} if on_hand is None else {"on_hand": on_hand})


def answers(**changes: Any) -> dict[str, Any]:
    """Return what the three services answer when all is well, with changes by operation."""
    usual = {
        "get_stock": stock(),
        "create_order": (200, {"id": "PO-1", "status": "open"}),
        "cancel_order": (204, None),
        "post_message": (200, {"ok": True}),
    }
    return {f"/{ident}": value for ident, value in (usual | changes).items()}


def failing_after_the_order(**changes: Any) -> Any:
    """Return the action with a last step that may not fail."""
    steps = (*REORDER.steps[:2], replace(REORDER.steps[2], continue_on_failure=False))
    return replace(REORDER, steps=steps, **changes)


@WORLDS
def test_a_good_run_gives_declared_outputs_and_no_more(world, tmp_path):
    with loopback(answers()) as service:
        got = Project(tmp_path, REORDER).invoke(world, "reorder_part", GOOD, buyer(service.url))
    assert got == {"ok": True, "result": {"order_id": "PO-1", "on_hand": 7}, "warnings": []}
    assert service.asked[-1].query == {"channel": "#supply", "text": "Ordered {40} of BRK-1"}


@WORLDS
def test_what_a_skipped_step_would_have_given_is_left_out(world, tmp_path):
    with loopback(answers(get_stock=stock(20))) as service:
        got = Project(tmp_path, REORDER).invoke(world, "reorder_part", GOOD, buyer(service.url))
    assert got["result"] == {"on_hand": 20}
    assert service.paths == ["/get_stock", "/post_message"]


@WORLDS
def test_an_input_that_breaks_the_schema_is_the_agents(world, tmp_path):
    with loopback({}) as service:
        arguments = {"sku": "B", "quantity": 0, "quantiti": 4}
        got = Project(tmp_path, REORDER).invoke(world, "reorder_part", arguments, buyer(service.url))
    error = got["error"]
    assert (error["layer"], error["code"], error["owner"]) == ("agent_action", "input_invalid", "supply-chain")
    assert "sku: " in error["message"]
    assert "quantity: input should be greater than or equal to 1" in error["message"]
    assert "did you mean quantity?" in error["message"]
    assert error["next_step"] == "Correct sku, quantity, quantiti and call again."
    assert service.asked == []


@WORLDS
def test_a_caller_without_the_role_reaches_no_service(world, tmp_path):
    with loopback({}) as service:
        context = buyer(service.url, roles=frozenset())
        error = Project(tmp_path, REORDER).invoke(world, "reorder_part", GOOD, context)["error"]
    assert (error["layer"], error["code"], error["outcome"]) == ("agent_action", "permission_denied", "not_sent")
    assert "role buyer" in error["next_step"]
    assert service.asked == []


@WORLDS
def test_a_mapping_without_a_value_is_the_actions_and_names_its_expression(world, tmp_path):
    as_of = answer("stock", field("as_of", optional=True), service_name="inventory")
    note = step("note", call("chat", "postMessage", argument("channel", Literal("#a")), argument("text", as_of)))
    action = replace(REORDER, steps=(replace(REORDER.steps[0], expect=None), note), outputs=())
    with loopback(answers(get_stock=(200, {"sku": "BRK-1"}))) as service:
        error = Project(tmp_path, action).invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert (error["layer"], error["code"], error["owner"]) == ("invocable_action", "mapping_failed", "supply-chain")
    assert "$steps.stock.response.body#/as_of" in error["message"]


@WORLDS
def test_a_condition_over_what_cannot_be_compared_is_the_actions(world, tmp_path):
    order = step("order", REORDER.steps[1].call, when=Comparison(given("sku"), "<", Literal(20)))
    action = replace(REORDER, steps=(order,), outputs=())
    with loopback(answers()) as service:
        error = Project(tmp_path, action).invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert (error["layer"], error["code"]) == ("invocable_action", "mapping_failed")
    assert service.asked == []


RAISES = "def run(inputs, steps):\n    steps.order(sku=inputs.sku, quantity=1)\n    raise KeyError('s3cret')\n"


@WORLDS
@pytest.mark.parametrize("word", ["", "async "])
def test_a_handlers_exception_is_the_actions_without_a_traceback(world, word, tmp_path):
    rules = word + (RAISES.replace("steps.order", "await steps.order") if word else RAISES)
    project = Project(tmp_path, replace(REORDER, handler=True), rules={"reorder_part": rules})
    with loopback(answers()) as service:
        error = project.invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert (error["layer"], error["code"]) == ("invocable_action", "handler_failed")
    assert "KeyError at reorder_part.py:3" in error["message"]
    assert "Undone: order (erp.createOrder)." in error["message"]
    assert "s3cret" not in str(error)
    assert service.paths == ["/create_order", "/cancel_order"]


@WORLDS
def test_a_handler_that_cannot_be_loaded_is_the_actions(world, tmp_path):
    project = Project(tmp_path, replace(REORDER, handler=True), rules={"reorder_part": "import nothing_of_that_name\n"})
    error = project.invoke(world, "reorder_part", GOOD, buyer("http://127.0.0.1:9"))["error"]
    assert (error["layer"], error["code"]) == ("invocable_action", "handler_failed")


@WORLDS
def test_a_refusal_is_the_actions_and_carries_its_next_step(world, tmp_path):
    rules = (
        "from codegen.runtime import Refuse\n\n\ndef run(inputs, steps):\n    return Refuse('Too many.', 'Order 10.')\n"
    )
    project = Project(tmp_path, replace(REORDER, handler=True), rules={"reorder_part": rules})
    error = project.invoke(world, "reorder_part", GOOD, buyer("http://127.0.0.1:9"))["error"]
    assert (error["layer"], error["code"], error["owner"]) == ("invocable_action", "refused", "supply-chain")
    assert (error["message"], error["next_step"]) == ("Too many.", "Order 10.")


@WORLDS
def test_a_run_that_gives_up_undoes_its_writes_last_first(world, tmp_path):
    steps = (replace(REORDER.steps[1], when=None), replace(REORDER.steps[1], id="again", ident="again", when=None))
    again = replace(steps[1], undo=call("erp", "cancelOrder", argument("order_id", answer("again", field("id")))))
    fails = replace(REORDER.steps[2], continue_on_failure=False)
    numbers = iter("12")
    created = lambda _: (200, {"id": f"PO-{next(numbers)}", "status": "open"})  # noqa: E731 - an answer, not a name
    with loopback(answers(create_order=created, post_message=(500, {}))) as service:
        action = replace(REORDER, steps=(steps[0], again, fails), outputs=())
        error = Project(tmp_path, action).invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert [one.query["order_id"] for one in service.asked if one.path == "/cancel_order"] == ["PO-2", "PO-1"]
    assert (error["layer"], error["service"], error["owner"]) == ("external_service", "chat", "platform")
    assert "Undone: again (erp.createOrder), order (erp.createOrder)." in error["message"]


@WORLDS
def test_an_undo_that_fails_is_the_actions_and_says_what_remains(world, tmp_path):
    with loopback(answers(post_message=(400, {}), cancel_order=(503, {}))) as service:
        got = Project(tmp_path, failing_after_the_order()).invoke(world, "reorder_part", GOOD, buyer(service.url))
    error = got["error"]
    assert (error["layer"], error["code"], error["outcome"]) == ("invocable_action", "undo_failed", "unknown")
    assert "Still in place: order (erp.createOrder)" in error["message"]
    assert error["retryable"] is False
    assert (error["caused_by"]["layer"], error["caused_by"]["service"]) == ("external_service", "chat")


@WORLDS
def test_the_actions_own_deadline_is_the_actions(world, tmp_path):
    action = replace(REORDER, total=0.2)
    with loopback(answers(get_stock=hanging(0.5))) as service:
        error = Project(tmp_path, action).invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert (error["layer"], error["code"], error["owner"]) == ("invocable_action", "deadline_exceeded", "supply-chain")
    assert (error["service"], error["operation"]) == ("inventory", "getStock")


def test_a_coroutine_that_waits_too_long_is_cut_at_the_deadline(tmp_path):
    rules = "import asyncio\n\n\nasync def run(inputs, steps):\n    await asyncio.Event().wait()\n"
    project = Project(tmp_path, replace(REORDER, handler=True, total=0.1), rules={"reorder_part": rules})
    error = project.invoke("async", "reorder_part", GOOD, buyer("http://127.0.0.1:9"))["error"]
    assert error["code"] == "deadline_exceeded"


@WORLDS
@pytest.mark.parametrize(
    ("given_back", "code"),
    [
        ((503, {}), "unavailable"),
        ((404, {}), "rejected"),
        ((429, {}), "rate_limited"),
        ((200, stock()[1] | {"sku": 4}), "answer_invalid"),
        (stock(None), "field_missing"),
        (stock(7, "2020-01-01T00:00:00Z"), "data_stale"),
    ],
)
def test_a_service_that_fails_is_named_with_its_owner(world, given_back, code, tmp_path):
    action = replace(REORDER, outputs=(), steps=(REORDER.steps[0], _reading("sku")))
    with loopback(answers(get_stock=given_back)) as service:
        error = Project(tmp_path, action).invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert (error["layer"], error["code"], error["service"]) == ("external_service", code, "inventory")
    assert (error["owner"], error["escalation"], error["action"]) == ("warehouse", ["oncall-inventory"], "reorder_part")
    assert error["correlation_id"] == "c1"
    assert error["next_step"]
    assert service.paths == ["/get_stock"]


def _reading(name: str) -> Any:
    """Return a step that reads a field of the stock."""
    value = answer("stock", field(name), service_name="inventory")
    return step("note", call("chat", "postMessage", argument("channel", Literal("#a")), argument("text", value)))


@WORLDS
def test_a_service_that_cannot_be_reached_is_named(world, tmp_path):
    with loopback({}) as service:
        gone = service.url
    error = Project(tmp_path, REORDER).invoke(world, "reorder_part", GOOD, buyer(gone))["error"]
    assert (error["layer"], error["code"], error["retryable"]) == ("external_service", "connect_failed", True)


@WORLDS
def test_a_step_that_may_fail_becomes_a_warning(world, tmp_path):
    with loopback(answers(post_message=(500, {}))) as service:
        got = Project(tmp_path, REORDER).invoke(world, "reorder_part", GOOD, buyer(service.url))
    assert got["ok"] is True
    [warning] = got["warnings"]
    assert (warning["step"], warning["layer"], warning["owner"]) == ("notify", "external_service", "platform")


@WORLDS
def test_a_write_whose_outcome_is_unknown_is_not_undone_but_named(world, tmp_path):
    action = replace(REORDER, total=0.3)
    with loopback(answers(create_order=hanging(0.6))) as service:
        error = Project(tmp_path, action).invoke(world, "reorder_part", GOOD, buyer(service.url))["error"]
    assert (error["code"], error["outcome"], error["retryable"]) == ("deadline_exceeded", "unknown", False)
    assert "Not undone: order (erp.createOrder)" in error["message"]
    assert "/cancel_order" not in service.paths


@WORLDS
def test_each_write_of_a_run_has_its_own_idempotency_key(world, tmp_path):
    action = replace(REORDER, permissions=Permissions())
    with loopback(answers()) as service:
        project = Project(tmp_path, action)
        for _ in range(2):
            project.invoke(world, "reorder_part", GOOD, buyer(service.url))
    keys = [one.headers["idempotency-key"] for one in service.asked if one.path != "/get_stock"]
    assert len(set(keys)) == len(keys) == 4
