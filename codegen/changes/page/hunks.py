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

_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))?")
_OPENS = re.compile(r'\s*(?:"([^"]+)": *[\[{]|((?:async def|def|class) \w+)|(\w+)\b.*[(\[{:]$)')
_CLOSERS = (")", "]", "}", "#", "@", '"""')


def with_sections(diff: str, old: str) -> str:
    """Return a unified diff with what encloses each hunk in its header, as git does: classes, functions, keys.

    Args:
        diff: of one file.
        old: the file as it was.
    """
    out = diff.split("\n")
    headers = [(at, *_begins(out, at)) for at, line in enumerate(out) if _HEADER.match(line)]
    sections = _sections(old.split("\n"), [first for _, first, changes in headers if changes])
    for at, first, changes in headers:
        if changes:
            out[at] = f"{out[at]} {sections[first]}".rstrip()
    return "\n".join(out)


def applied(diff: str, old: str) -> str:
    """Return a file after a unified diff of it.

    Args:
        diff: of the file, whole and in order; "" for none.
        old: the file as it was.
    """
    before, after, at = old.splitlines(keepends=True), list[str](), 0
    for line in diff.splitlines(keepends=True)[2:]:  # after both names
        match = _HEADER.match(line)
        if match:
            start = int(match[1]) - (match[2] != "0")  # of a hunk that only adds the line before it is named
            after, at = [*after, *before[at:start]], start
        elif line.startswith("+"):
            after.append(line[1:])
        elif line.startswith("-"):
            at += 1
        elif line.startswith(" "):
            after, at = [*after, line[1:]], at + 1
    return "".join([*after, *before[at:]])


def _begins(lines: Sequence[str], header: int) -> tuple[int, bool]:
    """Return the number of the old line, from 0, at which a hunk's changes begin, and whether it has any."""
    match = _HEADER.match(lines[header])
    start = int(match[1]) - 1 if match else 0
    for number, line in enumerate(lines[header + 1 :]):
        if line[:1] in ("+", "-") and not line.startswith(("+++", "---")):
            return start + number, True
        if line.startswith("@@"):
            break
    return start, False


def _sections(lines: Sequence[str], wanted: Iterable[int]) -> dict[int, str]:
    """Return what encloses each of some lines, from the outside in: the lines above it that are indented less and less.

    The file is gone through once; what may enclose the next line stands on a stack.
    """
    found, stack, done = dict[int, str](), list[tuple[int, str]](), 0
    for first in sorted(set(wanted)):
        at = next((number for number in range(first, len(lines)) if lines[number].strip()), len(lines))
        for line in lines[done:at]:
            _push(stack, line)
        done = max(done, at)
        limit = len(lines[at]) - len(lines[at].lstrip()) if at < len(lines) else 0
        found[first] = BETWEEN.join(_named(line for indent, line in stack if indent < limit))
    return found


def _push(stack: list[tuple[int, str]], line: str) -> None:
    """Take a line on the stack in place of those that are indented as much or more."""
    text = line.lstrip()
    if not text or text.startswith(_CLOSERS):
        return
    indent = len(line) - len(text)
    while stack and stack[-1][0] >= indent:
        stack.pop()
    stack.append((indent, line))


def _named(lines: Iterable[str]) -> Iterator[str]:
    """Yield the names of what the lines open."""
    for line in lines:
        match = _OPENS.match(line)
        yield from (name for name in (match.groups() if match else ()) if name)
