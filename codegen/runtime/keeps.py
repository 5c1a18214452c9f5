"""Whether a value keeps what an expectation asks of it: formats, limits, choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from .jsonable import plain

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def keeps(value: Any, rules: Mapping[str, Any]) -> bool:
    """Return whether a value keeps all rules, each a keyword of JSON Schema (validation, sections 6 and 7).

    A keyword says nothing about values of another type than its own.
    """
    plainly = plain(value)
    return all(_RULES[keyword](plainly, limit) for keyword, limit in rules.items())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(test: Callable[[str, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, limit: not isinstance(value, str) or test(value, limit)


def _number(test: Callable[[float, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, limit: not _is_number(value) or test(value, limit)


def _list(test: Callable[[int, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, limit: not isinstance(value, list) or test(len(value), limit)


def _in_format(value: str, name: str) -> bool:
    try:
        _FORMATS[name](value)
    except ValueError:
        return False
    return True


def _email(value: str) -> None:
    if not _EMAIL.fullmatch(value):
        raise ValueError(value)


def _uri(value: str) -> None:
    parts = urlsplit(value)
    if not parts.scheme or not (parts.netloc or parts.path):
        raise ValueError(value)


def _moment(value: str) -> None:
    if datetime.fromisoformat(value).tzinfo is None:  # RFC 3339, section 5.6, asks for an offset
        raise ValueError(value)


_FORMATS: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": _moment,
    "time": time.fromisoformat,
    "email": _email,
    "uuid": UUID,
    "uri": _uri,
    "ipv4": IPv4Address,
    "ipv6": IPv6Address,
}

_RULES: Mapping[str, Callable[[Any, Any], bool]] = {
    "format": _text(_in_format),
    "pattern": _text(lambda value, pattern: re.search(pattern, value) is not None),
    "minLength": _text(lambda value, limit: len(value) >= limit),
    "maxLength": _text(lambda value, limit: len(value) <= limit),
    "minimum": _number(lambda value, limit: value >= limit),
    "maximum": _number(lambda value, limit: value <= limit),
    "exclusiveMinimum": _number(lambda value, limit: value > limit),
    "exclusiveMaximum": _number(lambda value, limit: value < limit),
    "minItems": _list(lambda length, limit: length >= limit),
    "maxItems": _list(lambda length, limit: length <= limit),
    "enum": lambda value, choices: value in choices,
}
