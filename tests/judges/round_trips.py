"""Every probe of ../shared/judges goes the whole way for every vendor: `python -m tests.judges.round_trips [EXAMPLES]`.

A value that fits the vendor's schema is sent in a form that fits the contract, or is refused with its field named;
prints a line a probe, and exits 1 where one does not hold or no value of a probe gets through.
"""

from __future__ import annotations

import re
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.judges.probes import read_probes
from tests.round_trips.trip import VENDORS, Refused, trip

_EXAMPLES = 100


def main() -> int:
    """Run every probe and return the exit code."""
    probes = read_probes()
    if not probes:
        print("round trips: no probes beside this checkout")
        return 0
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else _EXAMPLES
    with ProcessPoolExecutor() as pool:
        lines = list(pool.map(_run, probes, [examples] * len(probes)))
    for line in lines:
        print(line)
    bad = sum("FAILED" in line for line in lines)
    print(f"round trips: {len(lines) - bad} of {len(lines)} probes hold for {len(VENDORS)} files of vendors")
    return int(bad > 0)


def _run(name: str, examples: int) -> str:
    package = f"probe_{re.sub('[^a-z0-9]', '_', name.lower())}"
    with (
        tempfile.TemporaryDirectory(prefix="round-trip-") as folder,
        trip(Path(folder), package, read_probes()[name]) as found,
    ):
        if isinstance(found, Refused):
            return f"{name}: refused at generate: {found.why[:150]}"
        told = []
        for vendor in VENDORS:
            try:
                tally = found.run(vendor, examples)
            except AssertionError as error:
                return f"{name}: FAILED for {vendor}: {str(error)[:600]}"
            if not tally.sent:
                return f"{name}: FAILED for {vendor}: none of {tally.refused} values gets through"
            told.append(f"{tally.sent}/{tally.sent + tally.refused}")
        return f"{name}: sent of drawn: {' '.join(told)}"


if __name__ == "__main__":
    sys.exit(main())
