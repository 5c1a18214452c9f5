"""`python -m tests.changes_proof [--each N] [--seed S]`: recall and precision of the diff over real contracts."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.changes_proof.proof import KINDS, Outcome, attempt
from tests.changes_proof.reach import handful

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / ".cache" / "corpus" / "od" / "package" / "api"
PAGE = ROOT / "docs" / "diff-proof.md"
BEGIN, END = "<!-- proof -->", "<!-- /proof -->"
HANDFULS = 5  # how many sets of operations are looked through for a place that fits
SPECS = (
    "slack.com.json",
    "amazonaws.com/translate.json",
    "amazonaws.com/route53resolver.json",
    "box.com.json",
    "spotify.com.json",
    "asana.com.json",
    "twilio.com/twilio_messaging_v1.json",
    "atlassian.com/jira.json",
    "digitalocean.com.json",
    "codat.io/commerce.json",
    "adyen.com/CheckoutService.json",
    "rentcast.io.json",
    "soundcloud.com.json",
    "apideck.com/ats.json",
    "hubapi.com/automation.json",
    "dnd5eapi.co.json",
    "kubernetes.io.json",
)


def tries(spec: str, each: int, seed: int, kinds: Sequence[str]) -> Iterator[Outcome]:
    """Yield what came of `each` tries of every kind over one contract."""
    document = json.loads((CORPUS / spec).read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for number in range(each):
                random = Random(f"{seed} {spec} {kind} {number}")
                for _ in range(HANDFULS):
                    outcome = attempt(kind, handful(document, random), random, Path(folder))
                    if outcome is not None:
                        yield outcome
                        break


def row(kind: str, outcomes: Sequence[Outcome]) -> str:
    """Return one row of the table."""
    tried = len(outcomes)
    alarms = sum(len(o.alarms) for o in outcomes)
    reported = sum(o.reported for o in outcomes)
    precision = _percent(reported - alarms, reported) if reported else "-"
    if kind.startswith("same"):
        quiet = sum(not o.alarms for o in outcomes)
        return f"| {kind} | {tried} | - | - | {alarms} | {_percent(quiet, tried)} quiet | - |"
    found = sum(not o.missed for o in outcomes)
    agreed = sum(not o.disagreements and not o.missed for o in outcomes)
    return f"| {kind} | {tried} | {found} | {_percent(found, tried)} | {alarms} | {precision} | {agreed} of {found} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def report(outcomes: Sequence[Outcome], specs: int, seed: int) -> str:
    """Return the table and its sums."""
    lines = ["| mutation | tried | found | recall | false alarms | precision | wire agrees |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for kind in KINDS:
        lines.append(row(kind, [o for o in outcomes if o.mutation.kind == kind]))
    changing = [o for o in outcomes if o.mutation.shown]
    found, alarms = sum(not o.missed for o in changing), sum(len(o.alarms) for o in outcomes)
    reported = sum(o.reported for o in outcomes)
    agreed = sum(not o.disagreements and not o.missed for o in changing)
    lines.append(
        f"\n{len(outcomes)} mutations of {len(KINDS)} kinds over {specs} contracts (seed {seed}): "
        f"{found} of {len(changing)} found (recall {_percent(found, len(changing))}), {alarms} false alarms among "
        f"{reported} changes above info (precision {_percent(reported - alarms, reported)}), "
        f"the wire's verdict agrees in {agreed} of {found}."
    )
    return "\n".join(lines)


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spec", action="append")
    parser.add_argument("--kind", action="append")
    options = parser.parse_args()
    specs, began = options.spec or SPECS, time.perf_counter()
    outcomes: list[Outcome] = []
    for spec in specs:
        for outcome in tries(spec, options.each, options.seed, options.kind or list(KINDS)):
            outcomes.append(outcome)
            for word, items in (("MISS", outcome.missed), ("ALARM", outcome.alarms), ("WIRE", outcome.disagreements)):
                for item in items:
                    at = f"{spec} {outcome.mutation.kind} {outcome.mutation.pointer}"
                    sys.stderr.write(f"{word} {at}\n    {item}\n    of {list(outcome.all)[:6]}\n")
        sys.stderr.write(f"{spec}: {time.perf_counter() - began:.0f} s\n")
    text = report(outcomes, len(specs), options.seed)
    sys.stdout.write(text + "\n")
    if options.spec is None and options.kind is None and PAGE.exists():
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
