"""A client finds its service, keeps its connections, and says whose every failure is."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from dataclasses import replace
from typing import Any

import httpx2
import pytest

import codegen.runtime
from codegen.runtime import (
    AsyncServiceClient,
    ExternalServiceError,
    LayerError,
    RequestInvalid,
    Response,
    ServiceClient,
)
from codegen.runtime.correlation import correlation_scope
from codegen.runtime.idempotency import key_scope
from tests.runtime.calls import OK, READ, SERVICE, WRITE, Invoke, at, both, quick
from tests.runtime.wire_server import response, serving

GOOD = response(body=b'{"id": 1}')


def test_importing_the_runtime_and_its_client_loads_no_transport() -> None:
    program = (
        "import sys, codegen.runtime; bare = 'pydantic' in sys.modules\n"
        "from codegen.runtime import ServiceClient, AsyncServiceClient, Model\n"
        "print(bare, [m for m in ('httpx2', 'httpcore2', 'click', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False []"


@pytest.mark.parametrize("name", dir(codegen.runtime))
def test_every_name_of_the_root_loads(name: str) -> None:
    assert getattr(codegen.runtime, name) is not None


def test_an_unknown_name_of_the_root_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        codegen.runtime.Nothing  # noqa: B018


@both
def test_an_address_may_be_a_reference(invoke, monkeypatch) -> None:
    with serving(GOOD) as server:
        monkeypatch.setenv("PARTS_URL", server.url + "/v2/")
        invoke(at("env:PARTS_URL"), READ)
        monkeypatch.delenv("PARTS_URL")
        with pytest.raises(ExternalServiceError, match="PARTS_URL") as caught:
            invoke(at("env:PARTS_URL"), READ)

    assert server.seen[0].target == "/v2/part"
    assert caught.value.code == "credentials_missing"


@both
def test_an_operations_own_server_yields_to_a_configured_one(invoke, monkeypatch) -> None:
    with serving(GOOD) as server, serving(GOOD) as own:
        operation = replace(READ, server=own.url)
        invoke(at("http://contract.invalid"), operation)
        monkeypatch.setenv("PARTS_URL", server.url)
        invoke(at("env:PARTS_URL"), operation)
        invoke(at("http://contract.invalid"), operation, base_url=server.url)

    assert (len(own.seen), len(server.seen)) == (1, 2)


@both
def test_the_key_and_the_id_of_a_scope_are_used(invoke: Invoke) -> None:
    with serving(response(400)) as server, key_scope("run-step-0"), correlation_scope("c-7"):
        with pytest.raises(ExternalServiceError) as caught:
            invoke(at(server.url, idempotency_header="Idempotency-Key"), WRITE)
        with pytest.raises(ExternalServiceError):
            invoke(at(server.url, idempotency_header="Idempotency-Key"), READ)

    assert caught.value.correlation_id == "c-7"
    assert server.seen[0].headers["idempotency-key"] == "run-step-0"
    assert "idempotency-key" not in server.seen[1].headers


@both
def test_an_argument_that_does_not_fit_sends_nothing(invoke: Invoke) -> None:
    with serving(GOOD) as server, pytest.raises(RequestInvalid) as caught:
        invoke(at(server.url), WRITE, arguments={"name": 7})

    error = caught.value
    assert (error.layer, error.code, error.outcome) == ("invocable_action", "mapping_failed", "not_sent")
    assert error.argument == "name"
    assert server.seen == []


@both
def test_json_is_asked_for_where_it_is_offered(invoke: Invoke) -> None:
    more = (Response(status="200", media_type="text/csv", type=lambda: str), Response(status="default"))
    with serving(GOOD) as server:
        invoke(at(server.url), replace(READ, responses=(*more, *OK)))
        invoke(at(server.url), replace(READ, responses=more))

    assert [seen.headers["accept"] for seen in server.seen] == ["application/json", "text/csv"]


def test_another_transport_is_used_and_closed_with_the_client() -> None:
    def handle(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"id": 3})

    cls: Any = type("Client", (ServiceClient,), {"service": replace(SERVICE, base_url="http://x")})
    with cls(transport=httpx2.MockTransport(handle)) as client:
        assert client._call(READ, {}).id == 3

    async def run() -> Any:
        cls: Any = type("Client", (AsyncServiceClient,), {"service": replace(SERVICE, base_url="http://x")})
        async with cls(transport=httpx2.MockTransport(handle)) as client:
            return (await client._call(READ, {})).id

    assert asyncio.run(run()) == 3


KEPT = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"id": 1}'


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_the_connections_of_a_loop_close_with_it() -> None:
    def keep(connection: Any, _: Any) -> None:
        connection.sendall(KEPT)
        closed.append(connection.recv(1))

    closed: list[bytes] = []
    cls: Any = type("Client", (AsyncServiceClient,), {"service": SERVICE})
    with serving(keep) as server:
        for _ in range(2):
            asyncio.run(cls(base_url=server.url, world=quick())._call(READ, {}))
    gc.collect()

    assert closed == [b"", b""]


def test_every_error_has_the_same_members() -> None:
    members = set(LayerError("m", code="x").as_dict())

    assert members == {
        *("layer", "code", "retryable", "outcome", "service", "operation", "action", "owner", "escalation"),
        *("correlation_id", "caused_by", "message", "next_step"),
    }
