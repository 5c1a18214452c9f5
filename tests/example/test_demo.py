"""The demonstration."""

from __future__ import annotations

import subprocess
import sys

from demo.workshop import ROOT


def test_the_story_holds_and_leaves_the_checkout_as_it_was() -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "specs").rglob("*.yaml")}
    told = subprocess.run(
        [sys.executable, "-m", "demo"], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-3000:]
    for word in ("External Service", "Invocable Action", "Agent Action", "Drift"):
        assert word in told.stdout
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "specs").rglob("*.yaml")} == before
