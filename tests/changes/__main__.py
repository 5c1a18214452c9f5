"""`python -m tests.changes`: write the expected changes of every case again; the diff is read by a person."""

from __future__ import annotations

import os
import sys

from tests.changes.comparing import CASES, found, printed


def main() -> None:
    """Replace each case's `expected.json` by what is found now."""
    if os.environ.get("CI"):
        sys.exit("expected changes are remade by a person, not by CI")
    for case in CASES:
        (case / "expected.json").write_text(printed(found(case)), encoding="utf-8")


if __name__ == "__main__":
    main()
