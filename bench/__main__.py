"""Measure every row and rewrite the tables of docs/figures.md."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import tools
from bench.cases import WORK, Case, cases
from bench.measure import Run, compile_ours
from bench.report import Row, table

FIGURES = tools.ROOT / "docs" / "figures.md"
_BLOCK = re.compile(r"(?s)(<!-- bench -->\n).*?(<!-- /bench -->)")

# Name, environment and way of running; each gets one contract at a time.
_PEERS: tuple[tuple[str, str, Callable[[Path, Path], Run]], ...] = (
    ("openapi-python-client 0.29.1", "opc", tools.openapi_python_client),
    ("datamodel-code-generator 0.89, models only", "dcg", partial(tools.datamodel_codegen, client=False)),
    ("datamodel-code-generator 0.89, client", "dcg", partial(tools.datamodel_codegen, client=True)),
)


def main() -> int:
    """Run the benchmark; the exit code is 1 where a run of ours failed."""
    tools.prepare()
    compile_ours()
    rows: list[Row] = []
    for case in cases():
        measured = _measure(case)
        rows += measured
        print(table(measured), flush=True)
    note = f"\n\nPython {platform.python_version()}, {os.cpu_count()} cores, medians of 5 runs (1 for all of GitHub).\n"
    FIGURES.write_text(_BLOCK.sub(lambda m: m[1] + table(rows) + note + m[2], FIGURES.read_text()))
    return int(any(row.failed for row in rows if row.tool.startswith("codegen")))


def _measure(case: Case) -> list[Row]:
    """Run all tools in turn, so that a slow minute of the machine hits each of them."""
    cold, again = [], []
    peers: dict[str, list[Run]] = {name: [] for name, _, _ in _PEERS}
    for _ in range(case.runs):
        tools.cold(case.project)
        cold.append(tools.codegen(case.project, "generate"))
        again.append(tools.codegen(case.project, "generate"))
        for name, _, generate in _PEERS:
            peers[name].append(_sum([generate(c, _folder(name, i)) for i, c in enumerate(case.contracts)]))
    ours = tools.import_seconds(Path(sys.executable), case.project, f"import {case.package}")
    return [
        Row(case.name, "codegen, cold", tuple(cold), ours),
        Row(case.name, "codegen, nothing changed", tuple(again), None),
        *(Row(case.name, name, tuple(peers[name]), _peer_import(tool, _folder(name, 0))) for name, tool, _ in _PEERS),
    ]


def _folder(name: str, index: int) -> Path:
    return WORK / "peers" / f"{name.replace(' ', '-')}-{index}"


def _peer_import(tool: str, folder: Path) -> float:
    return tools.import_seconds(tools.CACHE / tool / "bin" / "python", folder, "import out")


def _sum(runs: list[Run]) -> Run:
    """Return several runs as one: seconds added up, the largest peak, the first bad exit code."""
    return Run(
        sum(run.seconds for run in runs),
        max(run.mebibytes for run in runs),
        next((run.code for run in runs if run.code), 0),
        "".join(run.output for run in runs),
    )


if __name__ == "__main__":
    if not shutil.which("npm"):
        sys.exit("make bench needs npm, to fetch GitHub's contract")
    sys.exit(main())
