"""Other people's text in Markdown (GitHub Flavored Markdown): read as it stands, and nothing in it acts.

Hosts act on more than markup: bare addresses become links, `@name` tells people, `#7`, `GH-7` and seven hexadecimal
digits refer to something, `:name:` draws. Nothing of that happens inside of code, so what is not plainly words stands
in a code span. A bar ends a table's cell even in a code span, so no such text belongs into a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_SPAN = 160  # characters

# words, numbers and the punctuation around them; no mark inside of a word but an apostrophe or a hyphen before a letter
_WORD = r"[(\"']*(?:\d+\.\d+|[^\W_]+(?:['-][^\W\d_]+)*)[)\"']*[,.;:]?"
_TAME = re.compile(rf"{_WORD}(?: {_WORD})*")
_COMMIT = re.compile(r"\b[0-9a-fA-F]{7,}\b")


def flat(text: str) -> str:
    """Return text on one line; what nobody would see stands as its code point, `⟨U+202E⟩` (CVE-2021-42574)."""
    return "".join(c if c.isprintable() else f"⟨U+{ord(c):04X}⟩" for c in " ".join(text.split()))


def clipped(text: str, most: int) -> str:
    """Return text, its end left out where it has more than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def code(text: str, most: int = MAX_SPAN) -> str:
    """Return text as a code span on one line, in which nothing acts; "" where there is none.

    Args:
        text: other people's.
        most: how many characters are shown.
    """
    line = flat(text).replace("`", "'")
    return f"`{clipped(line, most)}`" if line else ""


def plain(text: str) -> str:
    """Return text on one line, as a code span where it holds anything that Markdown or a host could act on."""
    line = flat(text)
    tame = len(line) <= MAX_SPAN and _TAME.fullmatch(line) and not _COMMIT.search(line)
    return line if tame else code(line)


def fenced(text: str, language: str = "") -> str:
    """Return text on one line as a fenced block, which nothing in it ends."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}{language}\n{flat(text)}\n{fence}"


def bullets(lines: Iterable[str], indent: str = "") -> str:
    """Return a list of lines that are Markdown already."""
    return "\n".join(f"{indent}- {line}" for line in lines)
