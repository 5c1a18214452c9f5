"""`codegen catalog`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegen.cli.say import FORMAT, as_json, diagnose, printable

if TYPE_CHECKING:
    from codegen.verbs.catalog import Entry

_HEADS = ("", "name", "owner", "escalation", "respond", "resolve", "reviewed", "next review")
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


@click.command("catalog")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day by which reviews are due; today if left out.")
@FORMAT
def command(today: datetime | None, form: str) -> int:
    """List services and actions with owner, promised times, escalation and reviews. Exits 1 where a review is overdue.

    \b
    Examples:
      codegen catalog
      codegen catalog --format json
    """  # noqa: D301  # click's \b
    # heavy: reads definitions
    from codegen.verbs.catalog import catalog

    result = catalog(Path.cwd(), (today or datetime.now(UTC)).date())
    diagnose(result.diagnostics)
    if form == "json":
        as_json(result)
        return result.exit_code
    rows = [_HEADS, *(_row(entry) for entry in result.entries)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return result.exit_code


def _row(entry: Entry) -> tuple[str, ...]:
    due = "never reviewed" if entry.overdue and not entry.reviewed else entry.next_review
    late = f" (overdue by {entry.overdue} d)" if entry.overdue and entry.reviewed else ""
    cells = (
        entry.kind,
        entry.name,
        entry.team,
        ", ".join(entry.escalation),
        duration(entry.respond),
        duration(entry.resolve),
        entry.reviewed,
        f"{due}{late}",
    )
    return tuple(printable(cell) or "-" for cell in cells)


def duration(seconds: float | None) -> str:
    """Return a duration in the largest unit that holds it in whole numbers."""
    if seconds is None:
        return ""
    return next((f"{int(seconds // size)}{unit}" for size, unit in _UNITS if seconds % size == 0), f"{seconds}s")
