"""A dry run shows what the action would send, to the byte, and sends nothing."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from codegen.verbs.dry_run import DryRun, Shown, dry_run
from codegen.verbs.mock import serve
from codegen.verbs.run import run

ROOT = Path(__file__).parents[2]
KEYS = ROOT / "tests" / "golden" / "cases" / "keys"


@pytest.fixture(autouse=True)
def _no_socket(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let any attempt at the network fail, but where a test plays the services for real."""
    if "served" in request.fixturenames:
        return

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a dry run opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def requests(shown: DryRun) -> list[Shown]:
    """Return everything that would be sent, tokens and undo apart."""
    return [r for step in shown.steps for r in step.requests if step.called and r.purpose == "call"]


def reorder(**more: Any) -> DryRun:
    """Go through the worked example."""
    pairs = [("sku", "PUMP-7"), ("quantity", "3")]
    return dry_run(ROOT, "reorder_part", pairs=pairs, roles=["buyer"], scopes=["orders:write"], **more)


def test_every_step_is_shown_with_its_request_its_undo_and_its_policies() -> None:
    stock, order, notify = reorder().steps
    assert [r.url for r in stock.requests] == ["${INVENTORY_URL}/stock/PUMP-7"]
    assert json.loads(order.requests[-1].body) == {"sku": "PUMP-7", "quantity": 3}
    assert [r.url.partition("/orders/")[0] for r in order.undo] == ["${ERP_URL}"]
    assert "undo order_id: $steps.order.response.body#/id" in order.assumed
    assert any("3 attempts" in policy and "Idempotency-Key" in policy for policy in order.policies)
    assert "where it fails: the action goes on and warns" in notify.policies


@pytest.mark.parametrize(
    ("told", "shown"), [("", "${ERP_TOKEN_URL}"), ("https://id.example/t", "https://id.example/t")]
)
def test_a_token_is_got_where_the_credential_says(monkeypatch: pytest.MonkeyPatch, told: str, shown: str) -> None:
    """That need not be at the service's own address."""
    monkeypatch.setenv("ERP_URL", "https://erp.example")
    monkeypatch.delenv("ERP_TOKEN_URL", raising=False)
    if told:
        monkeypatch.setenv("ERP_TOKEN_URL", told)
    tokens = [r.url for step in reorder().steps for r in step.requests if r.purpose == "token"]
    assert tokens == [shown]


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INVENTORY_KEY", "ERP_CLIENT_SECRET", "CHAT_TOKEN"):
        monkeypatch.setenv(name, f"canary-of-{name.lower()}")
    told = repr(reorder())
    assert "canary" not in told
    assert "[redacted]" in told


def test_a_step_whose_condition_the_assumed_answers_break_still_shows_what_it_would_send(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(KEYS, project, ignore=shutil.ignore_patterns("__pycache__"))
    shown = dry_run(project, "find_order", pairs=[("id", "X")])
    order, moved = shown.steps
    assert (order.called, moved.called) == (True, False)
    assert moved.condition == "$steps.order.response.statusCode == 404"


def test_a_caller_who_may_not_is_told_so_before_anything() -> None:
    shown = dry_run(ROOT, "reorder_part", pairs=[("sku", "PUMP-7"), ("quantity", "3")])
    assert shown.envelope["error"]["code"] == "permission_denied"
    assert requests(shown) == []
    assert shown.exit_code == 1


def test_a_handler_is_gone_through_too() -> None:
    arguments = json.dumps({"order_id": "PO-1001", "approved_by": "m.keller"})
    shown = dry_run(ROOT, "approve_order", document=arguments, roles=["approver"], scopes=["orders:write"])
    assert shown.handler
    assert [step.called for step in shown.steps] == [True, True, True, True]


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("part_availability", {"sku": "B-6204"}),
        ("find_part", {"sku": "M8-BOLT"}),
        ("reorder_part", {"sku": "B-6204", "quantity": 7}),
        ("cancel_order", {"order_id": "PO-1001", "reason": "by mistake"}),
        ("open_orders", {"supplier_id": "S-200"}),
    ],
)
def test_the_requests_are_those_that_a_service_receives(
    action: str, arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch, served: None
) -> None:
    caller = {"roles": ["buyer"], "scopes": ["orders:write", "orders:read"]}
    shown = requests(dry_run(ROOT, action, document=json.dumps(arguments), **caller))
    received = []
    with serve(ROOT) as mocks:
        for name, value in mocks.environment.items():
            monkeypatch.setenv(name, value)
        envelope = run(ROOT, action, document=json.dumps(arguments), approve=lambda _: True, **caller).envelope
        for service, url in mocks.urls.items():
            received += [(service, one) for one in _recorded(url)]
    assert envelope["ok"], envelope
    assert sorted((r.method, r.url.partition("}")[2], _plain(r.body)) for r in shown) == sorted(
        (one["method"], one["path"] + (f"?{one['query']}" if one["query"] else ""), _plain(one["body"]))
        for _, one in received
        if one["operation"] != "token"
    )


@pytest.fixture
def served() -> None:
    """Mark a test that plays the services for real."""


def _recorded(url: str) -> list[dict[str, Any]]:
    with urlopen(f"{url}/__mock__/requests") as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def _plain(body: Any) -> Any:
    if isinstance(body, str) and body:
        return json.dumps(json.loads(body), sort_keys=True)
    return json.dumps(body, sort_keys=True) if body else ""
