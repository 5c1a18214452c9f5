"""The terms that things run on: who owns them, with which credential, who may call, and what a failure leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from codegen.contract.model import Json


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is responsible for a service or an action; durations in seconds, dates as written (ISO 8601)."""

    team: str = ""
    escalation: tuple[str, ...] = ()
    respond: float | None = None
    resolve: float | None = None
    review_every: float | None = None
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Credential:
    """A named credential: how to authenticate. Every value is a reference (`env:…`, `file:…`), never a secret.

    `type` is `api_key`, `basic`, `bearer` or `oauth2_client_credentials`; `settings` holds its references and plain
    settings (`value`; `username`, `password`; `token`; `token_url`, `client_id`, `client_secret`, `scopes`, `auth`).
    """

    name: str
    type: str
    settings: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Retry:
    """Which failures are tried again, and how often in all; `on` holds statuses as text, `connect` and `timeout`."""

    attempts: int = 3
    on: tuple[str, ...] = ("connect", "429", "502", "503", "504")


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """An answer that means failure whatever its status. Pointers are into the wire's body.

    `pointer`, `op` (`==` or `!=`) and `value` say when; `code` and `message` point at the vendor's own words, or are
    "".
    """

    pointer: str
    op: str
    value: Json
    code: str
    message: str


class Effect(StrEnum):
    """What an operation or action does to the world."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Permissions:
    """What the caller must have."""

    run_as: str = "user"
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalate:
    """After so many failures in a row somebody is told: `to` is `action` or `layer`, whose owner it is."""

    after: int
    to: str


@dataclass(frozen=True, slots=True)
class Deprecated:
    """A tool that agents should not use any more, but `use`; `remove_after` is a date (ISO 8601), or ""."""

    use: str
    remove_after: str = ""


class Way(StrEnum):
    """How a person's yes is asked for: by the client's own form, by a trusted client, or by a token from a preview."""

    ELICIT = "elicit"
    CLIENT = "client"
    TOKEN = "token"  # noqa: S105  # the name of a way
