"""`python -m tests.judges.kill`: what a killed, hindered or doubled run leaves behind, tried for real.

Prints a table; exits 1 where something did not hold.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.judges.kill.disk import judge_disks
from tests.judges.kill.ground import ground
from tests.judges.kill.killing import kill_series
from tests.judges.kill.pairs import judge_pairs
from tests.judges.kill.pythons import judge_pythons
from tests.judges.kill.verdict import Verdict, say

SEED = 20261125


def main() -> int:
    """Judge all; return the exit code."""
    begun, verdict = time.perf_counter(), Verdict()
    say("| what was tried | what came of it | held |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="kill-judge-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)  # nobody has to get in
        made, root = ground(folder / "made"), folder / "project"
        kill_series(verdict, "kill -9", made, root, anywhere=100, writing=100, seed=SEED)
        kill_series(
            verdict, "kill -9, no exchange of folders", made, root, anywhere=0, writing=80, seed=SEED, exchange=False
        )
        first = ground(folder / "first", first=True)
        kill_series(verdict, "kill -9 of a first run", first, root, anywhere=15, writing=25, seed=SEED)
        typed = ground(folder / "typed", python_edit=True)
        kill_series(verdict, "kill -9, code edited by hand", typed, root, anywhere=12, writing=4, seed=SEED)
        judge_disks(verdict, made, folder)
        judge_pairs(verdict, made, root)
        judge_pythons(verdict, folder / "pythons")
    say(f"{time.perf_counter() - begun:.0f} s on {os.cpu_count()} cores")
    return int(verdict.failed)


if __name__ == "__main__":
    sys.exit(main())
