"""Two runs at once."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

from tests.judges.kill.disk import CODEGEN
from tests.judges.kill.ground import Ground, differing, left_over, read
from tests.judges.kill.verdict import Verdict

PAIRS = 20
_BUSY = "another codegen is writing this project"


def judge_pairs(verdict: Verdict, ground: Ground, root: Path) -> None:
    """Start two processes together, twenty times; each writes or says that another does."""
    problems, ends = [], Counter[str]()
    for number in range(PAIRS):
        ground.laid(root)
        pair = [_start(root) for _ in range(2)]
        said = [process.communicate()[0] for process in pair]
        codes = [process.returncode for process in pair]
        ends[f"exit codes {' and '.join(map(str, sorted(codes)))}"] += 1
        for code, text in zip(codes, said, strict=True):
            if code != 0 and not (code == 2 and _BUSY in text):
                problems.append(f"pair {number}: exit {code}, {text.strip()[-200:]!r}")
        if 0 not in codes:
            problems.append(f"pair {number}: neither wrote")
        if differs := differing(read(root), ground.after):
            problems.append(f"pair {number}: afterwards differ {differs}")
        if left := left_over(root):
            problems.append(f"pair {number}: left over {left}")
    found = ", ".join(f"{count} with {name}" for name, count in sorted(ends.items()))
    verdict.row("two runs at once", f"{PAIRS} pairs: {found}; afterwards one run's tree", problems)


def _start(root: Path) -> subprocess.Popen[str]:
    words = [CODEGEN, "generate"]
    return subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
