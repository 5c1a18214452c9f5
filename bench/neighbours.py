"""Run the neighbours that can be had, in the situations of living with generated code; rewrite docs/neighbours.md."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from bench import neighbours_edits as edits
from bench import neighbours_runs as runs
from bench.neighbours_ground import WORK, Ground, ground
from bench.neighbours_merge import kept_edit_that_breaks, textual_merge
from bench.neighbours_tools import Tool, keeping, missing, tools
from bench.tools import ROOT

PAGE = ROOT / "docs" / "neighbours.md"
_BLOCK = re.compile(r"(?s)(<!-- neighbours -->\n).*?(<!-- /neighbours -->)")

Situation = tuple[str, Callable[[Ground], str]]
_EDITS: tuple[Situation, ...] = (
    ("hand edit, same contract", edits.same_contract),
    ("hand edit, changed contract", edits.changed_contract),
)
_FILES: tuple[Situation, ...] = (
    ("files of an operation that left", edits.left_operation),
    ("generated file deleted by hand", edits.deleted_file),
    ("foreign files in the output folder", edits.foreign_files),
    ("operations that are hard", edits.hard_operations),
    ("a gate for CI", edits.gate),
)
_RUNS: tuple[Situation, ...] = (
    ("second run rewrites", runs.second_run),
    ("`kill -9`, changed contract", runs.killed),
    ("two runs at once", runs.two_at_once),
    ("disk full", runs.no_room),
)


def main() -> int:
    """Run everything and write the page; the exit code is 1 where a tool that is installed could not be measured."""
    begun = time.perf_counter()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    grounds, absent = _grounds(tools())
    ours = next((g for g in grounds if g.tool.check), None)
    keeper = keeping(ours.tool) if ours else None
    keepers, failed = _grounds([keeper] if keeper else [])
    absent += failed
    parts = [
        _table(_EDITS, [*grounds[:1], *keepers, *grounds[1:]]),
        _table(_FILES, grounds),
        _table(_RUNS, grounds),
        _merges(keepers),
        _rows(("not run", "why"), [*absent, *missing()]),
    ]
    note = f"Python {sys.version.split()[0]}, {_node()}, {_java()}.\n"
    text = "\n\n".join(("", *parts, note)).lstrip("\n")
    PAGE.write_text(_BLOCK.sub(lambda m: m[1] + text + m[2], PAGE.read_text()))
    print(f"{time.perf_counter() - begun:.0f} s")
    return int(bool(absent))


def _grounds(wanted: list[Tool]) -> tuple[list[Ground], list[tuple[str, str]]]:
    """Install the tools and make their projects; return those that work, and the others with the reason."""
    made, absent = [], []
    for tool in wanted:
        if reason := tool.install():
            absent.append((tool.label, reason))
            continue
        try:
            made.append(ground(tool))
        except RuntimeError as error:
            absent.append((tool.label, str(error)))
    return made, absent


def _table(situations: tuple[Situation, ...], grounds: list[Ground]) -> str:
    rows = []
    for one in grounds:
        begun = time.perf_counter()
        cells = [verdict(one) for _, verdict in situations]
        rows.append((one.tool.label, *cells))
        print(" | ".join(rows[-1]), f"({time.perf_counter() - begun:.0f} s)", flush=True)
    return _rows(("tool", *(name for name, _ in situations)), rows)


def _merges(keepers: list[Ground]) -> str:
    rows = [("git merge-file", textual_merge())]
    rows += [(one.tool.label, kept_edit_that_breaks(one)) for one in keepers]
    return _rows(("tool", "a merge that is clean as text and broken as code"), rows)


def _rows(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |" for line in lines)


def _node() -> str:
    return f"node {_version(['node', '--version']).lstrip('v')} (22.23.3 for hey-api and orval)"


def _java() -> str:
    return f"java {_version(['java', '--version']).split()[1]}"


def _version(command: list[str]) -> str:
    if not shutil.which(command[0]):
        return "0 none"
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
