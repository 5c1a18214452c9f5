"""Media types: their plain form and which one to prefer."""

from __future__ import annotations

_DROPPED = ("charset", "boundary")
_ORDER = (
    "application/json",
    "+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/octet-stream",
    "text/",
    "*/*",
)


def plain(media_type: str) -> str:
    """Return a media type in lower case without `charset` and `boundary` (RFC 9110, section 8.3.1)."""
    name, *parameters = (part.strip() for part in media_type.split(";"))
    kept = [part for part in parameters if part and part.split("=")[0].strip().lower() not in _DROPPED]
    return "; ".join([name.lower(), *kept])


def rank(media_type: str) -> int:
    """Return the place of a media type in the order of preference, the lowest first; unknown ones come last."""
    name = plain(media_type).split(";")[0]
    for place, pattern in enumerate(_ORDER):
        if name == pattern or (pattern == "+json" and name.endswith(("+json", "/json"))):
            return place
        if pattern.endswith("/") and name.startswith(pattern):
            return place
    return len(_ORDER)
