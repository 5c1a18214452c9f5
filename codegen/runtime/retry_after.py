"""Read `Retry-After` (RFC 9110, section 10.2.3), whatever a server writes there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

LONGEST = 3600.0  # seconds; whoever asks for more is not believed


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds to wait, from 0 to `LONGEST`; None where nothing sensible is said.

    Args:
        headers: keys in lower case.
        now: seconds since 1970, for the form that is a date.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    seconds = _seconds(text)
    if seconds is None:
        seconds = _until(text, now)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return None if math.isnan(seconds) else seconds


def _until(text: str, now: float) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
