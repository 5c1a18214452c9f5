"""A report as the text of a pull request: what breaks first, by the layer that has to mend it, and what is info folded.

Every string of the report goes through `code` or `plain`, the offered lines through `fenced`; headings and the table
hold our own words and numbers only. The text fits where hosts take 65,536 characters, with room for a sentence besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codegen.changes.formats.inert import bullets, code, fenced, plain
from codegen.changes.formats.printing import printed
from codegen.changes.formats.words import (
    ABSORBED,
    DIMENSIONS,
    count,
    level_of,
    listed,
    operations,
    placed,
    reaches,
    stands_in,
)
from codegen.changes.model import Level
from codegen.changes.report import Report, Row
from codegen.changes.review import LAYERS
from codegen.core.places import Place

MAX_CHARACTERS = 60_000
_NOTE = 300  # characters kept free for the note of what was left out
_MOST_OPERATIONS = 5
_MOST_NAMES = 8
_MOST_LINES = 5
_MOST_NEW = 20
_MAX_OFFER = 2_000  # characters; `--apply` writes longer ones


@dataclass(frozen=True, slots=True)
class _Section:
    """Changes under one heading, worst first; a folded one is opened by a click."""

    title: str
    rows: tuple[Row, ...]
    folded: bool = False

    @property
    def opening(self) -> str:
        title = f"{self.title} ({len(self.rows):,})"
        return f"<details><summary>{title}</summary>\n\n" if self.folded else f"### {title}\n\n"

    @property
    def closing(self) -> str:
        return "\n\n</details>" if self.folded else ""


_ACCEPTED, _UNKNOWN, _WARNINGS = "Accepted", "Breaking, with no layer known that mends it", "Warnings, nothing to mend"
_ABSORBED, _INFO, _IDLE = f"{ABSORBED[0].upper()}{ABSORBED[1:]}", "For information", "In no operation in use"
_TITLES = (_UNKNOWN, *(f"To be mended at the {layer}" for layer in LAYERS), _WARNINGS, _ABSORBED, _ACCEPTED)
_FOLDED = (_INFO, _IDLE)


def as_markdown(report: Report) -> str:
    """Return a report in at most `MAX_CHARACTERS` of GitHub Flavored Markdown, what was left out counted at its end."""
    sections = _sections(report.rows)
    parts = [_verdict(report)]
    if sections:
        parts.append(_table(sections))
    newly = _newly_used(report.newly_used)
    room = MAX_CHARACTERS - _NOTE - len("\n\n".join([*parts, *newly]))
    shown, left = _fitting(sections, room)
    text = "\n\n".join([*parts, *shown, *newly, *_left_out(left)])
    return f"{text}\n"


def _verdict(report: Report) -> str:
    sides = f"Compared: {code(report.old)} with {code(report.new)}."
    if not report.rows:
        return f"**No change.** {sides}"
    breaking = len(report.breaking)
    found = f"{count(breaking, 'change')} {'breaks' if breaking == 1 else 'break'} something" if breaking else "Nothing"
    verdict = f"**{found} in use.**" if breaking else f"**{found} in use breaks.**"
    absorbed = sum(row.impact.absorbed for row in report.rows)
    besides = f", {absorbed:,} absorbed at the External Service" if absorbed else ""
    return f"{verdict} {count(len(report.rows), 'change')} in all{besides}. {sides}"


def _sections(rows: Sequence[Row]) -> list[_Section]:
    """Return the sections that have changes; what is only to be known is folded, and comes last."""
    by_title: dict[str, list[Row]] = {}
    for row in rows:
        by_title.setdefault(_title(row), []).append(row)
    titles = [title for title in (*_TITLES, *_FOLDED) if title in by_title]
    return [_Section(title, tuple(by_title[title]), title in _FOLDED) for title in titles]


def _title(row: Row) -> str:
    worst = row.change.severity.worst
    if not row.used:
        return _IDLE
    if row.accepted:
        return _ACCEPTED
    if row.impact.mended_by in LAYERS:
        return f"To be mended at the {row.impact.mended_by}"
    if worst <= Level.INFO:
        return _INFO
    if row.impact.absorbed:
        return _ABSORBED
    return _UNKNOWN if worst is Level.BREAKING else _WARNINGS


def _table(sections: Sequence[_Section]) -> str:
    lines = ["| by what is to be done | breaking | warning | info |", "|---|--:|--:|--:|"]
    for section in sections:
        levels = [max(row.change.severity.worst, Level.INFO) for row in section.rows]
        numbers = (levels.count(level) for level in (Level.BREAKING, Level.WARNING, Level.INFO))
        lines.append(f"| {section.title} | {' | '.join(f'{number:,}' for number in numbers)} |")
    return "\n".join(lines)


def _fitting(sections: Sequence[_Section], room: int) -> tuple[list[str], list[Row]]:
    """Return the sections as far as there is room, and the rows from the first on for which there is none."""
    shown: list[str] = []
    left: list[Row] = []
    for section in sections:
        frame = len(section.opening) + len(section.closing) + len("\n\n")
        items: list[str] = []
        for row in section.rows:
            item = "" if left else _item(row)
            needed = len(item) + 1 + (0 if items else frame)
            if left or needed > room:
                left.append(row)
                continue
            room -= needed
            items.append(item)
        if items:
            shown.append(section.opening + "\n".join(items) + section.closing)
    return shown, left


def _item(row: Row) -> str:
    """Return one change as an item of a list, with what is to be said of it below."""
    change = row.change
    about = [code(row.service), change.side] if row.service else [change.side]
    beside = ", ".join(part for part in about if part)
    subject = f"{code(change.subject)}{f' ({beside})' if beside else ''}"
    head = f"- **{change.severity.worst.name.lower()}** {subject}: {plain(change.message)}"
    return "\n".join([head, *(bullets([line], "  ") for line in _details(row))])


def _details(row: Row) -> Iterator[str]:
    yield "; ".join(part for part in (_values(row), _dimensions(row)) if part)
    if places := stands_in(row, _MOST_NAMES, code):
        yield f"stands as {places}"
    yield from filter(None, [" at ".join(part for part in (_shown(row), _where(row.old, row.new)) if part)])
    yield from filter(None, ["; ".join(_impact(row))])
    if row.offer:
        yield _offer(row)
    name = f"rule {code(row.change.rule)}"
    yield f"{name}, to be accepted as {code(row.id)}" if row.breaking and row.service else name
    if row.accepted:
        yield f"accepted: {plain(row.accepted)}"


def _values(row: Row) -> str:
    old, new = ("" if value is None else code(printed(value)) for value in (row.change.old, row.change.new))
    if old and new:
        return f"{old} → {new}"
    return f"now {new}" if new else f"was {old}" if old else ""


def _dimensions(row: Row) -> str:
    levels = {name: level_of(row.change.severity, name) for name in DIMENSIONS}
    told = [f"{name} {level.name.lower()}" for name, level in levels.items() if level > Level.NONE]
    return ", ".join(told) if told else "matters in none of the five dimensions"


def _shown(row: Row) -> str:
    names = list(operations(row.change.places))
    return f"in {listed(names, _MOST_OPERATIONS, code)}" if names else ""


def _where(old: Place | None, new: Place | None) -> str:
    if old and new and placed(old) != placed(new):
        return f"{code(placed(old))} → {code(placed(new))}"
    if new:
        return code(placed(new))
    return f"{code(placed(old))}, gone" if old else ""


def _impact(row: Row) -> Iterator[str]:
    impact = row.impact
    if impact.absorbed:
        yield ABSORBED
    if reached := reaches(impact, _MOST_NAMES, code):
        yield f"reaches {reached}"
    if impact.lines:
        yield f"your code: {listed([str(line) for line in impact.lines], _MOST_LINES, code)}"
    if impact.why and not row.sure:
        yield f"not absorbed: {plain(impact.why)}"
    if impact.owners:
        yield f"owned by {', '.join(code(team) for team in impact.owners)}"


def _offer(row: Row) -> str:
    told = f"can be {'partly ' if row.partly else ''}absorbed in `service.yaml` ({round(row.confidence * 100)} % sure)"
    line = f"adapt: {printed(row.offer)}"
    if len(line) > _MAX_OFFER:
        return f"{told}: `codegen diff --apply` writes it" if row.sure else f"{told}: `codegen diff` shows the line"
    return f"{told}:\n{_indented(fenced(line, 'yaml'), '    ')}"


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}" for line in text.split("\n"))


def _newly_used(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    return [f"Used now and not before, so listed and not compared: {listed(names, _MOST_NEW, code)}."]


def _left_out(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    breaking = sum(row.breaking for row in rows)
    told = f"{count(len(rows), 'change')} left out for length, {breaking:,} of them breaking something in use"
    return [f"**{told}**; `codegen diff` shows them all."]
