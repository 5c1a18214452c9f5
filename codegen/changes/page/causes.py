"""Which change a hunk of generated code follows from, where that can be told.

That is told by the file's path, and by the names and values of the change in the lines that came and went and in what
encloses them. Where changes of different things fit alike and none is named outright, none has the hunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.changes.model import Side
from codegen.changes.page.hunks import BETWEEN, Hunk
from codegen.changes.report import Row
from codegen.changes.review import Link
from codegen.contract.model import Json
from codegen.core.names import snake

_PATH = re.compile(r"/(services|contracts|actions|tools)/([^/.]+)")
_WORD = re.compile(r"[A-Za-z0-9_$-]+")
_LONGEST = 200


def by_cause(
    parts: Iterable[Hunk], rows: Sequence[Row], chain: Sequence[Link]
) -> tuple[Mapping[int, list[Hunk]], list[Hunk]]:
    """Return the hunks under the numbers of the rows they follow from, and those of which that cannot be told.

    Args:
        parts: the hunks.
        rows: the changes.
        chain: for the actions and tools that an operation is under.
    """
    search = _Search([_Trace.of(row, chain) for row in rows])
    found: dict[int, list[Hunk]] = {}
    rest = []
    for hunk in parts:
        causes = search.causes(hunk)
        for cause in causes:
            found.setdefault(cause, []).append(hunk)
        if not causes:
            rest.append(hunk)
    return found, rest


@dataclass(frozen=True, slots=True)
class _Trace:
    """By what a change is known in generated code.

    Attributes:
        service, actions, tools: whose files it may be in.
        names: of what changed, on the wire and in Python.
        around: of the definition and the operations that have it.
        values: the old and the new value, as they stand in code.
        says: the words of the rule.
        element: what changed; the same for several changes of one property.
        answered: whether it is a property of answers, which stands in no signature.
    """

    service: str
    actions: frozenset[str]
    tools: frozenset[str]
    names: frozenset[str]
    around: frozenset[str]
    values: frozenset[str]
    says: frozenset[str]
    element: tuple[str, ...]
    answered: bool

    @classmethod
    def of(cls, row: Row, chain: Sequence[Link]) -> _Trace:
        change, element = row.change, row.change.element
        keys = {spot.operation for spot in change.places}
        shown = {
            link.name for link in chain if link.kind == "operation" and link.service == row.service and link.keys & keys
        }
        actions = {link.name for link in chain if link.kind == "action" and shown & {name for _, name in link.needs}}
        tools = {link.name for link in chain if link.kind == "tool" and actions & {name for _, name in link.needs}}
        is_property = element.kind == "property"
        elements = [element, *(other.element for other in row.stands)]
        around = {name.partition(".")[2] for name in shown} | ({e.owner for e in elements} if is_property else set())
        paths = {key.partition(" ")[2] for key in keys}
        return cls(
            row.service,
            frozenset(actions | {*row.impact.actions}),
            frozenset(tools | {*row.impact.tools}),
            frozenset(_spelled({e.name.rpartition(".")[2] for e in elements if e.kind not in _WHOLE})),
            frozenset(_spelled(around)) | paths,
            frozenset(_values(change.old)) | frozenset(_values(change.new)),
            frozenset(change.rule.split("-")) - _COMMON,
            (row.service, element.kind, element.owner, element.name, *(() if is_property else sorted(keys))),
            is_property and change.side is Side.RESPONSE,
        )


_WHOLE = frozenset({"contract", "operation", "body", "answer"})
_COMMON = frozenset({"request", "response", "property", "parameter", "added", "removed", "changed", "api", "endpoint"})
_SIGNATURES = frozenset({"client.py", "async_client.py", "operations.py"})


def _spelled(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name:
            yield from (name, snake(name), snake(name).upper())


def _values(value: Json) -> Iterator[str]:
    """Yield the words by which a value is known in code; not those that stand everywhere."""
    if isinstance(value, str):
        path = value.rpartition(" ")[2]
        yield from (word for word in (value, path) if 2 < len(word) <= _LONGEST)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)


_NAMED, _NEAR, _VALUED, _SAID = 4, 2, 2, 1
_ENOUGH = 3
_MOST_LINES = 60  # in longer ones every name stands somewhere
_MOST = 3  # things that one hunk is shown under


class _Search:
    """Finds the changes that a hunk may follow from by the words they share, so that it costs little where many are."""

    def __init__(self, traces: Sequence[_Trace]) -> None:
        self._traces = traces
        self._by_word: dict[str, set[int]] = {}
        self._of_service: dict[str, list[int]] = {}
        for number, trace in enumerate(traces):
            self._of_service.setdefault(trace.service, []).append(number)
            firsts = (_WORD.search(value) for value in trace.values)
            for word in {*trace.names, *trace.around, *(first[0] for first in firsts if first)}:
                self._by_word.setdefault(word, set()).add(number)

    def causes(self, hunk: Hunk) -> list[int]:
        """Return the changes that a hunk speaks of: by name and place, else the one it speaks of most clearly."""
        only = self._only(hunk)
        if only or sum(line[:1] in "+-" for line in hunk.lines) > _MOST_LINES:
            return only
        text = _Text.of(hunk)
        near = {number for word in text.words | text.enclosing for number in self._by_word.get(word, ())}
        scores = {n: text.score(self._traces[n]) for n in sorted(near) if _may_be_in(hunk, self._traces[n])}
        sure = self._by_element(n for n in scores if text.names(self._traces[n]))
        if 0 < len(sure) <= _MOST:
            return [number for group in sure for number in self._told(group, text)]
        best = max(scores.values(), default=0)
        groups = self._by_element(scores)
        winners = [group for group in groups if best in (scores[number] for number in group)]
        return self._told(winners[0], text) if best >= _ENOUGH and len(winners) == 1 else []

    def _only(self, hunk: Hunk) -> list[int]:
        """Return the one change of the service whose file it is, if there is but one."""
        match = _PATH.search(f"/{hunk.file}")
        numbers = self._of_service.get(match[2], []) if match and match[1] in ("services", "contracts") else []
        return numbers if len(numbers) == 1 else []

    def _by_element(self, numbers: Iterable[int]) -> list[list[int]]:
        """Return changes in groups, those of one thing that changed together, the worst of each first."""
        found: dict[tuple[str, ...], list[int]] = {}
        for number in sorted(numbers):
            found.setdefault(self._traces[number].element, []).append(number)
        return list(found.values())

    def _told(self, group: Sequence[int], text: _Text) -> list[int]:
        """Return of the changes of one thing the worst, and those that a hunk speaks of by value or word.

        The worst is there always: what it changes may stand in code in other words, and prose must not hide it.
        """
        return [number for number in group if number == group[0] or text.speaks_of(self._traces[number])]


@dataclass(frozen=True, slots=True)
class _Text:
    """A hunk as it is looked into: the lines that came or went, their words, and the words of what encloses them."""

    changed: str
    words: frozenset[str]
    enclosing: frozenset[str]

    @classmethod
    def of(cls, hunk: Hunk) -> _Text:
        file = hunk.file.rpartition("/")[2].partition(".")[0]
        sections = [name.rpartition(" ")[2] for name in hunk.enclosing.split(BETWEEN)]
        return cls(hunk.changed, frozenset(_WORD.findall(hunk.changed)), frozenset({file, *sections}))

    def names(self, trace: _Trace) -> bool:
        """Say whether it has both the name of what changed and the name of where that is."""
        return bool(trace.names & (self.words | self.enclosing)) and bool(trace.around & self.enclosing)

    def speaks_of(self, trace: _Trace) -> bool:
        """Say whether a value of the change or a word of its rule came or went."""
        return bool(self._said(trace)) or any(_stands(value, self.changed) for value in trace.values)

    def _said(self, trace: _Trace) -> frozenset[str]:
        return trace.says & {word.casefold() for word in self.words}

    def score(self, trace: _Trace) -> int:
        """Say how clearly it speaks of a change."""
        near = bool(trace.around & (self.enclosing | self.words))
        values = sum(_stands(value, self.changed) for value in trace.values)
        named = bool(trace.names & (self.words | self.enclosing))
        return _NAMED * named + _NEAR * near + _VALUED * values + _SAID * bool(self._said(trace))


def _stands(value: str, text: str) -> bool:
    """Say whether a value stands in a text by itself and not as a part of another."""
    at = text.find(value)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        if not (before.isalnum() and value[0].isalnum()) and not (after.isalnum() and value[-1].isalnum()):
            return True
        at = text.find(value, at + 1)
    return False


def _may_be_in(hunk: Hunk, trace: _Trace) -> bool:
    match = _PATH.search(f"/{hunk.file}")
    if match is None:
        return False
    folder, name = match.groups()
    if folder in ("services", "contracts"):
        return name == trace.service and not (trace.answered and hunk.file.rpartition("/")[2] in _SIGNATURES)
    return name in trace.actions if folder == "actions" else bool(trace.tools)
