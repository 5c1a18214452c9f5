"""A yes is bound to the tool, the exact arguments and the caller; it is used once, and it runs out."""

from __future__ import annotations

from codegen.runtime import Context
from codegen.serving.approvals import Approvals, call_key

CALL = call_key("order", {"sku": "A", "quantity": 1}, Context(principal="ann"))


def test_a_call_is_the_tool_its_arguments_and_the_caller() -> None:
    """The order of the arguments is nothing of it."""
    ann = Context(principal="ann")

    assert call_key("order", {"quantity": 1, "sku": "A"}, ann) == CALL
    assert call_key("order", {"sku": "A", "quantity": 2}, ann) != CALL
    assert call_key("cancel", {"sku": "A", "quantity": 1}, ann) != CALL
    assert call_key("order", {"sku": "A", "quantity": 1}, Context(principal="bob")) != CALL
    assert call_key("order", {"sku": "A", "quantity": 1}, Context(principal="ann", tenant="b")) != CALL


def test_a_token_is_used_once() -> None:
    """Also by whoever shows it with another call."""
    approvals = Approvals(lambda: 0.0)
    first, second = approvals.issue(CALL), approvals.issue(CALL)

    assert approvals.redeem(first, CALL)
    assert not approvals.redeem(first, CALL)
    assert not approvals.redeem(second, "another")
    assert not approvals.redeem(second, CALL)
    assert not approvals.redeem("", "")


def test_a_token_runs_out() -> None:
    """After its lifetime nobody may be thought to agree still."""
    now = [0.0]
    approvals = Approvals(lambda: now[0], lifetime=10.0)
    token = approvals.issue(CALL)
    now[0] = 10.0

    assert not approvals.redeem(token, CALL)


def test_only_so_many_are_remembered() -> None:
    """Whoever asks without end uses up no memory."""
    approvals = Approvals(lambda: 0.0, most=2)
    first, *_ = [approvals.issue(CALL) for _ in range(3)]

    assert not approvals.redeem(first, CALL)
