"""What generated code says about a service: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who is responsible; `respond` and `resolve` in seconds."""

    team: str = ""
    escalation: tuple[str, ...] = ()
    respond: float | None = None
    resolve: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Attempts in all, and the failures that lead to another: status codes as text, `connect`, `timeout`."""

    attempts: int = 3
    on: tuple[str, ...] = ("connect", "429", "502", "503", "504")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """An answer that means failure whatever its status.

    Attributes:
        pointer, op, value: when: the JSON pointer into the wire's body, `==` or `!=`, and a JSON value.
        code, message: JSON pointers to the vendor's own code and sentence, or "".
    """

    pointer: str
    op: str = "=="
    value: Any = None
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key in a `header`, the `query` or a `cookie`; `value` is a reference."""

    location: str
    parameter: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """HTTP Basic (RFC 7617); both values are references."""

    username: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A bearer token (RFC 6750); `token` is a reference."""

    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentials:
    """OAuth2 client credentials (RFC 6749, section 4.4); the URL and both values are references or, for the URL, a URL.

    Attributes:
        auth: whether the client authenticates by `header` or in the `body` (RFC 6749, section 2.3.1).
    """

    token_url: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()
    auth: Literal["header", "body"] = "header"


Credential = ApiKey | Basic | Bearer | ClientCredentials


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service:
    """An External Service.

    Attributes:
        base_url: a URL or a reference to one (`env:ERP_URL`).
        credentials: security scheme to the credential for it; the key "" is used where no scheme fits.
        connect_timeout, total_timeout: seconds; the second bounds a call with all its attempts.
        idempotency_header: the header by which the API recognises a repeated write, or "".
        responses: how far an answer must keep the contract: `used`, `strict` or `report`.
    """

    name: str
    title: str = ""
    owner: Owner = field(default_factory=Owner)
    base_url: str = ""
    credentials: Mapping[str, Credential] = field(default_factory=lambda: MappingProxyType({}))
    connect_timeout: float = 2.0
    total_timeout: float = 10.0
    retry: Retry = field(default_factory=Retry)
    idempotency_header: str = ""
    responses: str = "used"
    errors: tuple[ErrorRule, ...] = ()
