"""Credentials are references, resolved when they are needed, shared where they may be, and shown nowhere."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import pickle
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from codegen.runtime import (
    ApiKey,
    AsyncServiceClient,
    Basic,
    Bearer,
    ClientCredentials,
    ExternalServiceError,
    Operation,
    Service,
    ServiceClient,
)
from codegen.runtime.deadline import Deadline
from codegen.runtime.effects import Answer, Request, Send
from codegen.runtime.tokens import Grant, Refused, TokenStore
from tests.runtime.calls import OK, READ, SERVICE, WRITE, Invoke, at, both, quick
from tests.runtime.wire_server import Behaviour, Server, hang, response, serving

CANARY = "canary-7f3a/+ü"
GOOD = response(body=b'{"id": 1}')


def secured(url: str, **credentials: Any) -> tuple[Service, Operation[Any]]:
    operation: Operation[Any] = Operation(
        name="getPart",
        method="GET",
        path="/part",
        responses=OK,
        security=(tuple((scheme, ()) for scheme in credentials),),
    )
    return at(url, credentials=credentials), operation


def grants(server_url: str) -> ClientCredentials:
    return ClientCredentials(token_url=f"{server_url}/token", client_id="env:CLIENT", client_secret="env:SECRET")


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", CANARY)
    monkeypatch.setenv("CLIENT", "agent")


def tokens(lifetime: int = 3600) -> Behaviour:
    """Answer `/token` with a new token each time, and anything else with a part."""
    count = iter(range(1, 1000))

    def act(connection: Any, seen: Any) -> None:
        if seen.target.startswith("/token"):
            body = json.dumps({"access_token": f"token-{next(count)}", "expires_in": lifetime})
            response(body=body.encode())(connection, seen)
        else:
            GOOD(connection, seen)

    return act


def asked(server: Server, target: str) -> list[Any]:
    return [seen for seen in server.seen if seen.target.startswith(target)]


@both
def test_each_credential_goes_where_its_scheme_says(invoke: Invoke) -> None:
    with serving(GOOD) as server:
        for credential in (
            ApiKey(location="header", parameter="X-Key", value="env:CLIENT"),
            ApiKey(location="query", parameter="key", value="env:SECRET"),
            ApiKey(location="cookie", parameter="sid", value="env:CLIENT"),
            Basic(username="env:CLIENT", password="env:SECRET"),
            Bearer(token="env:CLIENT"),
        ):
            invoke(*secured(server.url, scheme=credential))

    header, query, cookie, basic, bearer = server.seen
    assert header.headers["x-key"] == "agent"
    assert query.target == "/part?key=canary-7f3a%2F%2B%C3%BC"
    assert cookie.headers["cookie"] == "sid=agent"
    assert basic.headers["authorization"] == "Basic " + base64.b64encode(f"agent:{CANARY}".encode()).decode()
    assert bearer.headers["authorization"] == "Bearer agent"


@both
def test_schemes_needed_together_are_sent_together(invoke: Invoke) -> None:
    with serving(GOOD) as server:
        invoke(
            *secured(
                server.url,
                one=ApiKey(location="header", parameter="X-One", value="env:CLIENT"),
                two=Bearer(token="env:CLIENT"),
            )
        )

    assert {"x-one", "authorization"} <= server.seen[0].headers.keys()


@both
@pytest.mark.parametrize("reference", ["env:NOT_SET", "file:not/there", "vault:x", "keyring:x", "a plain value"])
def test_a_reference_that_leads_nowhere_sends_nothing_and_names_only_itself(invoke, reference) -> None:
    with serving(GOOD) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(*secured(server.url, scheme=Bearer(token=reference)))

    assert (caught.value.code, caught.value.outcome) == ("credentials_missing", "not_sent")
    assert "a plain value" not in caught.value.message
    assert server.seen == []


@both
def test_a_scheme_without_a_credential_is_credentials_missing(invoke: Invoke) -> None:
    operation = replace(READ, security=((("oauth", ()),),))
    with pytest.raises(ExternalServiceError, match="oauth") as caught:
        invoke(SERVICE, operation)

    assert caught.value.code == "credentials_missing"


@both
def test_a_file_is_read_again_when_the_service_says_401(invoke, tmp_path) -> None:
    path = tmp_path / "token"
    path.write_text("old-token\n")

    def rotate(connection: Any, seen: Any) -> None:
        path.write_text("new-token\n")
        response(401)(connection, seen)

    with serving(rotate, GOOD) as server:
        invoke(*secured(server.url, scheme=Bearer(token=f"file:{path}")))

    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer old-token", "Bearer new-token"]


@both
def test_a_401_with_nothing_new_to_say_is_not_repeated(invoke: Invoke) -> None:
    with serving(response(401)) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(*secured(server.url, scheme=Bearer(token="env:CLIENT")))

    assert (caught.value.code, caught.value.status) == ("rejected", 401)
    assert len(server.seen) == 1


@both
def test_a_401_leads_to_one_new_token_and_one_more_try_even_for_a_write(invoke: Invoke) -> None:
    count = iter(range(100))

    def act(connection: Any, seen: Any) -> None:
        if seen.target == "/token":
            token = json.dumps({"access_token": f"token-{next(count)}"}).encode()
            response(body=token)(connection, seen)
        else:
            (GOOD if seen.headers["authorization"] == "Bearer token-1" else response(401))(connection, seen)

    with serving(act) as server:
        service, _ = secured(server.url, scheme=grants(server.url))
        assert invoke(service, replace(WRITE, security=((("scheme", ()),),))).id == 1

    assert len(asked(server, "/token")) == 2
    assert len(asked(server, "/part")) == 2


@both
def test_a_service_that_refuses_every_token_is_asked_twice(invoke: Invoke) -> None:
    tokens_only = tokens()

    def act(connection: Any, seen: Any) -> None:
        (tokens_only if seen.target == "/token" else response(401))(connection, seen)

    with serving(act) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(*secured(server.url, scheme=grants(server.url)))

    assert (caught.value.code, caught.value.status) == ("rejected", 401)
    assert len(asked(server, "/part")) == 2


@both
@pytest.mark.parametrize(
    ("answer", "retryable"),
    [
        (response(401, b'{"error": "invalid_client"}'), False),
        (response(503), True),
        (response(200, b"<html>"), False),
        (response(200, b'{"access_token": "two\\nlines"}'), False),
    ],
)
def test_a_refused_token_is_token_failed_and_the_operation_is_not_sent(invoke, answer, retryable) -> None:
    with serving(answer) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(*secured(server.url, scheme=grants(server.url)))

    error = caught.value
    assert (error.code, error.outcome, error.retryable) == ("token_failed", "not_sent", retryable)
    assert asked(server, "/part") == []


@both
def test_a_token_endpoint_that_hangs_does_not_outlast_the_deadline(invoke: Invoke) -> None:
    with serving(hang(lambda: server.over)) as server, pytest.raises(ExternalServiceError) as caught:
        invoke(*secured(server.url, scheme=grants(server.url)), deadline=0.2)

    assert (caught.value.code, caught.value.retryable) == ("token_failed", True)


def test_20_threads_fetch_one_token() -> None:
    with serving(tokens()) as server:
        service, operation = secured(server.url, scheme=grants(server.url))
        client = type("Client", (ServiceClient,), {"service": service})(world=quick())
        start = threading.Barrier(20)

        def call() -> Any:
            start.wait()
            return client._call(operation, {})

        with ThreadPoolExecutor(20) as pool:
            answers = [future.result() for future in [pool.submit(call) for _ in range(20)]]

    assert [answer.id for answer in answers] == [1] * 20
    assert len(asked(server, "/token")) == 1


def test_50_tasks_fetch_one_token() -> None:
    with serving(tokens()) as server:
        service, operation = secured(server.url, scheme=grants(server.url))
        client = type("Client", (AsyncServiceClient,), {"service": service})(world=quick())

        async def run() -> list[Any]:
            return await asyncio.gather(*(client._call(operation, {}) for _ in range(50)))

        assert len(asyncio.run(run())) == 50

    assert len(asked(server, "/token")) == 1


def test_a_cancelled_fetch_is_taken_over_by_who_waits_for_it() -> None:
    store = TokenStore()
    with serving(hang(lambda: server.over), tokens()) as server:
        service, operation = secured(server.url, scheme=grants(server.url))
        client = type("Client", (AsyncServiceClient,), {"service": service})(world=quick(tokens=store))

        async def run() -> Any:
            first = asyncio.create_task(client._call(operation, {}))
            while not server.seen:
                await asyncio.sleep(0.005)
            second = asyncio.create_task(client._call(operation, {}))
            await asyncio.sleep(0)
            first.cancel()
            return await second

        assert asyncio.run(run()).id == 1

    assert len(asked(server, "/token")) == 2


GRANT = Grant(url="http://t", client_id="a", client_secret="b", scopes=(), auth="header")


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(store: TokenStore, clock: Clock, *answers: Answer) -> tuple[str, int]:
    """Return the token, and how many requests it took."""
    flow = store.token(GRANT, deadline=Deadline(1e9, clock), connect_timeout=1, clock=clock, jitter=lambda: 0.0)
    sent, result = 0, None
    while True:
        try:
            effect = flow.send(result)
        except StopIteration as end:
            return end.value, sent
        result = answers[sent] if isinstance(effect, Send) else None
        sent += isinstance(effect, Send)


def token(name: str, lifetime: Any = 100) -> Answer:
    return Answer(200, {}, json.dumps({"access_token": name, "expires_in": lifetime}).encode())


def test_a_token_is_refreshed_ahead_of_its_end_and_kept_if_that_fails() -> None:
    store, clock = TokenStore(), Clock()
    assert ask(store, clock, token("one")) == ("one", 1)
    clock.now = 94
    assert ask(store, clock) == ("one", 0)
    clock.now = 96
    assert ask(store, clock, Answer(500, {}), Answer(500, {})) == ("one", 2)
    assert ask(store, clock) == ("one", 0), "the refusal is remembered"
    clock.now = 98
    assert ask(store, clock, token("two")) == ("two", 1)


def test_a_refusal_is_remembered_briefly() -> None:
    store, clock = TokenStore(), Clock()
    for answers in ([Answer(400, {})], []):
        with pytest.raises(Refused):
            ask(store, clock, *answers)
    clock.now = 6
    assert ask(store, clock, token("one")) == ("one", 1)


@pytest.mark.parametrize("said", [None, "soon", -1, 0, 1e400, "3600"])
def test_any_lifetime_that_an_endpoint_says_gives_a_token(said: Any) -> None:
    assert ask(TokenStore(), Clock(), token("one", said)) == ("one", 1)


@both
@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_a_secret_that_the_service_sends_back_is_found_nowhere(invoke, status, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    body = json.dumps({"title": f"bad key {CANARY}", "detail": base64.b64encode(f"agent:{CANARY}".encode()).decode()})

    with serving(response(status, body.encode(), "application/problem+json", Echo="canary-7f3a")) as server:
        credentials = {
            "basic": Basic(username="env:CLIENT", password="env:SECRET"),
            "key": ApiKey(location="query", parameter="key", value="env:SECRET"),
        }
        service, operation = secured(server.url, **credentials)
        with pytest.raises(ExternalServiceError) as caught:
            invoke(service, operation).id  # noqa: B018  # departs, so reading it raises

    error = caught.value
    chain = "".join(traceback.format_exception(error))
    shown = [str(error), repr(error), str(error.as_dict()), chain, caplog.text, str(pickle.dumps(error))]
    encoded = base64.b64encode(f"agent:{CANARY}".encode()).decode()
    for form in (CANARY, "canary-7f3a%2F", json.dumps(CANARY)[1:-1], encoded):
        assert form not in "".join(shown)
    assert server.seen, "the call went out with the secret"


def test_a_request_shows_neither_headers_nor_query() -> None:
    request = Request("GET", "http://x/p?key=abc", (("Authorization", "Bearer abc"),), b"abc")

    assert "abc" not in repr(request)
