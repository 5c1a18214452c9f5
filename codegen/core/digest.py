"""Digests of text and of values, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import orjson


def of_bytes(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def of_text(text: str) -> str:
    """Return the digest of `text` in UTF-8."""
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def of_value(value: object) -> str:
    """Return the digest of a value made of JSON values, enums, mappings and dataclasses, whatever its key order."""
    return of_bytes(canonical(value))


def canonical(value: object) -> bytes:
    """Return `value` as JSON bytes with sorted keys; dataclasses become objects of their fields.

    Raises:
        TypeError: if something in it is no JSON value, enum, mapping, sequence or dataclass.
    """
    return orjson.dumps(
        value,
        default=_plain,
        option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_NON_STR_KEYS,
    )


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
