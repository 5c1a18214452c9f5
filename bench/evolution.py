"""Histories of contracts go through projects with hand edits in each layer: `python -m bench.evolution`.

GitHub's own history, as npm has it: that of api.github.com and that of GitHub Enterprise Server; a hundred versions of
the worked example's three contracts, and thirty of a real contract of middling size, made by a seeded mutator.
Exits 1 where a byte was lost or anything else did not hold.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.corpus.run_corpus import fetch, path_of
from tests.evolution import octokit
from tests.evolution.histories import EXAMPLE_SERVICES, around, example, published, synthetic
from tests.evolution.replay import Summary, replay

FIGURES = Path(__file__).parents[1] / "docs" / "figures.md"
_BLOCK = re.compile(r"(?s)(<!-- evolution -->\n).*?(<!-- /evolution -->)")
_SEED = 20261125
_EXAMPLE_VERSIONS = 100
_CORPUS = ("spotify.com.json", "Spotify, all 88 operations, mutated", 30)

HEAD = (
    "| history | versions | kept edits (lines) | bytes lost | put on new text | conflicts | orphaned | retired "
    "| groups held back | files a second run wrote | renames absorbed, versions refused | seconds | result |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
)


def summaries() -> list[Summary]:
    """Replay everything."""
    with tempfile.TemporaryDirectory(prefix="evolution-") as name:
        return [run(Path(name).resolve() / str(number)) for number, run in enumerate(_RUNS)]


def row(summary: Summary) -> str:
    """Return one replay as a line of the table."""
    figures = (
        summary.versions, f"{summary.edits} ({summary.lines})", summary.bytes_lost, summary.merged, summary.conflicts,
        summary.orphaned, summary.retired, summary.held, summary.rewritten, f"{summary.absorbed}, {summary.broken}",
        f"{summary.seconds:.0f}", "ok" if summary.fine else f"{len(summary.problems)} problems",
    )  # fmt: skip
    return f"| {summary.name} | {' | '.join(str(figure) for figure in figures)} |"


# ------------------------------------------------------------------ the histories


def _github(folder: Path, *, name: str, files: Callable[[], Sequence[Path]]) -> Summary:
    contracts = files()
    project = around(folder / "github", contracts[0], "github", octokit.DEFINITIONS)
    return replay(name, project, ["github"], published("github", contracts))


def _example(folder: Path) -> Summary:
    project = example(folder / "example")
    history = synthetic(project, EXAMPLE_SERVICES, _EXAMPLE_VERSIONS, _SEED)
    return replay("worked example, three contracts, mutated", project, EXAMPLE_SERVICES, history)


def _corpus(folder: Path) -> Summary:
    spec, name, versions = _CORPUS
    fetch()
    project = around(folder / "vendor", path_of(spec), "vendor", {}, "all")
    return replay(name, project, ["vendor"], synthetic(project, ["vendor"], versions, _SEED))


_RUNS: tuple[Callable[[Path], Summary], ...] = (
    partial(_github, name="GitHub, each version on npm, 6 operations", files=octokit.hosted),
    partial(_github, name="GitHub Enterprise Server 2.18 to 3.19, 6 operations", files=octokit.server),
    _example,
    _corpus,
)


def main() -> int:
    """Print the table and what did not hold, and write the table to docs/figures.md."""
    found = summaries()
    table = "\n".join([HEAD, *map(row, found)])
    print(table)
    text = FIGURES.read_text(encoding="utf-8")
    FIGURES.write_text(_BLOCK.sub(lambda block: f"{block[1]}{table}\n{block[2]}", text), encoding="utf-8")
    for summary in found:
        print("".join(f"\n{summary.name}: {problem}" for problem in summary.problems), end="")
    return int(not all(summary.fine for summary in found))


if __name__ == "__main__":
    sys.exit(main())
