"""Unified diffs taken apart into hunks, each with what encloses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from codegen.changes.review import FileDiff

BETWEEN = " > "  # in what encloses a hunk


@dataclass(frozen=True, slots=True)
class Hunk:
    """One hunk of one file's diff: its `@@` line, in which what encloses the hunk may stand, and what follows."""

    file: str
    layer: str
    header: str
    lines: tuple[str, ...]

    @property
    def changed(self) -> str:
        """The lines that came or went."""
        return "\n".join(line[1:] for line in self.lines if line[:1] in "+-")

    @property
    def enclosing(self) -> str:
        """What encloses it."""
        return self.header.rpartition("@@")[2].strip()


def hunks(diffs: Iterable[FileDiff]) -> Iterator[Hunk]:
    """Yield every hunk, in the order of the files."""
    for diff in diffs:
        header, lines = "", list[str]()
        for line in diff.text.split("\n"):
            if line.startswith("@@"):
                if header:
                    yield Hunk(diff.file, diff.layer, header, tuple(lines))
                header, lines = line, []
            elif header and line:
                lines.append(line)
        if header:
            yield Hunk(diff.file, diff.layer, header, tuple(lines))


# ------------------------------------------------------------------ what encloses a hunk

_HEADER = re.compile(r"@@ -(\d+)")
_OPENS = re.compile(r'\s*(?:"([^"]+)": *[\[{]|((?:async def|def|class) \w+)|(\w+)\b.*[(\[{:]$)')
_CLOSERS = (")", "]", "}", "#", "@", '"""')


def with_sections(diff: str, old: str) -> str:
    """Return a unified diff with what encloses each hunk in its header, as git does: classes, functions, keys.

    Args:
        diff: of one file.
        old: the file as it was.
    """
    lines, out = old.split("\n"), list[str]()
    pending: tuple[int, int] | None = None  # the header's place in `out`, and the old line that it begins with
    for line in diff.split("\n"):
        match = _HEADER.match(line)
        if match:
            pending = (len(out), int(match[1]))
        elif pending is not None and line[:1] in "+-" and not line.startswith(("+++", "---")):
            at, start = pending
            first = start - 1 + len(out) - at - 1
            out[at] = f"{out[at]} {_section(lines, first)}".rstrip()
            pending = None
        out.append(line)
    return "\n".join(out)


def _section(lines: Sequence[str], at: int) -> str:
    """Return what encloses a line, from the outside in: the lines above it that are indented less and less."""
    at = next((number for number in range(at, len(lines)) if lines[number].strip()), len(lines))
    if at == len(lines):
        return ""
    found, limit = list[str](), len(lines[at]) - len(lines[at].lstrip())
    for line in reversed(lines[:at]):
        text = line.lstrip()
        if not text or text.startswith(_CLOSERS) or len(line) - len(text) >= limit:
            continue
        limit = len(line) - len(text)
        match = _OPENS.match(line)
        found += [name for name in (match.groups() if match else ()) if name]
        if not limit:
            break
    return BETWEEN.join(reversed(found))
