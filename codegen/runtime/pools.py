"""Connections, shared: one pool for each service, and for tasks one for each service and event loop."""

from __future__ import annotations

import asyncio
import atexit
import threading
import weakref
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

_LOCK = threading.Lock()
_SYNC: dict[str, httpx2.Client] = {}
_ASYNC: weakref.WeakKeyDictionary[
    asyncio.AbstractEventLoop, dict[str, tuple[httpx2.AsyncClient, AsyncGenerator[None]]]
] = weakref.WeakKeyDictionary()


def client_of(service: str) -> httpx2.Client:
    """Return the pooled client of a service for threads, made when first asked for."""
    from .transport import new_client  # loads httpx2, which importing a generated client must not

    with _LOCK:
        if service not in _SYNC:
            _SYNC[service] = new_client()
        return _SYNC[service]


async def async_client_of(service: str) -> httpx2.AsyncClient:
    """Return the pooled client of a service in this event loop, made when first asked for; it closes with the loop."""
    from .transport import new_async_client  # as above

    clients = _ASYNC.setdefault(asyncio.get_running_loop(), {})
    if service not in clients:
        client = new_async_client()
        # A loop that ends closes its suspended asynchronous generators: the one hook at which connections can
        # be closed in time.
        closer = _close_with_loop(client)
        clients[service] = (client, closer)
        await anext(closer)
    return clients[service][0]


async def _close_with_loop(client: httpx2.AsyncClient) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await client.aclose()


def close_pools() -> None:
    """Close the pools for threads; the next call opens new ones."""
    with _LOCK:
        clients = list(_SYNC.values())
        _SYNC.clear()
    for client in clients:
        client.close()


atexit.register(close_pools)
