"""`python -m tests.changes_real [--judge]`: every break that diff reports over GitHub's history, with its judgement.

Writes docs/real-pairs.md. Exits 1 where a reported break has no judgement, or a judgement has no break any more; what
to judge is printed. `--judge` puts breaks that a person has read into the groups of groups.yaml that they fit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from codegen.changes.report import Row
from tests.changes_real.breaks import Break, Pair, breaks, distinct, pairs
from tests.changes_real.evidence import proved, was_a_stub
from tests.changes_real.judging import Group, group_of, groups, judged, write

PAGE = Path(__file__).parents[2] / "docs" / "real-pairs.md"
BEGIN, END = "<!-- real pairs -->", "<!-- /real pairs -->"
_WORDS = {"break": "true break", "harmless": "true, harmless in practice", "misrated": "misrated"}


def main() -> int:
    """Compare all pairs, hold the breaks against their judgements, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--judge", action="store_true", help="judge what is new as its group says; read it first")
    options = parser.parse_args()
    compared = pairs()
    found: list[tuple[Pair, Row]] = []
    for pair in compared:
        mine = list(breaks(pair))
        found += [(pair, row) for row in mine]
        sys.stderr.write(f"{pair}: {len(mine)}\n")
    items, known = distinct(found), groups()
    belongs = dict(judged())
    new = [item for item in items if item.id not in belongs]
    stale = belongs.keys() - {item.id for item in items}
    lost = []
    for item in new:
        group = group_of(item, known, stub=was_a_stub(item))
        sys.stdout.write(f"not judged: {item} [{item.change.rule}], {item.pairs[0]}; fits {group and group.name!r}\n")
        if options.judge and group is not None:
            belongs[item.id] = group.name
        else:
            lost.append(item)
    if options.judge:
        write({id_: name for id_, name in belongs.items() if id_ not in stale})
    else:
        sys.stdout.writelines(f"stale: {id_} ({belongs[id_]})\n" for id_ in sorted(stale))
    _write(_page(len(compared), len(found), items, known, belongs))
    sys.stdout.write(f"{len(found)} reports, {len(items)} distinct breaks, {len(lost)} not judged\n")
    return int(bool(lost or (stale and not options.judge)))


def _page(
    compared: int, reports: int, items: Sequence[Break], known: Sequence[Group], belongs: Mapping[str, str]
) -> str:
    holds = {item.id: proved(item) for item in items}
    of = {group.name: [item for item in items if belongs.get(item.id) == group.name] for group in known}
    sums = {verdict: sum(len(of[g.name]) for g in known if g.verdict == verdict) for verdict in _WORDS}
    told = ", ".join(f"{count} {_WORDS[verdict]}" for verdict, count in sums.items() if count)
    lines = [
        f"{compared} pairs: {reports} reports of {len(items)} distinct breaks: {told}, 0 false alarms left. "
        f"The two texts prove {sum(holds.values())} of them by the machine's reading.\n",
        "| breaks | reports | proved | verdict | what, and why |",
        "|---:|---:|---:|---|---|",
    ]
    for group in known:
        mine = of[group.name]
        number = sum(len(item.pairs) for item in mine)
        lines.append(
            f"| {len(mine)} | {number} | {sum(holds[item.id] for item in mine)} | {_WORDS[group.verdict]} "
            f"| **{group.name}**. {group.why} Looked up in both texts by a person: {group.read}. |"
        )
    lines.append("\n## Every break\n")
    for group in known:
        lines.append(f"<details><summary>{group.name}: {len(of[group.name])}</summary>\n")
        lines += [f"- {_line(item)}" for item in of[group.name]]
        lines.append("\n</details>\n")
    return "\n".join(lines)


def _line(item: Break) -> str:
    first, *more = item.pairs
    also = f", and {len(more)} more" if more else ""
    return f"`{item}` · {item.change.rule} · {first.new.stem} {first.new.parent.name}{also}"


def _write(text: str) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
