"""Faults on demand."""

from __future__ import annotations

import json

from codegen.mocking.exchange import Request
from codegen.mocking.service import MockApplication

READ = Request("GET", "/orders/O-1")


def test_a_fault_befalls_its_operation_as_often_as_said(mock: MockApplication) -> None:
    mock.fail("get*", 503, times=2, headers={"Retry-After": "1"})
    replies = [mock.handle(READ) for _ in range(3)]
    assert [reply.status for reply in replies] == [503, 503, 200]
    assert replies[0].headers == {"Retry-After": "1"}
    assert mock.handle(Request("GET", "/orders")).status == 200


def test_a_fault_keeps_the_contracts_shape_of_errors(mock: MockApplication) -> None:
    mock.fail("getOrder", 503)
    reply = mock.handle(READ)
    assert (reply.media_type, json.loads(reply.body)["status"]) == ("application/problem+json", 503)


def test_a_failing_operation_changes_nothing(mock: MockApplication) -> None:
    mock.fail("deleteOrder", 500)
    assert mock.handle(Request("DELETE", "/orders/O-1")).status == 500
    mock.heal()
    assert mock.handle(READ).status == 200


def test_a_renamed_field_is_renamed_at_any_depth(mock: MockApplication) -> None:
    mock.rename("*Order*", {"id": "number"})
    assert json.loads(mock.handle(READ).body)["number"] == "O-1"
    assert "id" not in json.loads(mock.handle(Request("GET", "/orders")).body)[0]


def test_faults_can_be_set_over_http(mock: MockApplication) -> None:
    assert (
        mock.handle(Request("POST", "/__mock__/faults", body=b'{"operation": "getOrder", "status": 500}')).status == 204
    )
    assert mock.handle(READ).status == 500
    assert mock.handle(Request("DELETE", "/__mock__/faults")).status == 204
    assert mock.handle(READ).status == 200
    seen = json.loads(mock.handle(Request("GET", "/__mock__/requests")).body)
    assert [item["status"] for item in seen] == [500, 200]


def test_a_fault_of_unknown_shape_is_refused(mock: MockApplication) -> None:
    assert mock.handle(Request("POST", "/__mock__/faults", body=b'{"colour": "red"}')).status == 400


def test_one_request_can_ask_for_a_failure(mock: MockApplication) -> None:
    assert mock.handle(Request("GET", "/orders/O-1", headers={"prefer": "code=429"})).status == 429
    assert mock.handle(READ).status == 200
