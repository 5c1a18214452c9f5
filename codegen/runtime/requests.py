"""Make a request of an operation and its arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import bodies
from .convert import to_wire
from .effects import Request
from .encode import cookie_pairs, header_value, path_segment, query_pairs
from .misfit import Misfit
from .operation import Operation, Parameter
from .unset import UNSET

_HOLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a request before its URL and headers are put together; texts are encoded already."""

    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, str], ...]
    content: bytes


def parts(operation: Operation[Any], arguments: Mapping[str, Any], content_type: str | None = None) -> Parts:
    """Return the parts of a request.

    Raises:
        Misfit: if an argument is missing, is not the operation's or does not fit.
    """
    given = _given(operation, arguments)
    segments: dict[str, str] = {}
    query: list[tuple[str, str]] = []
    headers: list[tuple[str, str]] = []
    cookies: list[tuple[str, str]] = []
    for parameter in operation.parameters:
        if parameter.ident not in given:
            _refuse_missing(parameter)
            continue
        value = to_wire(parameter.type, given.pop(parameter.ident), parameter.ident)
        match parameter.location:
            case "path":
                segments[parameter.wire] = path_segment(parameter, value)
            case "query":
                query += query_pairs(parameter, value)
            case "header":
                headers.append((parameter.wire, header_value(parameter, value)))
            case _:
                cookies += cookie_pairs(parameter, value)
    content = _content(operation, given, content_type)
    if content is not None:
        headers = [pair for pair in headers if pair[0].lower() != "content-type"]
        headers.append(("Content-Type", content.media_type))
    path = _HOLE.sub(lambda hole: segments.get(hole[1], hole[0]), operation.path)
    return Parts(path, tuple(query), tuple(headers), tuple(cookies), content.content if content else b"")


def request(method: str, base_url: str, made: Parts, extra: Parts) -> Request:
    """Put the parts together; `extra`, of credentials and policy, replaces arguments of the same name."""
    query = "&".join(f"{name}={text}" for name, text in _replaced(made.query, extra.query))
    url = base_url.rstrip("/") + made.path
    if query:
        url += ("&" if "?" in url else "?") + query
    added = {name.lower() for name, _ in extra.headers}
    headers = tuple(pair for pair in made.headers if pair[0].lower() not in added) + extra.headers
    cookies = "; ".join(f"{name}={text}" for name, text in _replaced(made.cookies, extra.cookies))
    if cookies:
        headers += (("Cookie", cookies),)
    return Request(method.upper(), url, headers, made.content)


def _replaced(pairs: tuple[tuple[str, str], ...], extra: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    added = {name for name, _ in extra}
    return tuple(pair for pair in pairs if pair[0] not in added) + extra


def _given(operation: Operation[Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the caller gave: UNSET is never, None only where it means null."""
    body = operation.body
    nullable = body.nullable if body is not None else ()
    known = {parameter.ident for parameter in operation.parameters}
    known |= set(body.fields or ("body",)) if body is not None else set()
    for keyword in arguments:
        if keyword not in known:
            raise Misfit(keyword, f"is no argument of {operation.name}")
    return {
        keyword: value
        for keyword, value in arguments.items()
        if value is not UNSET and (value is not None or keyword in nullable)
    }


def _refuse_missing(parameter: Parameter) -> None:
    if parameter.required or parameter.location == "path":
        raise Misfit(parameter.ident, "is required")


def _content(operation: Operation[Any], given: Mapping[str, Any], content_type: str | None) -> bodies.Content | None:
    if operation.body is None:
        return None
    return bodies.write(operation.body, given, content_type)
