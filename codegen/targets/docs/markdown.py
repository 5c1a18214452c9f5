"""Tables in Markdown (GitHub Flavored Markdown, section 4.10) of text that is data."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """Return text for one cell: on one line, with nothing in it that Markdown or HTML would act on but backquotes."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return re.sub(r"([\\|*_\[\]~#])", r"\\\1", html.escape(line, quote=False)) if "`" not in line else _with_code(line)


def _with_code(line: str) -> str:
    """Return a line whose text between backquotes stays as it is, but for the bar, which would end the cell."""
    parts = re.split(r"(`[^`]*`)", line)
    return "".join(part.replace("|", r"\|") if part.startswith("`") else cell(part.replace("`", "'")) for part in parts)
