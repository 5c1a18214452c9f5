"""Words that the formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from codegen.changes.impact import Impact
from codegen.changes.model import Level, Severity, Spot
from codegen.changes.report import Row
from codegen.core.places import Place

DIMENSIONS = ("wire", "client", "credential", "action", "tool")
ABSORBED = "absorbed at the External Service; agent surface unchanged"


def level_of(severity: Severity, dimension: str) -> Level:
    """Return how much a change matters in one of `DIMENSIONS`."""
    level = getattr(severity, dimension)
    assert isinstance(level, Level)  # noqa: S101  # each dimension is a field
    return level


def count(number: int, one: str) -> str:
    """Return a number of things in words."""
    return f"{number:,} {one if number == 1 else f'{one}s'}"


def in_numbers(rows: Sequence[Row]) -> str:
    """Return how many changes there are, how many of them break something, and how many of these ask nothing of anyone.

    Args:
        rows: one or more changes.
    """
    breaking = [row for row in rows if row.change.severity.worst is Level.BREAKING]
    why = [_why_not(row) for row in breaking if not row.breaking]
    told = [count(len(rows), "change"), f"{len(breaking)} breaking"]
    for words in ("absorbed", "accepted", "unused"):
        if number := why.count(words):
            which = "all" if number == len(breaking) else str(number)
            told.append(f"{which} of them {words}" if len(breaking) > 1 else words)
    return ", ".join(told)


def _why_not(row: Row) -> str:
    """Return why a change that breaks something asks nothing of anyone."""
    if not row.used:
        return "unused"
    return "accepted" if row.accepted else "absorbed"


def operations(places: Iterable[Spot]) -> dict[str, list[str]]:
    """Return each operation in which a change shows, with the spots in it."""
    found: dict[str, list[str]] = {}
    for spot in places:
        if spot.operation:
            found.setdefault(spot.operation, []).append(spot.where)
    return found


def listed(names: Sequence[str], most: int, shown: Callable[[str], str]) -> str:
    """Return names in a row, and how many more there are than fit.

    Args:
        names: in their order.
        most: how many are named.
        shown: what a name looks like.
    """
    named = ", ".join(shown(name) for name in names[:most])
    return f"{named} and {len(names) - most:,} more" if len(names) > most else named


def stands_in(row: Row, most: int, shown: Callable[[str], str]) -> str:
    """Return where a component stands whose change a row is; "" where the row is about one place.

    Args:
        row: the change.
        most: how many places are named.
        shown: what a name looks like.
    """
    return listed(list(dict.fromkeys(change.subject for change in row.stands)), most, shown)


def reaches(impact: Impact, most: int, shown: Callable[[str], str]) -> str:
    """Return the actions and tools that a change reaches; "" where there are none.

    Args:
        impact: the change's.
        most: how many of each kind are named.
        shown: what a name looks like.
    """
    kinds = {"action": impact.actions, "tool": impact.tools}
    return ", ".join(
        f"{kind if len(names) == 1 else f'{kind}s'} {listed(names, most, shown)}"
        for kind, names in kinds.items()
        if names
    )


def mended_at(impact: Impact, shown: Callable[[str], str]) -> str:
    """Return the layer in which a change has to be mended, and who owns what has to be mended there."""
    who = f" ({', '.join(shown(team) for team in impact.owners)})" if impact.owners else ""
    return f"{shown(impact.mended_by)}{who}"


def placed(place: Place) -> str:
    """Return a place as `file:line`."""
    return f"{place.file}:{place.line}" if place.line else place.file
