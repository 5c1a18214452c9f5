"""Durations as people write them: `250ms`, `8s`, `15m`, `4h`, `90d`."""

from __future__ import annotations

import re

PATTERN = r"^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$"
_FORM = re.compile(PATTERN)
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(text: str) -> float:
    """Return the duration `text` in seconds.

    Raises:
        ValueError: if `text` is no duration.
    """
    if not (found := _FORM.match(text)):
        raise ValueError(f"{text!r} is no duration")
    unit = found.group(2)
    return float(text.removesuffix(unit)) * _SECONDS[unit]
