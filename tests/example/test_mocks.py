"""The worked example's services, as their mocks play them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from codegen.contract.model import Contract, In, Operation
from codegen.mocking.answers import answer_schema
from codegen.mocking.check import departures
from codegen.mocking.exchange import Reply, Request
from codegen.mocking.service import MockApplication
from codegen.mocking.values import example
from demo.services import SECRETS, SERVICES, script, wire_contract
from demo.workshop import ROOT

CONTRACTS = {service: wire_contract(ROOT, service) for service in SERVICES}
# Forms, multipart and bytes are called by Prism's judge; here a request is JSON or empty.
EVERY = [
    (service, name)
    for service, contract in CONTRACTS.items()
    for name, operation in contract.operations.items()
    if operation.body is None or "json" in operation.body.media[0].media_type
]


@pytest.fixture
def mocks() -> dict[str, MockApplication]:
    return {name: MockApplication(CONTRACTS[name], script(ROOT, name), secrets=SECRETS[name]) for name in SERVICES}


def headers(mock: MockApplication) -> dict[str, str]:
    """Return the credentials that the mock's service asks for."""
    if "api_key" in mock.contract.security_schemes:
        return {"x-api-key": "demo-key"}
    if "bearer" in mock.contract.security_schemes:
        return {"authorization": "Bearer demo-token"}
    scopes = "orders:read orders:write suppliers:read invoices:write"
    form = {
        "grant_type": "client_credentials",
        "scope": scopes,
        "client_id": "demo-client",
        "client_secret": "demo-secret",
    }
    given = mock.handle(Request("POST", "/oauth/token", body=urlencode(form).encode()))
    return {"authorization": f"Bearer {json.loads(given.body)['access_token']}"}


def ask(mock: MockApplication, method: str, path: str, body: Any = None, media_type: str = "application/json") -> Reply:
    path, _, query = path.partition("?")
    sent = {**headers(mock), **({"content-type": media_type} if body is not None else {})}
    return mock.handle(Request(method, path, query, sent, b"" if body is None else json.dumps(body).encode()))


def _path(contract: Contract, operation: Operation) -> str:
    path, query = operation.path, []
    for parameter in operation.parameters:
        if parameter.required:
            value = example(contract, parameter.schema, sent=True)
            text = quote("|".join(value) if isinstance(value, list) else str(value), safe="")
            path = path.replace("{" + parameter.wire + "}", text)
            query += [f"{parameter.wire}={text}"] if parameter.location is In.QUERY else []
    return "?".join([path, "&".join(query)])


@pytest.mark.parametrize(("service", "name"), EVERY)
def test_every_answer_keeps_the_contract(mocks: dict[str, MockApplication], service: str, name: str) -> None:
    mock, contract = mocks[service], CONTRACTS[service]
    operation = contract.operations[name]
    media = operation.body.media[0] if operation.body else None
    body = example(contract, media.schema or {}, sent=True) if media else None
    reply = ask(mock, operation.method, _path(contract, operation), body, media.media_type if media else "")
    schema = answer_schema(operation)
    assert reply.status < 300 or name in ("getReservation", "releaseReservation", "getInvoiceFile"), reply.body
    if schema is not None and reply.status < 300:
        assert departures(contract, schema, json.loads(reply.body), sent=False) == []


def test_an_order_is_placed_approved_and_too_late_to_approve_again(mocks: dict[str, MockApplication]) -> None:
    erp = mocks["erp"]
    placed = json.loads(ask(erp, "POST", "/orders", {"sku": "M8-BOLT", "quantity": 7}).body)
    assert (placed["status"], placed["quantity"]) == ("OPN", 7)
    approve = f"/orders/{placed['id']}/approve"
    assert json.loads(ask(erp, "POST", approve, {"approved_by": "ada"}).body)["approved_by"] == "ada"
    again = ask(erp, "POST", approve, {"approved_by": "ada"})
    assert again.status == 409
    assert json.loads(again.body)["detail"] == f"The order {placed['id']} is APR, not open."


def test_stock_is_adjusted_and_counted_now(mocks: dict[str, MockApplication]) -> None:
    inventory = mocks["inventory"]
    before = json.loads(ask(inventory, "GET", "/stock/M8-BOLT").body)
    after = json.loads(ask(inventory, "POST", "/stock/M8-BOLT/adjustments", {"delta": -3, "reason": "lost"}).body)
    assert after["on_hand"] == before["on_hand"] - 3
    assert [item["sku"] for item in json.loads(ask(inventory, "GET", "/stock?skus=B-6204%7CM8-BOLT").body)] == [
        "M8-BOLT",
        "B-6204",
    ]


def test_the_chat_tells_failures_with_status_200(mocks: dict[str, MockApplication]) -> None:
    reply = ask(mocks["chat"], "POST", "/chat.postMessage", {"channel": "#nowhere", "text": "hello"})
    said = {"ok": False, "error": "channel_not_found", "detail": "There is no channel #nowhere."}
    assert (reply.status, json.loads(reply.body)) == (200, said)
    nobody = mocks["chat"].handle(Request("GET", "/auth.test"))
    assert (nobody.status, json.loads(nobody.body)["error"]) == (200, "not_authenticated")
