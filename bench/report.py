"""The measured rows as a Markdown table."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from bench.measure import Run


@dataclass(frozen=True, slots=True)
class Row:
    """What one tool needed for one case: its runs, and the import time in seconds (NaN: it does not import)."""

    case: str
    tool: str
    runs: tuple[Run, ...]
    import_seconds: float | None

    @property
    def seconds(self) -> float:
        """Median wall seconds."""
        return median(run.seconds for run in self.runs)

    @property
    def mebibytes(self) -> float:
        """Largest peak of the process tree in MiB."""
        return max(run.mebibytes for run in self.runs)

    @property
    def failed(self) -> bool:
        """Whether a run ended with an exit code other than 0."""
        return any(run.code for run in self.runs)


def table(rows: list[Row]) -> str:
    """Return the rows as a table; the ratio is each tool's seconds over our cold run of the same case."""
    lines = [
        "| case | tool | seconds | ratio to ours, cold | peak MiB | import of the package, ms | result |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        ours = next(other.seconds for other in rows if other.case == row.case)
        imported = "" if row.import_seconds is None else f"{row.import_seconds * 1000:.1f}".replace("nan", "fails")
        result = f"exit {row.runs[0].code}" if row.failed else "ok"
        figures = f"{row.seconds:.2f} | {row.seconds / ours:.2f} | {row.mebibytes:.0f} | {imported}"
        lines.append(f"| {row.case} | {row.tool} | {figures} | {result} |")
    return "\n".join(lines)
