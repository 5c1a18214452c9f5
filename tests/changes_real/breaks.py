"""Every break that `codegen diff --all` reports between consecutive contracts of GitHub's history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from codegen.changes.model import Change, Level
from codegen.changes.report import Row
from codegen.verbs.diff import diff
from tests.evolution.octokit import CACHE, hosted, server


@dataclass(frozen=True, slots=True)
class Pair:
    """Two consecutive contracts."""

    old: Path
    new: Path

    def __str__(self) -> str:
        return f"{_named(self.old)} → {_named(self.new)}"


@dataclass(frozen=True, slots=True)
class Break:
    """One distinct break, with every pair in which it is reported, the first one first."""

    row: Row
    pairs: tuple[Pair, ...]

    @property
    def id(self) -> str:
        """What the change is called in every comparison."""
        return self.row.id.rpartition("/")[2]

    @property
    def change(self) -> Change:
        """The change itself, as it was found in the first pair."""
        return self.row.change

    def __str__(self) -> str:
        side = f" ({self.change.side})" if self.change.side else ""
        return f"{self.change.subject}: {self.change.message}{side}"


def pairs() -> list[Pair]:
    """Return the pairs: api.github.com from package to package, then Enterprise Server from release to release."""
    return [Pair(old, new) for line in (hosted(), server()) for old, new in pairwise(line)]


def breaks(pair: Pair) -> Iterator[Row]:
    """Yield the changes of a pair, over all operations, that break on the wire or in client code."""
    for row in diff(CACHE, str(pair.old), str(pair.new), everything=True).report.rows:
        if Level.BREAKING in (row.change.severity.wire, row.change.severity.client):
            yield row


def distinct(found: list[tuple[Pair, Row]]) -> list[Break]:
    """Return each break once: what a rule says of one subject, in the same words and values, is one break."""
    rows: dict[str, tuple[Row, list[Pair]]] = {}
    for pair, row in found:
        rows.setdefault(row.id, (row, []))[1].append(pair)
    return [Break(row, tuple(where)) for row, where in rows.values()]


def _named(file: Path) -> str:
    return f"{file.stem} ({file.parent.name})"
