"""The business rules of `approve_order`, against mocks of its services."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from codegen.testing import Services, playing
from generated.actions.approve_order import ACTION

INPUTS = {"order_id": "PO-1001", "approved_by": "m.keller"}


def approve(services: Services, order: str = "PO-1001") -> dict[str, Any]:
    """Invoke the action as somebody who may."""
    return ACTION.invoke({**INPUTS, "order_id": order}, services.context(roles=["approver"], scopes=["orders:write"]))


def test_an_open_order_within_the_limit_is_approved_and_told() -> None:
    with playing() as services:
        answer = approve(services)
    assert answer["result"] == {"order_id": "PO-1001", "status": "approved", "total": 412.5}
    assert len(services.requests("chat", "postMessage")) == 1


def test_it_does_the_same_in_a_task() -> None:
    with playing() as services:
        context = services.context(roles=["approver"], scopes=["orders:write"])
        answer = asyncio.run(ACTION.invoke_async(INPUTS, context))
    assert answer["ok"], answer


@pytest.mark.parametrize(
    ("order", "reason"), [("PO-1002", "above the limit"), ("PO-1003", "Supplier S-300 is suspended")]
)
def test_an_order_that_a_rule_forbids_is_refused_and_stays_as_it_was(order: str, reason: str) -> None:
    with playing() as services:
        error = approve(services, order)["error"]
    assert (error["layer"], error["code"]) == ("invocable_action", "refused")
    assert reason in error["message"]
    assert services.requests("erp", "approveOrder") == []


def test_a_service_that_fails_is_named() -> None:
    with playing() as services:
        services.fail("erp", "getSupplier", 503)
        error = approve(services)["error"]
    assert (error["layer"], error["service"], error["owner"]) == ("external_service", "erp", "finance-platform")


def test_a_chat_that_fails_is_a_warning() -> None:
    with playing() as services:
        services.answer("chat", "postMessage", {"ok": False, "error": "channel_not_found"})
        answer = approve(services)
    assert answer["ok"]
    assert [warning["code"] for warning in answer["warnings"]] == ["answer_failed"]
