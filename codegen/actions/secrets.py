"""Refuse values that look like secrets, wherever they stand in a file people write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codegen.actions.sources import Source
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.places import escape

# Prefixes that vendors give their tokens, a private key's first line, a JWT, and a password inside a URL.
_SECRET = re.compile(
    r"\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_][A-Za-z0-9-]{10,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}"
    r"|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bAKIA[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{30,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
    r"|^(?i:bearer|basic) [A-Za-z0-9+/._~=-]{16,}$"
    r"|://[^/\s:@]+:[^/\s:@]+@"
)


def refuse_secrets(source: Source, diagnostics: Diagnostics) -> None:
    """Report each value of `source` that looks like a secret (`secret-as-value`); the value itself is never shown."""
    for at, text in _strings(source.tree, ""):
        if _SECRET.search(text):
            diagnostics.error(
                "secret-as-value",
                "this looks like a secret; files hold references, never values",
                source.place(at),
                "write env:NAME or file:PATH in credentials.yaml and take the secret out of the history",
            )


def _strings(value: Json, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _strings(item, f"{at}/{escape(name)}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(item, f"{at}/{number}")
