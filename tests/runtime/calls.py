"""A small service and both its clients, for the tests of the runtime."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from codegen.runtime import (
    AsyncServiceClient,
    Body,
    Model,
    Operation,
    Owner,
    Response,
    Retry,
    Service,
    ServiceClient,
)
from codegen.runtime.tokens import TokenStore
from codegen.runtime.world import World


class Part(Model):
    id: int
    name: str | None = None


class NewPart(Model):
    name: str


OK = (Response(status="200", media_type="application/json", type=lambda: Part),)
READ: Operation[Part] = Operation(name="getPart", method="GET", path="/part", responses=OK)
WRITE: Operation[Part] = Operation(
    name="addPart",
    method="POST",
    path="/part",
    body=Body(media_type="application/json", type=lambda: NewPart, fields=("name",), required=True),
    responses=OK,
)
SERVICE = Service(
    name="parts",
    owner=Owner(team="warehouse", escalation=("oncall",)),
    connect_timeout=1,
    total_timeout=3,
    retry=Retry(attempts=3, on=("connect", "429", "502", "503", "504", "500")),
)


async def _soon(seconds: float) -> None:
    await asyncio.sleep(0)


def quick(**known: Any) -> World:
    """Return a world that waits for nothing and shares no tokens."""
    return World(**{"sleep": lambda seconds: None, "sleep_async": _soon, "tokens": TokenStore(), **known})


Invoke = Callable[..., Any]


def invoke_sync(service: Service, operation: Operation[Any], **options: Any) -> Any:
    """Call once in this thread."""
    arguments = options.pop("arguments", {"name": "bolt"} if operation.body else {})
    client = type("Client", (ServiceClient,), {"service": service})(**{"world": quick(), **options})
    return client._call(operation, arguments)


def invoke_async(service: Service, operation: Operation[Any], **options: Any) -> Any:
    """Call once in a task."""
    arguments = options.pop("arguments", {"name": "bolt"} if operation.body else {})
    client = type("Client", (AsyncServiceClient,), {"service": service})(**{"world": quick(), **options})
    return asyncio.run(client._call(operation, arguments))


both = pytest.mark.parametrize("invoke", [invoke_sync, invoke_async], ids=["sync", "async"])


def at(url: str, **changes: Any) -> Service:
    """Return the service at another address."""
    return replace(SERVICE, base_url=url, **changes)
