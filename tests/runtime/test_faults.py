"""What a service does wrong comes back as one error that says what, whose and what next; in threads and in tasks."""

from __future__ import annotations

import gzip
import ssl
import time
import tracemalloc
from email.utils import formatdate
from pathlib import Path

import pytest

from codegen.runtime import ExternalServiceError, InvocableActionError, Retry
from codegen.runtime.deadline import Deadline, deadline_scope
from tests.runtime.calls import READ, WRITE, Invoke, at, both, quick
from tests.runtime.wire_server import drip, hang, raw, refusing, reset, response, serving

GOOD = response(body=b'{"id": 1}')


@both
def test_a_refused_connection_is_tried_again_even_for_a_write(invoke: Invoke) -> None:
    waits: list[float] = []
    with pytest.raises(ExternalServiceError) as caught:
        invoke(at(refusing()), WRITE, world=quick(jitter=lambda: _count(waits)))

    error = caught.value
    assert (error.code, error.outcome, error.retryable) == ("connect_failed", "not_sent", True)
    assert (error.service, error.operation, error.owner, error.escalation) == (
        "parts",
        "addPart",
        "warehouse",
        ("oncall",),
    )
    assert len(waits) == 2


def _count(waits: list[float]) -> float:
    waits.append(0.5)
    return 0.5


@both
@pytest.mark.parametrize(("operation", "requests", "outcome"), [(READ, 3, "failed"), (WRITE, 1, "unknown")])
def test_a_reset_before_the_answer_is_tried_again_only_where_that_is_safe(invoke, operation, requests, outcome) -> None:
    with serving(reset()) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(at(server.url), operation)

    assert (caught.value.code, caught.value.outcome) == ("connect_failed", outcome)
    assert len(server.seen) == requests


