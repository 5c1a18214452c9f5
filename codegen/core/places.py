"""Where something stands in a file a person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in an input file.

    Attributes:
        file: path relative to the project's root, with forward slashes.
        line: from 1; 0 where the whole file is meant.
        column: from 1; 0 where the whole line is meant.
        pointer: JSON pointer (RFC 6901) of the value, `""` for the root.
    """

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


def escape(token: str) -> str:
    """Return `token` as one reference token of a JSON pointer (RFC 6901, section 3)."""
    return token.replace("~", "~0").replace("/", "~1") if "/" in token or "~" in token else token


def unescape(token: str) -> str:
    """Return the member name that a reference token stands for (RFC 6901, section 4)."""
    return token.replace("~1", "/").replace("~0", "~")


def pointer(*tokens: str | int) -> str:
    """Return the JSON pointer that leads through `tokens` from the root."""
    return "".join([f"/{escape(str(token))}" for token in tokens])


def ancestors(at: str) -> Iterator[tuple[str, str]]:
    """Yield each pointer that a pointer leads through, itself first and without the root, with the rest of the way."""
    length = len(at)
    while length > 0:
        yield at[:length], at[length:]
        length = at.rfind("/", 0, length)


def tokens(at: str) -> list[str]:
    """Return the member names that the JSON pointer `at` leads through."""
    return [unescape(token) for token in at.split("/")[1:]]
