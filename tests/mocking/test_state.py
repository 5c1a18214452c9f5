"""What a mock remembers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codegen.contract.model import Body, Contract, In, Media, ref
from codegen.mocking.check import departures
from codegen.mocking.exchange import Reply, Request
from codegen.mocking.script import Resource, Script
from codegen.mocking.service import MockApplication
from tests.mocking.conftest import TEXT, contract, operation, parameter


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


UUID = {"type": "string", "format": "uuid", "minLength": 36, "maxLength": 36}


@pytest.mark.parametrize(
    "identity",
    [
        UUID,
        {"anyOf": [{"type": "array", "items": UUID}, UUID]},
        {"anyOf": [UUID, {"type": "null"}]},
        {"type": "string", "pattern": "^lnk_[a-f0-9]{8}$"},
        {"type": "string", "pattern": "^[A-Z]{3}$"},
        {"type": "string", "minLength": 6, "maxLength": 6},
        {"type": "string", "format": "date-time", "minLength": 24, "maxLength": 24},
        {"type": "integer", "minimum": 1000},
        {"anyOf": [{"type": "integer", "multipleOf": 5}, UUID]},
        {"type": "string", "examples": ["lnk_1"]},
    ],
)
def test_ids_of_what_is_created_keep_their_schema_and_differ(identity: dict[str, Any]) -> None:
    mock = MockApplication(_links(identity))
    ids = [told(ask(mock, "POST", "/links"))["id"] for _ in range(30)]
    assert [departures(mock.contract, identity, id_, sent=False) for id_ in ids] == [[]] * 30
    assert len(set(ids)) == 30
    assert told(ask(mock, "GET", f"/links/{ids[-1]}"))["id"] == ids[-1]


def test_ids_that_the_script_says_are_taken_as_they_are() -> None:
    mock = MockApplication(_links(UUID), Script(resources={"/links": Resource(ids="L-{n}")}))
    assert told(ask(mock, "POST", "/links"))["id"] == "L-1"


def test_an_id_that_is_taken_is_not_given_again() -> None:
    mock = MockApplication(_links(TEXT), Script(resources={"/links": Resource(items=({"id": "1", "state": "old"},))}))
    ids = [told(ask(mock, "POST", "/links"))["id"] for _ in range(3)]
    assert len({"1", *ids}) == 4


def test_what_is_sent_stands_in_the_answer_only_where_it_may() -> None:
    mock = MockApplication(_links(UUID, state={"type": "string", "maxLength": 4}))
    assert told(ask(mock, "POST", "/links", {"state": "new"}))["state"] == "new"
    assert told(ask(mock, "POST", "/links", {"state": "too long", "id": "x"}))["state"] == "text"


def test_what_was_created_is_read_and_listed_with_all_that_these_answers_must_have() -> None:
    """Creating often answers less than reading."""
    mock = MockApplication(_links(UUID))
    id_ = told(ask(mock, "POST", "/links"))["id"]
    assert told(ask(mock, "GET", f"/links/{id_}")) == {"id": id_, "state": "text", "opened": 1}
    assert told(ask(mock, "GET", "/links")) == {"items": [{"id": id_, "state": "text", "opened": 1}]}


def _links(identity: dict[str, Any], state: dict[str, Any] = TEXT) -> Contract:
    """Return a contract whose links are created with less than they are read with."""
    fields = {"id": identity, "state": state}
    new = {"type": "object", "required": ["id", "state"], "properties": fields}
    link = {**new, "required": ["id", "state", "opened"], "properties": {**fields, "opened": {"type": "integer"}}}
    page = {"type": "object", "properties": {"items": {"type": "array", "items": ref("Link")}}}
    body = Body(required=False, media=(Media("application/json", {"type": "object"}),))
    id_ = parameter("id", In.PATH, TEXT)
    return contract(
        operation("GET", "/links", "listLinks", "200", page),
        operation("POST", "/links", "createLink", "201", ref("NewLink"), body=body),
        operation("GET", "/links/{id}", "getLink", "200", ref("Link"), parameters=(id_,)),
        NewLink=new,
        Link=link,
    )
