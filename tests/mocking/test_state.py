"""What a mock remembers."""

from __future__ import annotations

import json
from typing import Any

from codegen.contract.model import Contract
from codegen.mocking.exchange import Reply, Request
from codegen.mocking.service import MockApplication


def ask(mock: MockApplication, method: str, path: str, body: Any = None, **headers: str) -> Reply:
    path, _, query = path.partition("?")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    raw = b"" if body is None else json.dumps(body).encode()
    if body is not None:
        sent["content-type"] = "application/json"
    return mock.handle(Request(method, path, query, sent, raw))


def told(reply: Reply) -> Any:
    return json.loads(reply.body)


def test_what_was_created_can_be_read_listed_and_cancelled(mock: MockApplication) -> None:
    created = ask(mock, "POST", "/orders", {"sku": "BOLT"})
    assert (created.status, told(created)["id"], told(created)["sku"]) == (201, "O-7", "BOLT")
    assert told(ask(mock, "GET", "/orders/O-7"))["state"] == "open"
    assert told(ask(mock, "POST", "/orders/O-7/cancel"))["state"] == "cancelled"
    assert [order["id"] for order in told(ask(mock, "GET", "/orders"))] == ["O-1", "O-7"]


def test_what_was_deleted_is_gone(mock: MockApplication) -> None:
    assert ask(mock, "DELETE", "/orders/O-1").status == 204
    gone = ask(mock, "GET", "/orders/O-1")
    assert (gone.status, gone.media_type) == (404, "application/problem+json")
    assert told(gone)["detail"] == "There is no O-1 in /orders."


def test_a_list_is_narrowed_by_the_query(mock: MockApplication) -> None:
    ask(mock, "POST", "/orders/O-1/cancel")
    ask(mock, "POST", "/orders", {"sku": "BOLT"})
    assert [order["id"] for order in told(ask(mock, "GET", "/orders?state=open"))] == ["O-7"]
    assert [order["id"] for order in told(ask(mock, "GET", "/orders?state=open,cancelled"))] == ["O-1", "O-7"]


def test_a_scripted_answer_goes_before_the_change(mock: MockApplication) -> None:
    ask(mock, "POST", "/orders/O-1/cancel")
    again = ask(mock, "POST", "/orders/O-1/cancel")
    assert (again.status, told(again)) == (409, {"detail": "It is cancelled."})


def test_a_field_named_under_now_tells_the_present(mock: MockApplication) -> None:
    assert told(ask(mock, "GET", "/orders/O-1"))["seen"] == "2026-11-24T12:00:00Z"


def test_a_repeated_write_with_the_same_key_happens_once(mock: MockApplication) -> None:
    first = ask(mock, "POST", "/orders", {"sku": "BOLT"}, idempotency_key="k-1")
    again = ask(mock, "POST", "/orders", {"sku": "BOLT"}, idempotency_key="k-1")
    other = ask(mock, "POST", "/orders", {"sku": "BOLT"}, idempotency_key="k-2")
    assert first == again
    assert told(other)["id"] != told(first)["id"]


def test_without_a_script_creating_still_makes_readable_things(shop: Contract) -> None:
    mock = MockApplication(shop)
    assert told(ask(mock, "GET", "/orders/anything"))["id"] == "O-0"
    created = told(ask(mock, "POST", "/orders", {"sku": "BOLT", "count": 9}))
    assert told(ask(mock, "GET", f"/orders/{created['id']}")) == created


def test_two_mocks_of_one_script_share_no_state(shop: Contract, script: Any) -> None:
    one, other = MockApplication(shop, script), MockApplication(shop, script)
    ask(one, "DELETE", "/orders/O-1")
    assert ask(other, "GET", "/orders/O-1").status == 200
