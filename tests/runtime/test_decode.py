"""An answer is read by its status and media type, and by the service's own rules of what is an error."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.runtime import ErrorRule, ExternalServiceError, Operation, Response
from codegen.runtime.call import Call
from codegen.runtime.deadline import Deadline
from codegen.runtime.decode import decode
from codegen.runtime.effects import Answer
from tests.runtime.calls import OK, READ, SERVICE, WRITE, Part, quick

JSON = "application/json"


def decoded(operation: Operation[Any], status: int, body: bytes, media_type: str = JSON, **service: Any) -> Any:
    call = Call(
        service=replace(SERVICE, **service),
        operation=operation,
        world=quick(),
        deadline=Deadline.after(1),
        correlation_id="c",
    )
    return decode(call, Answer(status, {"content-type": media_type}, body))


def answering(*responses: Response) -> Operation[Any]:
    return replace(READ, responses=responses)


def test_the_response_of_the_status_and_media_type_is_read() -> None:
    operation = answering(
        Response(status="200", media_type=JSON, type=lambda: Part),
        Response(status="200", media_type="text/csv", type=lambda: str),
        Response(status="201", media_type=JSON, type=lambda: int),
        Response(status="204"),
        Response(status="2XX", media_type="application/octet-stream", type=lambda: bytes),
        Response(status="default", media_type=JSON, type=lambda: str),
    )

    assert decoded(operation, 200, b'{"id": 1}') == Part(id=1)
    assert decoded(operation, 200, b'{"id": 1}', "application/vnd.x+json; charset=utf-8") == Part(id=1)
    assert decoded(operation, 200, b"a;b", "text/csv; charset=latin-1") == "a;b"
    assert decoded(operation, 201, b"7") == 7
    assert decoded(operation, 204, b"") is None
    assert decoded(operation, 206, b"\0", "application/octet-stream") == b"\0"


def test_default_is_a_success_only_where_it_is_the_only_one() -> None:
    alone = answering(Response(status="default", media_type=JSON, type=lambda: Part))
    beside = answering(
        Response(status="201", media_type=JSON, type=lambda: Part), Response(status="default", media_type=JSON)
    )

    assert decoded(alone, 200, b'{"id": 1}') == Part(id=1)
    assert decoded(beside, 200, b'{"id": 1}') == Part(id=1)
    with pytest.raises(ExternalServiceError):
        decoded(alone, 400, b'{"id": 1}')


def test_an_undocumented_success_is_refused_only_where_answers_are_strict() -> None:
    assert decoded(READ, 202, b'{"id": 1}') == Part(id=1)
    assert decoded(READ, 202, b"") is None
    with pytest.raises(ExternalServiceError, match="202"):
        decoded(READ, 202, b'{"id": 1}', responses="strict")


def test_a_documented_redirect_is_an_answer_where_there_is_no_other() -> None:
    assert decoded(answering(Response(status="302")), 302, b"") is None
    with pytest.raises(ExternalServiceError):
        decoded(answering(*OK, Response(status="302")), 302, b"")


@pytest.mark.parametrize(
    ("declared", "kind", "media_type", "body", "value"),
    [
        ("*/*", None, "image/png", b"\0", b"\0"),
        ("*/*", None, JSON, b"[1]", [1]),
        ("*/*", lambda: Part, "text/plain", b'{"id": 1}', Part(id=1)),
        ("*/*", lambda: str, "text/plain", b"hello", "hello"),
        ("application/xml", lambda: bytes, "application/xml", b"<a/>", b"<a/>"),
        ("application/xml", lambda: str, "application/xml", b"<a/>", "<a/>"),
        ("application/pdf", None, "application/pdf", b"%PDF", b"%PDF"),
        ("text/plain", None, "text/plain; charset=no-such", "ä".encode(), "ä"),
    ],
)
def test_each_media_type_is_read_its_own_way(declared, kind, media_type, body, value) -> None:
    assert decoded(answering(Response(status="200", media_type=declared, type=kind)), 200, body, media_type) == value


def test_an_unusable_answer_leaves_the_outcome_of_a_write_unknown_and_of_a_read_failed() -> None:
    for operation, outcome in ((READ, "failed"), (WRITE, "unknown")):
        with pytest.raises(ExternalServiceError) as caught:
            _ = decoded(operation, 200, b"{}").id
        assert (caught.value.code, caught.value.outcome) == ("field_missing", outcome)


RULE = ErrorRule(pointer="/ok", value=False, code="/error", message="/detail/0/text")


def test_a_rule_makes_an_error_of_a_200_in_the_vendors_words() -> None:
    body = b'{"ok": false, "error": "no_channel", "detail": [{"text": "No such\\nchannel"}], "id": 1}'
    with pytest.raises(ExternalServiceError) as caught:
        decoded(WRITE, 200, body, errors=(RULE,))

    error = caught.value
    assert (error.code, error.vendor_code, error.outcome, error.status) == (
        "answer_failed",
        "no_channel",
        "failed",
        200,
    )
    assert "no_channel: No such channel" in error.message


@pytest.mark.parametrize(
    "body", [b'{"ok": true, "id": 1}', b'{"id": 1}', b'{"ok": 0, "id": 1}', b'{"ok": null, "id": 1}']
)
def test_a_rule_that_does_not_hold_changes_nothing(body: bytes) -> None:
    assert decoded(READ, 200, body, errors=(RULE,)) == Part(id=1)


def test_a_rule_of_inequality_needs_something_to_compare() -> None:
    rule = ErrorRule(pointer="/status", op="!=", value="OK")

    assert decoded(READ, 200, b'{"id": 1}', errors=(rule,)) == Part(id=1)
    with pytest.raises(ExternalServiceError):
        decoded(READ, 200, b'{"id": 1, "status": "BAD"}', errors=(rule,))


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [(400, "rejected", False), (404, "rejected", False), (429, "rate_limited", True), (500, "unavailable", True)],
)
def test_the_status_decides_the_code(status: int, code: str, retryable: bool) -> None:
    with pytest.raises(ExternalServiceError) as caught:
        decoded(READ, status, b"secret internals", "text/plain")

    assert (caught.value.code, caught.value.retryable) == (code, retryable)
    assert "internals" not in str(caught.value.as_dict())
    assert caught.value.next_step.endswith(".")


def test_a_write_that_a_gateway_gave_up_on_has_an_unknown_outcome() -> None:
    for status, outcome in ((502, "unknown"), (504, "unknown"), (503, "failed")):
        with pytest.raises(ExternalServiceError) as caught:
            decoded(WRITE, status, b"")
        assert caught.value.outcome == outcome


@given(
    st.integers(100, 599), st.binary(max_size=50), st.sampled_from([JSON, "text/plain", "", "application/problem+json"])
)
def test_any_answer_is_a_value_or_an_error_of_the_service(status: int, body: bytes, media_type: str) -> None:
    try:
        value = decoded(READ, status, body, media_type, errors=(RULE,))
    except ExternalServiceError:
        return
    assert 200 <= status < 300
    assert value is None or isinstance(value, Part)
