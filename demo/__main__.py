"""Tell the story in a copy of the project: `python -m demo`. Exits 1 if any sentence of it does not hold.

`python -m demo docs/demo.svg` also records the terminal there.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from demo.services import environment, running
from demo.story import Story
from demo.telling import Teller
from demo.workshop import ROOT, Workshop


def main() -> int:
    """Tell the story and return the exit code."""
    started = time.monotonic()
    teller = Teller(Path(sys.argv[1]).resolve() if sys.argv[1:] else None)
    with tempfile.TemporaryDirectory(prefix="codegen-demo-") as folder, running(ROOT) as mocks:
        Story(teller, Workshop(Path(folder).resolve(), environment(mocks)), mocks).tell()
    teller.chapter(f"The end, after {time.monotonic() - started:.0f} s")
    for claim in teller.broken:
        teller.say(f"Not as told: {claim}")
    if not teller.broken:
        teller.say("Every failure named its layer and its owner; every change stayed in its layer.")
    teller.close()
    return 1 if teller.broken else 0


if __name__ == "__main__":
    sys.exit(main())
