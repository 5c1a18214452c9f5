"""Send one request over httpx2, in a thread or in a task: all of it within its deadline, the body within its limit.

No redirects, no cookies kept, credentials only where the policy put them. Whatever goes wrong comes back as a
`Failure`, in our own words: an exception of the transport holds the request, and with it its credentials.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx2

from .effects import Answer, Failure, Request, Send
from .inflate import ACCEPTED, Body, TooLarge, Undecodable
from .redact import guard_logging
from .socket_deadline import DeadlineTransport, socket_scope

# These write whole URLs, and at DEBUG headers, into their logs.
guard_logging("httpx2", *(f"httpcore2.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")))

_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=4.0)


def new_client(transport: httpx2.BaseTransport | None = None) -> httpx2.Client:
    """Return a pooled client that does nothing on its own."""
    return httpx2.Client(
        transport=transport or DeadlineTransport(),
        follow_redirects=False,
        trust_env=False,
        cookies=_no_cookies(),
    )


def new_async_client(transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """Return a pooled client for tasks that does nothing on its own; proxies come from the environment."""
    return httpx2.AsyncClient(
        transport=transport,
        limits=_LIMITS,
        follow_redirects=False,
        cookies=_no_cookies(),
    )


def send(client: httpx2.Client, effect: Send) -> Answer | Failure:
    """Send in this thread."""
    head: list[int] = []
    try:
        with socket_scope(effect.deadline):
            response = client.send(_request(client, effect), stream=True)
            try:
                head.append(response.status_code)
                body = _body(response, effect)
                for chunk in () if response.is_stream_consumed else response.iter_raw():
                    body.feed(chunk)
                    if effect.deadline.passed:
                        return _late(response.status_code)
                return _answer(response, body)
            finally:
                response.close()
    except Exception as error:  # noqa: BLE001  # every failure of a transport is a value to the policy
        return _failure(error, effect, head[0] if head else None)


async def send_async(client: httpx2.AsyncClient, effect: Send) -> Answer | Failure:
    """Send in this task."""
    head: list[int] = []
    try:
        async with asyncio.timeout(effect.deadline.left):
            response = await client.send(_request(client, effect), stream=True)
            try:
                head.append(response.status_code)
                body = _body(response, effect)
                if not response.is_stream_consumed:
                    async for chunk in response.aiter_raw():
                        body.feed(chunk)
                return _answer(response, body)
            finally:
                await response.aclose()
    except Exception as error:  # noqa: BLE001  # every failure of a transport is a value to the policy
        return _failure(error, effect, head[0] if head else None)


def _no_cookies() -> CookieJar:
    """Return a jar that keeps nothing: one caller's session must not be another's."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _request(client: httpx2.Client | httpx2.AsyncClient, effect: Send) -> httpx2.Request:
    request: Request = effect.request
    left = effect.deadline.left
    headers = [(name.encode("ascii"), value.encode("utf-8")) for name, value in request.headers]
    names = {name.lower() for name, _ in request.headers}
    if "accept-encoding" not in names:
        headers.append((b"Accept-Encoding", ACCEPTED.encode()))
    return client.build_request(
        request.method,
        request.url,
        headers=headers,
        content=request.content or None,
        timeout=httpx2.Timeout(left, connect=min(left, effect.connect_timeout)),
    )


def _body(response: httpx2.Response, effect: Send) -> Body:
    """Start reading a body; a test's transport may hand it over whole and decoded."""
    if not response.is_stream_consumed:
        return Body(response.headers.get("content-encoding", ""), effect.body_limit)
    body = Body("", effect.body_limit)
    body.feed(response.content)
    return body


def _answer(response: httpx2.Response, body: Body) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, body.take())


def _late(status: int | None) -> Failure:
    return Failure("timeout", True, "the answer was still coming when the time was over", status)


def _failure(error: Exception, effect: Send, status: int | None) -> Failure:
    """Say in our words what went wrong; the error's own text may hold an address or a header."""
    match error:
        case TooLarge():
            return Failure("too_large", True, f"more than {effect.body_limit} bytes", status)
        case Undecodable():
            return Failure("encoding", True, str(error), status)
        case httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return Failure("timeout", False, "no connection in time")
        case httpx2.TimeoutException() | TimeoutError():
            return _late(status) if status else Failure("timeout", True, "no answer in time")
        case httpx2.ConnectError() | httpx2.ProxyError() if _caused_by(error, ssl.SSLError):
            return Failure("tls", False, _tls_reason(error))
        case httpx2.ConnectError() | httpx2.ProxyError():
            return Failure("connect", False, "no such host" if _caused_by(error, socket.gaierror) else "no connection")
        case httpx2.UnsupportedProtocol() | httpx2.InvalidURL() | httpx2.LocalProtocolError() | UnicodeError():
            return Failure("tls", False, "the URL or a header cannot be sent")
        case _:
            what = "the connection broke while the answer came" if status else "the connection broke before an answer"
            return Failure("broken", True, what, status)


def _caused_by(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Return the error of that kind in the chain of causes."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, kind):
        seen = seen.__cause__ or seen.__context__
    return seen


def _tls_reason(error: BaseException) -> str:
    cause: Any = _caused_by(error, ssl.SSLCertVerificationError)
    said = getattr(cause, "verify_message", "")
    return f"the certificate is not accepted: {said}" if said else "the TLS handshake failed"
