"""`make golden`: write the expected trees again; the diff is read by a person."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.golden.projects import CASES, generated, output_of


def main() -> None:
    """Replace each case's output by what is generated now."""
    if os.environ.get("CI"):
        sys.exit("goldens are remade by a person, not by CI")
    for case in CASES:
        with tempfile.TemporaryDirectory() as work:
            files = generated(case, Path(work))
        shutil.rmtree(case / output_of(case), ignore_errors=True)
        for name, text in files.items():
            target = case / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
