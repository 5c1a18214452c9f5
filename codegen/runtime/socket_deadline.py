"""A transport for threads that clips every wait on the network, name look-ups too, to what is left of a deadline.

httpx2 knows a time-out for each read, but none for the whole: a server that sends a byte a second holds a thread for
ever.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from .deadline import Deadline

_CURRENT: ContextVar[Deadline | None] = ContextVar("codegen_socket_deadline", default=None)
_SPARE = 0.001  # seconds; a time-out of 0 would mean "do not wait at all" and fail at once


@contextlib.contextmanager
def socket_scope(deadline: Deadline) -> Iterator[None]:
    """Let every wait on the network in this thread end by the deadline."""
    token = _CURRENT.set(deadline)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def _left(timeout: float | None) -> float | None:
    deadline = _CURRENT.get()
    if deadline is None:
        return timeout
    left = max(deadline.left, _SPARE)
    return left if timeout is None else min(timeout, left)


class _Stream(httpcore2.NetworkStream):
    """A connection whose every wait is clipped."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Makes clipped connections."""

    def __init__(self) -> None:
        self._sync = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        clipped = _left(timeout)
        error: Exception | None = None
        for address in _addresses(host, port, clipped):
            try:
                return _Stream(self._sync.connect_tcp(address, port, _left(timeout), local_address, socket_options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
        raise error or httpcore2.ConnectError


def _addresses(host: str, port: int, timeout: float | None) -> list[str]:
    """Look a name up in a helper thread, since nothing else can stop a look-up in time."""
    with contextlib.suppress(ValueError):
        return [str(ip_address(host.strip("[]")))]
    future: Future[list[str]] = Future()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            future.set_result(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except BaseException as error:  # noqa: BLE001  # carried over to the thread that waits
            future.set_exception(error)

    threading.Thread(target=look_up, daemon=True, name="codegen-look-up").start()
    try:
        return future.result(timeout)
    except TimeoutError:
        raise httpcore2.ConnectTimeout from None
    except OSError as error:
        raise httpcore2.ConnectError from error


class DeadlineTransport(httpx2.BaseTransport):
    """Pools of clipped connections, one for each proxy the environment names."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pools: dict[str, httpcore2.ConnectionPool] = {}
        self._chosen: dict[tuple[str, str], httpcore2.ConnectionPool] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request (the interface of httpx2)."""
        inner = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx2():
            response = self._pool(request.url.scheme, request.url.host).handle_request(inner)
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Content(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            pools, self._pools, self._chosen = list(self._pools.values()), {}, {}
        for pool in pools:
            pool.close()

    def _pool(self, scheme: str, host: str) -> httpcore2.ConnectionPool:
        """Return the pool for a host; which proxy it needs is read once, since reading it costs as much as a call."""
        with self._lock:
            if (scheme, host) not in self._chosen:
                proxies = getproxies()
                proxy = "" if proxy_bypass(host) else proxies.get(scheme) or proxies.get("all", "")
                if proxy not in self._pools:
                    self._pools[proxy] = _new_pool(proxy)
                self._chosen[scheme, host] = self._pools[proxy]
            return self._chosen[scheme, host]


def _new_pool(proxy: str) -> httpcore2.ConnectionPool:
    settings: dict[str, Any] = {
        "ssl_context": httpx2.create_ssl_context(),
        "max_connections": 100,
        "max_keepalive_connections": 20,
        "keepalive_expiry": 4.0,  # less than the 5 s after which common servers hang up
        "network_backend": _Backend(),
    }
    if not proxy:
        return httpcore2.ConnectionPool(**settings)
    parsed = httpx2.Proxy(proxy)
    return httpcore2.HTTPProxy(
        proxy_url=str(parsed.url), proxy_auth=parsed.raw_auth, proxy_headers=parsed.headers.raw, **settings
    )


class _Content(httpx2.SyncByteStream):
    """A response's body with the errors of httpx2."""

    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx2():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextlib.contextmanager
def _as_httpx2() -> Iterator[None]:
    """Translate the errors of httpcore2 into those of httpx2, which share their names."""
    try:
        yield
    except Exception as error:
        translated = getattr(httpx2, type(error).__name__, None)
        if type(error).__module__.startswith("httpcore2") and isinstance(translated, type):
            raise translated(str(error)) from error
        raise
