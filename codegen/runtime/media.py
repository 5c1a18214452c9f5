"""Media types."""

from __future__ import annotations


def essence(media_type: str) -> str:
    """Return the type and subtype in lower case, without parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (RFC 6839, section 3.1, for the suffix)."""
    kind = essence(media_type)
    return kind in ("application/json", "text/json") or kind.endswith("+json")
