"""What travels between a mock and its caller, without any socket: a request, a reply, and what was recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from codegen.contract.model import Json

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived.

    Attributes:
        method: in upper case.
        path: the path as sent, still percent-encoded, without the query.
        query: the raw query, without the question mark.
        headers: by lower-case name; the last of several wins.
        body: the bytes sent.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """The query's names and values, decoded, in order."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def content_type(self) -> str:
        """The body's media type in lower case, without parameters; "" where none is said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, ready to send."""

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request that a mock answered; `operation` is "" where it matched none."""

    operation: str
    request: Request
    status: int


class RefusedError(Exception):
    """Stops the handling of a request that the contract does not allow.

    Attributes:
        status: the status to answer.
        code: a short code in snake case.
        message: one sentence for the person who reads the mock's answer.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def json_reply(
    status: int, value: Json, media_type: str = JSON_TYPE, headers: Mapping[str, str] | None = None
) -> Reply:
    """Return an answer that holds `value` as JSON."""
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), media_type, headers or {})


def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON or based on it (RFC 6839, section 3.1)."""
    return media_type == JSON_TYPE or media_type.endswith("+json")
