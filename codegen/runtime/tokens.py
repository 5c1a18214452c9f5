"""OAuth2 client credentials (RFC 6749, section 4.4): tokens shared by the threads and tasks of this process.

One fetch in flight for each grant; refreshed ahead of expiry; a refusal is remembered briefly, so that an outage of
the token endpoint is not answered with a storm.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from pydantic_core import from_json

from .deadline import Deadline
from .effects import Answer, Failure, Flow, Join, Request, Send, Wait
from .redact import bounded, register

_BODY_LIMIT = 256 * 1024
_LIFETIME = 300.0  # seconds, where the endpoint does not say (RFC 6749 leaves it to us)
_AHEAD = 60.0  # the most seconds before expiry at which a token counts as old
_ATTEMPTS = 2
_REMEMBERED = {True: 1.0, False: 5.0}  # seconds for which a refusal stands, by whether it may pass


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What a token is asked for with; equal grants share a token. Its repr shows no secret."""

    url: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    auth: str

    def __repr__(self) -> str:
        return "Grant(…)"


class Refused(Exception):  # noqa: N818  # says what the endpoint did; credentials.py makes the error of it
    """There is no token."""

    def __init__(self, reason: str, *, retryable: bool, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.status = status

    def again(self) -> Refused:
        """Return the same refusal afresh: one exception object must not be raised in several threads."""
        return Refused(self.reason, retryable=self.retryable, status=self.status)


@dataclass(slots=True)
class _Slot:
    """What is known of one grant; guarded by the store's lock."""

    token: str = field(default="", repr=False)
    old_at: float = 0.0
    expires_at: float = 0.0
    fetching: Future[None] | None = None
    refusal: Refused | None = None
    refused_until: float = 0.0


class TokenStore:
    """The tokens of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: dict[Grant, _Slot] = {}

    def token(
        self,
        grant: Grant,
        *,
        deadline: Deadline,
        connect_timeout: float,
        clock: Callable[[], float],
        jitter: Callable[[], float],
    ) -> Flow[str]:
        """Return a token that is still good.

        Args:
            grant: what to ask with.
            deadline: by which to have it.
            connect_timeout: in seconds.
            clock: monotonic seconds.
            jitter: a number from 0 up to 1.

        Raises:
            Refused: if there is none to be had in time.
        """
        while True:
            turn = self._turn(grant, clock())
            if isinstance(turn, str):
                return turn
            if isinstance(turn, Refused):
                raise turn
            future, leads = turn
            if not leads:
                if not (yield Join(future, deadline)):
                    raise Refused("it was not there in time", retryable=True)
                continue
            try:
                result = yield from _fetch(grant, deadline, connect_timeout, jitter)
                if isinstance(result, _Token) or not deadline.passed:  # our own haste says nothing of the endpoint
                    self._keep(grant, result, clock(), jitter())
                if isinstance(result, _Token):
                    return result.token
                if deadline.passed:
                    raise result
            finally:
                self._release(grant, future)  # also when this thread or task is interrupted: another takes over

    def forget(self, grant: Grant, token: str) -> None:
        """Drop a token that the service rejected, unless it has been replaced already."""
        with self._lock:
            slot = self._slots.get(grant)
            if slot is not None and slot.token == token:
                slot.token = ""

    def _turn(self, grant: Grant, now: float) -> str | Refused | tuple[Future[None], bool]:
        """Say what is to do: use this token, give up, or wait for this fetch, and whether it is ours to make."""
        with self._lock:
            slot = self._slots.setdefault(grant, _Slot())
            good = bool(slot.token) and now < slot.expires_at
            if good and (now < slot.old_at or slot.fetching is not None or now < slot.refused_until):
                return slot.token
            if slot.refusal is not None and now < slot.refused_until:
                return slot.refusal.again()
            if slot.fetching is not None:
                return slot.fetching, False
            slot.fetching = Future()
            slot.fetching.set_running_or_notify_cancel()  # so that a cancelled waiter cannot cancel it for the others
            return slot.fetching, True

    def _keep(self, grant: Grant, result: _Token | Refused, now: float, chance: float) -> None:
        with self._lock:
            slot = self._slots[grant]
            if isinstance(result, Refused):
                slot.refusal = result
                slot.refused_until = now + _REMEMBERED[result.retryable]
                return
            ahead = min(_AHEAD, result.lifetime / 10) * (1 + chance) / 2
            slot.token, slot.refusal = result.token, None
            slot.expires_at = now + result.lifetime
            slot.old_at = slot.expires_at - ahead

    def _release(self, grant: Grant, future: Future[None]) -> None:
        with self._lock:
            self._slots[grant].fetching = None
        future.set_result(None)


TOKENS = TokenStore()
"""The store that clients share unless told otherwise."""


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    token: str
    lifetime: float


def _fetch(
    grant: Grant, deadline: Deadline, connect_timeout: float, jitter: Callable[[], float]
) -> Flow[_Token | Refused]:
    """Ask the endpoint, once more where it was not there."""
    result: _Token | Refused = Refused("there was no time to ask for one", retryable=True)
    for attempt in range(_ATTEMPTS):
        if attempt:
            yield Wait(min(0.2 * jitter(), deadline.left))
        if deadline.passed:
            return result
        result = _read((yield Send(_request(grant), deadline, connect_timeout, _BODY_LIMIT)))
        if not (isinstance(result, Refused) and result.retryable):
            return result
    return result


def _request(grant: Grant) -> Request:
    """Make the token request (RFC 6749, section 4.4.2)."""
    fields = {"grant_type": "client_credentials"}
    if grant.scopes:
        fields["scope"] = " ".join(grant.scopes)
    headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")]
    if grant.auth == "body":
        fields |= {"client_id": grant.client_id, "client_secret": grant.client_secret}
    else:  # both are form-encoded first (RFC 6749, section 2.3.1)
        pair = f"{quote_plus(grant.client_id)}:{quote_plus(grant.client_secret)}"
        headers.append(("Authorization", f"Basic {register(base64.b64encode(pair.encode()).decode())}"))
    return Request("POST", grant.url, tuple(headers), urlencode(fields).encode())


def _read(result: Answer | Failure) -> _Token | Refused:
    """Read the endpoint's answer (RFC 6749, sections 5.1 and 5.2)."""
    if isinstance(result, Failure):
        return Refused(f"the token endpoint: {result.reason}", retryable=result.kind != "tls")
    body = _body(result.content)
    if result.status != 200:
        word = body.get("error")
        said = f" {bounded(word, 60)}" if isinstance(word, str) else ""
        passing = result.status >= 500 or result.status == 429
        return Refused(f"the token endpoint answered {result.status}{said}", retryable=passing, status=result.status)
    token = body.get("access_token")
    if not isinstance(token, str) or not token or not token.isprintable():
        return Refused("the token endpoint's answer holds no access token", retryable=False, status=200)
    return _Token(register(token), _lifetime(body.get("expires_in")))


def _body(content: bytes) -> dict[str, Any]:
    try:
        body = from_json(content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _lifetime(said: Any) -> float:
    """Return the seconds a token lives; some endpoints write the number as text."""
    try:
        seconds = float(said)
    except (TypeError, ValueError):
        return _LIFETIME
    return seconds if 0 < seconds < 10**9 else _LIFETIME
