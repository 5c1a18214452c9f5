"""Write parameters on the wire: every style of OpenAPI 3.1, section 4.8.12, on JSON values.

Undefined combinations have a meaning here too: an exploded `spaceDelimited` or `pipeDelimited` is written as `form`, a
nested value outside `deepObject` as JSON, and `deepObject` goes as deep as the value does, lists by index
(`items[0][price]=…`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from .media import is_json
from .misfit import Misfit
from .operation import Parameter

# What RFC 3986 reserves and a query can still hold without changing its own structure.
_RESERVED_IN_QUERY = ":/?@!$'()*,;"
_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


def text_of(value: Any) -> str:
    """Return a JSON value as text: true and false in lower case, null empty, lists and objects as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return to_json(value).decode()


def path_segment(parameter: Parameter, value: Any) -> str:
    """Return what stands for `{wire}` in the path: `simple`, `label` or `matrix`.

    Raises:
        Misfit: if the path would become another one: an empty segment, `.` or `..`.
    """
    if parameter.media_type:
        return _escape(_content(parameter, value))
    written = {"label": _label, "matrix": _matrix}.get(parameter.style, _simple)(parameter, value)
    if written in ("", ".", ".."):
        raise Misfit(parameter.ident, "would change the path: it must be neither empty nor dots")
    return written


def query_pairs(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """Return the query's pairs, percent-encoded: `form`, the delimited styles, `deepObject` or JSON content."""
    keep = _RESERVED_IN_QUERY if parameter.allow_reserved else ""
    name = _escape(parameter.wire)
    if parameter.media_type:
        return [(name, _escape(_content(parameter, value), keep))]
    if parameter.style == "deepObject":
        return [(_escape(key), _escape(text, keep)) for key, text in deep_pairs(parameter.wire, value)]
    if not isinstance(value, list | dict):
        return [(name, _escape(text_of(value), keep))]
    if parameter.explode:
        if isinstance(value, dict):
            return [(_escape(key), _escape(text_of(item), keep)) for key, item in _members(value)]
        return [(name, _escape(text_of(item), keep)) for item in value]
    parts = [_escape(part, keep) for part in _flat(value)]
    return [(name, _DELIMITERS.get(parameter.style, ",").join(parts))] if parts else []


def header_value(parameter: Parameter, value: Any) -> str:
    """Return a header's value: `simple`, not percent-encoded.

    Raises:
        Misfit: if it holds a control character, which could start another header.
    """
    if parameter.media_type:
        text = _content(parameter, value)
    elif isinstance(value, dict) and parameter.explode:
        text = ",".join(f"{key}={text_of(item)}" for key, item in _members(value))
    else:
        text = ",".join(_flat(value)) if isinstance(value, list | dict) else text_of(value)
    if any((ord(c) < 32 and c != "\t") or ord(c) == 127 for c in text):
        raise Misfit(parameter.ident, "holds a control character, which no header can")
    return text.strip(" \t")


def cookie_pairs(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """Return the cookie's pairs: `form`, percent-encoded."""
    return query_pairs(parameter, value)


def deep_pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the pairs of `deepObject`, not percent-encoded: `name[key][0]`."""
    if isinstance(value, dict):
        for key, item in _members(value):
            yield from deep_pairs(f"{name}[{key}]", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from deep_pairs(f"{name}[{index}]", item)
    else:
        yield name, text_of(value)


def _content(parameter: Parameter, value: Any) -> str:
    """Return the text of a `content` parameter: JSON, unless it is text of another kind."""
    if isinstance(value, str) and not is_json(parameter.media_type):
        return value
    return to_json(value).decode()


def _simple(parameter: Parameter, value: Any) -> str:
    if isinstance(value, dict) and parameter.explode:
        return ",".join(f"{_escape(key)}={_escape(text_of(item))}" for key, item in _members(value))
    return ",".join(_escape(part) for part in _flat(value))


def _label(parameter: Parameter, value: Any) -> str:
    """Write `.value`; joined by a dot where exploded, by a comma where not (RFC 6570, section 3.2.5)."""
    if isinstance(value, dict) and parameter.explode:
        parts = [f"{_escape(key)}={_escape(text_of(item))}" for key, item in _members(value)]
    else:
        parts = [_escape(part) for part in _flat(value)]
    return "." + ("." if parameter.explode else ",").join(parts)


def _matrix(parameter: Parameter, value: Any) -> str:
    """Write `;name=value` (RFC 6570, section 3.2.7)."""
    name = _escape(parameter.wire)
    if parameter.explode and isinstance(value, dict):
        return "".join(f";{_escape(key)}={_escape(text_of(item))}" for key, item in _members(value))
    if parameter.explode and isinstance(value, list):
        return "".join(f";{name}={_escape(text_of(item))}" for item in value)
    written = ",".join(_escape(part) for part in _flat(value))
    return f";{name}={written}" if written else f";{name}"


def _flat(value: Any) -> list[str]:
    """Return a list's items, or an object's keys and values in turn, as texts; anything else is the only one."""
    if isinstance(value, dict):
        return [part for key, item in _members(value) for part in (key, text_of(item))]
    if isinstance(value, list):
        return [text_of(item) for item in value]
    return [text_of(value)]


def _members(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield an object's members without nulls, which RFC 6570 calls undefined."""
    return ((key, item) for key, item in value.items() if item is not None)


def _escape(text: str, keep: str = "") -> str:
    return quote(text, safe=keep, errors="surrogatepass")
