"""`python -m tests.changes.oasdiff`: write docs/oasdiff.md again from codegen/changes/oasdiff.tsv."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from codegen.changes import walk
from codegen.changes.registry import RULES, rule_of

ROOT = Path(__file__).parents[2]
TABLE = Path(walk.__file__).parent / "oasdiff.tsv"
PAGE = ROOT / "docs" / "oasdiff.md"
HOWS = ("covered", "merged", "left-out")

_PAGE = """# The ids of oasdiff

`codegen diff` uses the ids of [oasdiff](https://github.com/oasdiff/oasdiff) where the meaning is the same, so that \
what people know, and their lists of accepted changes, carry over. This page says what became of each of its {all} ids \
(August 2026). It is made from `codegen/changes/oasdiff.tsv` by `python -m tests.changes.oasdiff`.

What does not carry over is the level: oasdiff gives each id one of three; here a rule has none, and a change gets its \
levels in five dimensions from what happened where. So a suppression by id fits, a list of levels does not.

| how | ids | what that means |
| --- | --- | --- |
| covered | {covered} | the same id is told here |
| merged | {merged} | it is told here under another id, together with others |
| left out | {left_out} | it is not told; the reason stands below |

Of the {ours} ids here, {own} are none of oasdiff's: they are about what it does not look at (a changed operationId, \
`style` and `explode`, a moved operation, token flows) or complete a family that it has in one direction or place alone.

## Covered

| rule here | ids |
| --- | --- |
{covered_rows}

{notes}

## Merged

| oasdiff | here | because |
| --- | --- | --- |
{merged_rows}

## Left out

| because | ids |
| --- | --- |
{left_out_rows}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one of oasdiff's ids: `ours` is the id here, "" where there is none."""

    id: str
    how: str
    ours: str
    reason: str


def table() -> list[Row]:
    """Return the rows of the table."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines]


def page(rows: list[Row]) -> str:
    """Return the text of docs/oasdiff.md."""
    covered, merged, left_out = ([row for row in rows if row.how == how] for how in HOWS)
    ours = {rule_id for known in RULES.values() for rule_id in known.ids}
    noted = _grouped((row.reason, row.id) for row in covered if row.reason)
    return _PAGE.format(
        all=len(rows),
        covered=len(covered),
        merged=len(merged),
        left_out=len(left_out),
        ours=len(ours),
        own=len(ours - {row.id for row in rows}),
        covered_rows=_lines((name, ids) for name, ids in _grouped((_rule(row), row.id) for row in covered).items()),
        notes="\n".join(f"Note: {_ids(ids)}: {reason}." for reason, ids in noted.items()),
        merged_rows="\n".join(f"| `{row.id}` | `{row.ours}` | {row.reason} |" for row in merged),
        left_out_rows=_lines(_grouped((row.reason, row.id) for row in left_out).items()),
    )


def _rule(row: Row) -> str:
    known = rule_of(row.ours)
    return f"`{known.name}`" if known is not None else ""


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, rule_id in pairs:
        found.setdefault(key, []).append(rule_id)
    return dict(sorted(found.items()))


def _lines(groups: Iterable[tuple[str, list[str]]]) -> str:
    return "\n".join(f"| {name} | {_ids(ids)} |" for name, ids in groups)


def _ids(ids: Iterable[str]) -> str:
    return ", ".join(f"`{rule_id}`" for rule_id in ids)


def main() -> None:
    """Write the page."""
    if os.environ.get("CI"):
        sys.exit("the page is remade by a person, not by CI")
    PAGE.write_text(page(table()), encoding="utf-8")


if __name__ == "__main__":
    main()
