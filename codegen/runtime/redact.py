"""Keep secrets out of everything that people read.

A secret is registered when its reference is resolved; `scrub` then replaces it, and its percent-encoded and
JSON-escaped forms, wherever it stands.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections import OrderedDict
from urllib.parse import quote, quote_plus

HIDDEN = "[redacted]"
_SHORTEST = 4  # a shorter "secret" would blank out ordinary words
_MOST = 2048  # secrets rotate; the oldest are forgotten


class _Registry:
    """The secrets of this process, and one pattern that finds them all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: OrderedDict[str, None] = OrderedDict()
        self._pattern: re.Pattern[str] | None = None

    def add(self, secret: str) -> None:
        """Remember a secret in the forms in which it may appear."""
        if len(secret) < _SHORTEST or secret in self._forms:
            return
        forms = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
        with self._lock:
            self._forms.update(dict.fromkeys(sorted(forms)))
            while len(self._forms) > _MOST:
                self._forms.popitem(last=False)
            self._pattern = None

    def scrub(self, text: str) -> str:
        """Return the text with every secret hidden."""
        if not self._forms:
            return text
        with self._lock:
            if self._pattern is None:
                longest_first = sorted(self._forms, key=len, reverse=True)
                self._pattern = re.compile("|".join(map(re.escape, longest_first)))
            pattern = self._pattern
        return pattern.sub(HIDDEN, text)


_REGISTRY = _Registry()


def register(secret: str) -> str:
    """Register a secret and return it."""
    _REGISTRY.add(secret)
    return secret


def scrub(text: str) -> str:
    """Return the text with every registered secret replaced by `[redacted]`."""
    return _REGISTRY.scrub(text)


def bounded(text: str, most: int = 300) -> str:
    """Return a stranger's text fit for a message: scrubbed, printable, on one line, at most `most` characters."""
    # Cut only after scrubbing: half a secret is no longer recognised. Text far beyond the bound is not worth scrubbing.
    line = " ".join("".join(c if c.isprintable() else " " for c in scrub(text[: 64 * most])).split())
    return line if len(line) <= most else line[: most - 1] + "…"


class RedactingFilter(logging.Filter):
    """Scrub what a logger writes, arguments included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's text by its scrubbed self."""
        text = record.getMessage()
        clean = scrub(text)
        if clean != text:
            record.msg, record.args = clean, None
        return True


def guard_logging(*names: str) -> None:
    """Put the filter on these loggers (filters are not inherited, so each is named)."""
    for name in names:
        logger = logging.getLogger(name)
        if not any(isinstance(f, RedactingFilter) for f in logger.filters):
            logger.addFilter(RedactingFilter())
