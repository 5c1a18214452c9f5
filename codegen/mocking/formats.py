"""Texts of the formats of JSON Schema, as long as they have to be, and whether a text is of a format.

A format is a list of ways to write it. A way is a head, what is repeated until the text is long enough, and a tail; one
that repeats nothing has one length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_MOMENT = "2026-11-01T08:30:00"

_WAYS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "date": (("2026-11-01", "", ""),),
    "date-time": (
        (_MOMENT, "", "Z"),
        (f"{_MOMENT}.0", "0", "Z"),
        (_MOMENT, "", "+00:00"),
        (f"{_MOMENT}.0", "0", "+00:00"),
    ),
    "time": (("08:30:00", "", "Z"), ("08:30:00.0", "0", "Z"), ("08:30:00", "", "+00:00")),
    "duration": (("PT1H", "", ""), ("PT1", "0", "H"), ("P1D", "", "")),
    "email": (("ada", "a", "@example.com"), ("a", "a", "@a.co"), ("ada@", "a", ".example.com")),
    "idn-email": (("ada", "a", "@example.com"), ("a", "a", "@a.co"), ("ada@", "a", ".example.com")),
    "hostname": (("host", "t", ".example.com"), ("a", "a", ""), ("a", ".a", "")),
    "ipv4": (("192.0.2.", "1", "1"), ("1.1.1.1", "", ""), ("192.100.100.", "1", "1")),
    "ipv6": (("2001:db8::1", "", ""), ("::1", "", ""), ("2001:0db8:0000:0000:0000:0000:0000:0001", "", "")),
    "uri": (("https://example.com/a", "a", ""), ("urn:a", "a", ""), ("a:", "a", "")),
    "url": (("https://example.com/a", "a", ""), ("http://a", "a", "")),
    "uri-reference": (("/a", "a", ""), ("a", "a", "")),
    "uuid": (("5b2ff8a4-2d0e-4f1e-9a55-1a3c2f6a7d10", "", ""), ("5b2ff8a42d0e4f1e9a551a3c2f6a7d10", "", "")),
    "byte": (("bW9jaw==", "", ""), ("bW9j", "bW9j", "")),
    "binary": (("mock", "a", ""),),
}
FORMATS = frozenset(_WAYS)

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
_DAY = r"\d{4}-\d\d-\d\d"
_HEX = "[0-9a-fA-F]"
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(_DAY),
    "date-time": re.compile(f"{_DAY}T{_CLOCK}"),
    "time": re.compile(_CLOCK),
    "duration": re.compile(r"P(\d+D)?(T\d+H)?"),
    "email": re.compile(r"[^@\s]{1,64}@([^@\s.]+\.)+[A-Za-z]{2,}"),
    "hostname": re.compile(r"([A-Za-z0-9]{1,63}\.)*[A-Za-z0-9]{1,63}"),
    "ipv4": re.compile(r"((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}"),
    "uuid": re.compile(f"{_HEX}{{8}}(-{_HEX}{{4}}){{3}}-{_HEX}{{12}}|{_HEX}{{32}}"),
    "byte": re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
}


def is_of(name: str, text: str) -> bool:
    """Say whether a text is written as the format asks (RFC 3339, RFC 4122); no is sure, yes for most formats."""
    shape = _SHAPES.get(name)
    return shape is None or shape.fullmatch(text) is not None


def texts(name: str, minimum: int) -> Iterator[str]:
    """Yield texts of a format, of at least `minimum` characters where the format has such; none of a format unknown."""
    for head, fill, tail in _WAYS.get(name, ()):
        lacking = max(0, minimum - len(head) - len(tail))
        yield head + fill * (-(-lacking // len(fill)) if fill else 0) + tail
