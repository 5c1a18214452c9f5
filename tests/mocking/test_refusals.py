"""What a mock lets through and what it refuses."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from codegen.contract.model import Contract
from codegen.mocking.exchange import Reply, Request
from codegen.mocking.script import Problem, Script
from codegen.mocking.service import MockApplication

FORM = {"content-type": "application/x-www-form-urlencoded"}


def token(mock: MockApplication, scope: str, client: str = "shop:secret") -> Reply:
    basic = base64.b64encode(client.encode()).decode()
    body = f"grant_type=client_credentials&scope={scope}".encode()
    return mock.handle(Request("POST", "/token", "", {**FORM, "authorization": f"Basic {basic}"}, body))


def me(mock: MockApplication, bearer: str) -> int:
    return mock.handle(Request("GET", "/me", "", {"authorization": f"Bearer {bearer}"})).status


def test_a_token_given_here_opens_what_its_scopes_cover(mock: MockApplication) -> None:
    wide = json.loads(token(mock, "me:read").body)["access_token"]
    narrow = json.loads(token(mock, "other").body)["access_token"]
    assert [me(mock, wide), me(mock, narrow), me(mock, "made-up")] == [200, 403, 401]


def test_forgotten_tokens_are_refused(mock: MockApplication) -> None:
    given = json.loads(token(mock, "me:read").body)["access_token"]
    mock.guard.forget()
    assert me(mock, given) == 401


def test_a_wrong_client_gets_no_token(shop: Contract) -> None:
    mock = MockApplication(shop, secrets={"oauth": "shop:secret"})
    assert token(mock, "me:read").status == 200
    assert json.loads(token(mock, "me:read", "shop:wrong").body) == {"error": "invalid_client"}


@pytest.mark.parametrize(("key", "status"), [("right", 200), ("wrong", 401), ("", 401)])
def test_an_api_key_is_held_to_the_declared_secret(shop: Contract, key: str, status: int) -> None:
    mock = MockApplication(shop, secrets={"key": "right"})
    assert mock.handle(Request("GET", "/keyed", headers={"x-key": key})).status == status


@pytest.mark.parametrize(
    ("body", "media_type", "status", "word"),
    [
        (b'{"sku": "BOLT"}', "application/json", 201, ""),
        (b"", "", 400, "missing"),
        (b"{", "application/json", 400, "not JSON"),
        (b"sku=BOLT", "text/plain", 415, "send application/json"),
        (b'{"count": 1}', "application/json", 422, "/sku is missing"),
        (b'{"sku": "B"}', "application/json", 422, "/sku must have at least 2 characters"),
        (b'{"sku": "BOLT", "count": 0}', "application/json", 422, "/count must be at least 1"),
        (b'{"sku": "BOLT", "count": true}', "application/json", 422, "/count must be of type integer"),
    ],
)
def test_a_body_is_held_to_its_schema(
    mock: MockApplication, body: bytes, media_type: str, status: int, word: str
) -> None:
    headers = {"content-type": media_type} if media_type else {}
    reply = mock.handle(Request("POST", "/orders", "", headers, body))
    assert reply.status == status
    assert word in json.loads(reply.body).get("detail", "")


def test_an_unknown_path_is_404_and_a_wrong_method_405(mock: MockApplication) -> None:
    assert mock.handle(Request("GET", "/nothing")).status == 404
    assert mock.handle(Request("PATCH", "/orders")).status == 405


def test_a_service_may_tell_every_failure_its_own_way(shop: Contract) -> None:
    said: dict[str, Any] = {"ok": False, "error": "$code", "detail": "$message"}
    mock = MockApplication(shop, Script(problems=Problem(status=200, body=said)))
    reply = mock.handle(Request("GET", "/keyed"))
    assert reply.status == 200
    assert json.loads(reply.body) == {
        "ok": False,
        "error": "not_authenticated",
        "detail": "The request lacks the header X-Key.",
    }


def test_requests_are_recorded_with_their_operation(mock: MockApplication) -> None:
    mock.handle(Request("GET", "/orders"))
    mock.handle(Request("GET", "/nothing"))
    assert [(seen.operation, seen.status) for seen in mock.requests] == [("listOrders", 200), ("", 404)]
