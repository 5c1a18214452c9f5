"""What a policy asks its driver for, and what it gets: values only, no I/O."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from .deadline import Deadline
from .redact import scrub

R = TypeVar("R")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A request ready to be sent; its repr shows neither headers nor query, where credentials travel."""

    method: str
    url: str
    headers: Headers = ()
    content: bytes = b""

    def __repr__(self) -> str:
        return f"Request({self.method} {scrub(self.url.partition('?')[0])}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; everything about it ends by the deadline."""

    request: Request
    deadline: Deadline
    connect_timeout: float
    body_limit: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Sleep that many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Join:
    """Wait until the deadline for what another thread or task is fetching; the driver answers whether it is done."""

    future: Future[Any]
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Record:
    """Something worth recording happened; `facts` hold no secret and no body."""

    event: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A response, body read and decoded."""

    status: int
    headers: Mapping[str, str]  # keys in lower case
    content: bytes = b""

    def __repr__(self) -> str:
        return f"Answer({self.status}, {len(self.content)} bytes)"


FailureKind = Literal["connect", "tls", "timeout", "broken", "too_large", "encoding"]


@dataclass(frozen=True, slots=True)
class Failure:
    """No usable response.

    Attributes:
        kind: `connect` (refused, no such host), `tls`, `timeout`, `broken` (reset, not HTTP), `too_large`, `encoding`.
        sent: whether the service may have seen the request.
        reason: in our own words.
        status: where the head of a response had come.
    """

    kind: FailureKind
    sent: bool
    reason: str
    status: int | None = None


Effect = Send | Wait | Join | Record
Flow = Generator[Effect, Any, R]
"""A policy: yields effects, is sent Answer | Failure for `Send`, a bool for `Join` and None else, and returns an R."""
