"""Saying what held."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field


@dataclass
class Verdict:
    """The rows of the table, and whether something failed."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    failed: bool = False

    def row(self, what: str, found: str, problems: list[str]) -> None:
        """Add a row.

        Args:
            what: was tried.
            found: what came of it, in figures.
            problems: what did not hold; the first few are shown.
        """
        self.failed |= bool(problems)
        self.rows.append((what, found, "FAILED" if problems else "ok"))
        say(f"| {what} | {found} | {'FAILED' if problems else 'ok'} |")
        for problem in problems[:8]:
            say(f"    {problem}")

    def skip(self, what: str, why: str, *, failed: bool) -> None:
        """Say that something was not tried."""
        self.failed |= failed
        self.rows.append((what, why, "skipped"))
        say(f"| {what} | {why} | skipped{', and that fails in CI' if failed else ''} |")


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
