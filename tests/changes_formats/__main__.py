"""`python -m tests.changes_formats`: write the example of a pull request's text again; a person reads the diff."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from codegen.changes.formats.markdown import as_markdown
from tests.changes_formats.reports import EXAMPLE

PAGE = Path(__file__).with_name("example.md")


def main() -> None:
    """Replace the example."""
    if os.environ.get("CI"):
        sys.exit("the example is remade by a person, not by CI")
    PAGE.write_text(as_markdown(EXAMPLE), encoding="utf-8")


if __name__ == "__main__":
    main()
