"""Generated code's hunks as HTML: a folded block for each file."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from codegen.changes.page.hunks import Hunk
from codegen.changes.page.markup import Html, element, joined
from codegen.changes.page.words import count

_MOST_LINES = 400
_CLASSES = {"+": "add", "-": "del"}


def files(hunks: Sequence[Hunk]) -> Html:
    """Return hunks, a folded block for each file."""
    groups = itertools.groupby(hunks, lambda hunk: hunk.file)
    return joined(_file(name, list(group)) for name, group in groups)


def told(hunks: Sequence[Hunk]) -> str:
    """Say how much it is."""
    lines = [line[:1] for hunk in hunks for line in hunk.lines]
    number = len({hunk.file for hunk in hunks})
    return f"{count(number, 'file')}, +{lines.count('+')} -{lines.count('-')}"


def _file(name: str, hunks: list[Hunk]) -> Html:
    summary = element(
        "summary", element("code", name), " ", element("span", told(hunks).partition(", ")[2], class_="muted")
    )
    return element("details", summary, element("pre", *_lines(hunks), class_="diff"), class_="file")


def _lines(hunks: list[Hunk]) -> list[Html]:
    lines = [line for hunk in hunks for line in (hunk.header, *hunk.lines)]
    shown = [_line(line) for line in lines[:_MOST_LINES]]
    if left := len(lines) - len(shown):
        shown.append(_line(f"@@ {left} more lines: codegen generate --dry-run --diff shows them @@"))
    return shown


def _line(line: str) -> Html:
    kind = "at" if line.startswith("@@") else _CLASSES.get(line[:1], "same")
    return element("span", f"{line}\n", class_=kind)
