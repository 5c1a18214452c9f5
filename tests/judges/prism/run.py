"""Run Prism's judge as a script: `python tests/judges/prism/run.py`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    runpy.run_module("tests.judges.prism", run_name="__main__")