@both
def test_a_reset_in_the_body_of_a_write_leaves_its_outcome_unknown(invoke: Invoke) -> None:
    with (
        serving(reset(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")) as server,
        pytest.raises(ExternalServiceError) as caught,
    ):
        invoke(at(server.url), WRITE)

    assert caught.value.outcome == "unknown"
    assert not caught.value.retryable
    assert len(server.seen) == 1


@both
def test_a_body_shorter_than_announced_is_no_answer(invoke: Invoke) -> None:
    with (
        serving(raw(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id": 1}')) as server,
        pytest.raises(ExternalServiceError, match="broke"),
    ):
        invoke(at(server.url), READ)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"


@both
@pytest.mark.parametrize(
    "fault",
    [
        lambda over: hang(over),
        lambda over: hang(over, HEAD),
        lambda over: drip(over, b"HTTP/1.1 200 OK\r\nX: "),
        lambda over: drip(over, HEAD),
        lambda over: drip(over, HEAD.replace(b"1000", b"9999999"), every=0),
        lambda over: drip(over, HEAD, every=0.4),
    ],
    ids=["hang", "hang in the body", "drip in the head", "drip in the body", "flood of bytes", "slow drip"],
)
def test_a_deadline_holds_whatever_the_server_does(invoke, fault) -> None:
    with serving(fault(lambda: server.over)) as server:
        started = time.monotonic()
        with pytest.raises(ExternalServiceError) as caught:
            invoke(at(server.url), WRITE, deadline=0.5)
        spent = time.monotonic() - started

    assert caught.value.code == "timeout"
    assert caught.value.outcome == "unknown"
    assert not caught.value.retryable
    assert 0.45 < spent < 2  # without the deadline it would be minutes; a machine under load takes its time
    assert len(server.seen) == 1


@both
def test_a_passed_deadline_of_the_action_sends_nothing(invoke: Invoke) -> None:
    with serving(GOOD) as server, deadline_scope(Deadline(at=0.0)), pytest.raises(InvocableActionError) as caught:
        invoke(at(server.url), READ)

    assert (caught.value.code, caught.value.outcome) == ("deadline_exceeded", "not_sent")
    assert server.seen == []


@both
@pytest.mark.parametrize(
    ("body", "media_type"),
    [(b'{"id": ', "application/json"), (b"<html>Sign in</html>", "text/html"), (b"", "application/json")],
    ids=["truncated", "a page", "empty"],
)
def test_a_body_that_is_no_json_is_answer_invalid_and_never_quoted(invoke, body, media_type) -> None:
    with serving(response(body=body, media_type=media_type)) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(at(server.url), READ)

    assert caught.value.code == "answer_invalid"
    assert "Sign in" not in str(caught.value.as_dict())
    assert len(server.seen) == 1


@both
def test_two_failures_and_then_an_answer_are_an_answer(invoke: Invoke) -> None:
    with serving(response(500), response(500), GOOD) as server:
        assert invoke(at(server.url), READ).id == 1

    assert len(server.seen) == 3


@both
def test_a_failing_write_without_a_key_is_sent_once(invoke: Invoke) -> None:
    with serving(response(503)) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(at(server.url), WRITE)

    assert (caught.value.code, caught.value.status, caught.value.outcome) == ("unavailable", 503, "failed")
    assert len(server.seen) == 1


@both
def test_a_write_with_a_key_is_repeated_under_the_same_key(invoke: Invoke) -> None:
    with serving(response(503), GOOD) as server:
        invoke(at(server.url, idempotency_header="Idempotency-Key"), WRITE)

    first, second = (seen.headers["idempotency-key"] for seen in server.seen)
    assert first == second != ""


@both
@pytest.mark.parametrize(
    ("said", "waited"),
    [("1", 1.0), (formatdate(1_000_002, usegmt=True), 2.0), ("soon", 0.05), ("-5", 0.0), ("nan", 0.05)],
    ids=["seconds", "a date", "garbage", "negative", "nan"],
)
def test_retry_after_is_obeyed_where_it_makes_sense(invoke, said, waited) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    world = quick(sleep=slept.append, sleep_async=sleep, wall=lambda: 1_000_000.0, jitter=lambda: 0.5)
    with serving(response(429, Retry_After=said), GOOD) as server:
        invoke(at(server.url), READ, world=world)

    assert slept == [pytest.approx(waited)]


@both
@pytest.mark.parametrize(("said", "told"), [("600", 600.0), ("99999999", 3600.0), ("1e400", 3600.0)])
def test_a_wait_beyond_the_deadline_is_the_callers_to_make(invoke, said, told) -> None:
    with serving(response(429, Retry_After=said)) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(at(server.url), READ)

    error = caught.value
    assert (error.code, error.retryable, error.retry_after) == ("rate_limited", True, told)
    assert f"{told:.0f} s" in error.next_step
    assert len(server.seen) == 1


@both
def test_a_redirect_is_not_followed(invoke: Invoke) -> None:
    with serving(GOOD) as elsewhere:
        with (
            serving(response(302, Location=elsewhere.url)) as server,
            pytest.raises(ExternalServiceError) as caught,
        ):
            invoke(at(server.url), READ)
        assert elsewhere.seen == []

    assert (caught.value.code, caught.value.status) == ("rejected", 302)


@both
def test_a_small_body_that_unfolds_is_stopped_at_the_limit(invoke: Invoke) -> None:
    bomb = gzip.compress(b" " * (64 * 1024 * 1024))
    with serving(response(body=bomb, Content_Encoding="gzip")) as server:
        tracemalloc.start()
        try:
            with pytest.raises(ExternalServiceError) as caught:
                invoke(at(server.url), READ, world=quick(body_limit=1024 * 1024))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert caught.value.code == "body_too_large"
    assert peak < 9 * 1024 * 1024


@both
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_answer_is_read(invoke, encoding) -> None:
    import zlib

    body = gzip.compress(b'{"id": 7}') if encoding == "gzip" else zlib.compress(b'{"id": 7}')
    with serving(response(body=body, Content_Encoding=encoding)) as server:
        assert invoke(at(server.url), READ).id == 7


@both
def test_a_problem_says_its_own_sentence_bounded_and_nothing_else(invoke: Invoke) -> None:
    body = b'{"title": "No such SKU", "detail": "' + b"x" * 2000 + b'", "internal": "SELECT"}'
    with (
        serving(response(422, body, "application/problem+json")) as server,
        pytest.raises(ExternalServiceError) as caught,
    ):
        invoke(at(server.url), WRITE)

    message = caught.value.message
    assert "No such SKU" in message
    assert "SELECT" not in message
    assert len(message) < 400
    assert (caught.value.code, caught.value.outcome) == ("rejected", "failed")


@both
def test_the_depth_of_a_hostile_answer_breaks_nothing(invoke: Invoke) -> None:
    with serving(response(body=b"[" * 100_000)) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(at(server.url), READ)

    assert caught.value.code == "answer_invalid"


@both
def test_a_cookie_of_one_answer_is_not_sent_with_the_next_request(invoke: Invoke) -> None:
    with serving(response(503, Set_Cookie="session=1"), GOOD) as server:
        invoke(at(server.url), READ)

    assert "cookie" not in server.seen[1].headers


@both
def test_a_name_that_does_not_exist_is_connect_failed(invoke: Invoke) -> None:
    with pytest.raises(ExternalServiceError, match="no such host") as caught:
        invoke(at("http://nowhere.invalid", retry=Retry(attempts=1)), READ)

    assert (caught.value.code, caught.value.outcome) == ("connect_failed", "not_sent")


@both
def test_a_tls_failure_is_one_attempt(invoke: Invoke) -> None:
    with serving(raw(b"HTTP/1.1 400 Bad\r\n\r\n")) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(at(server.url.replace("http:", "https:")), READ, world=quick(sleep=_never))

    assert (caught.value.code, caught.value.retryable) == ("connect_failed", False)


@both
def test_a_certificate_that_nobody_vouches_for_is_one_attempt_and_sends_nothing(invoke: Invoke) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    with serving(GOOD, tls=tls) as server, pytest.raises(ExternalServiceError, match="certificate") as caught:
        invoke(at(server.url.replace("http://127.0.0.1", "https://localhost")), READ, world=quick(sleep=_never))

    assert (caught.value.outcome, caught.value.retryable) == ("not_sent", False)
    assert server.seen == []


def _never(seconds: float) -> None:
    raise AssertionError("it was tried again")
