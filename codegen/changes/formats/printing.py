"""JSON as text that any reader takes, and in which nothing steers a terminal or hides from a reader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_NOT_A_CHARACTER = "\\ufffd"


def printed(value: object, indent: int | None = None) -> str:
    """Return a JSON value as text; what is not printable is escaped, half a surrogate pair is replaced (RFC 8259, 8.2).

    Args:
        value: made of JSON values, mappings and sequences.
        indent: spaces for each level; without, all stands on one line.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=_plain)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    # every character of JSON that is not printable stands inside of a string, but for the line breaks of an indent
    return _NOT_A_CHARACTER if "\ud800" <= character <= "\udfff" else json.dumps(character)[1:-1]


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
