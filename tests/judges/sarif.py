"""The schema of SARIF 2.1.0 judges what `codegen diff --format sarif` prints: `python -m tests.judges.sarif`.

OASIS ships its schema in no package; Microsoft's package for SARIF on npm holds the copy that SchemaStore and most
tools validate against (2.1.0-rtm.5). It runs the tests of `tests/changes_formats` that need a schema, and shows first
that the schema refuses a log that lacks a message. Exits 1 if a test fails or none ran. Without npm it says so and
exits 0, except where `CI=true`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from jsonschema.validators import validator_for

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "judges"
PACKAGE, MEMBER = "@microsoft/jest-sarif@1.0.0-beta.0", "package/lib/schemas/sarif-2.1.0-rtm.5.json"
TESTS = "tests/changes_formats/test_sarif.py"
_LACKING = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "x"}]}]}


def main() -> int:
    """Judge and return the exit code."""
    if not shutil.which("npm"):
        _say("sarif: skipped, for want of npm on this machine")
        return 1 if os.environ.get("CI") == "true" else 0
    file = _schema()
    schema = json.loads(file.read_bytes())
    if validator_for(schema)(schema).is_valid(_LACKING):
        _say("FAILED  the schema takes a result without a message: it can judge nothing")
        return 1
    words = [sys.executable, "-m", "pytest", TESTS, "-n", "0", "-p", "no:randomly", "-k", "official_schema"]
    environment = {**os.environ, "SARIF_SCHEMA": str(file)}
    ran = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    passed = re.search(r"(\d+) passed", ran.stdout)
    if ran.returncode or not passed or "skipped" in ran.stdout:
        _say(f"FAILED  the schema of SARIF 2.1.0 takes what diff prints:\n{ran.stdout}{ran.stderr}")
        return 1
    _say(f"sarif: the schema of {PACKAGE} takes {passed[1]} reports")
    return 0


def _schema() -> Path:
    """Fetch the schema once and return its file."""
    file = CACHE / Path(MEMBER).name
    if not file.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        words = ["npm", "pack", "--silent", PACKAGE]
        packed = CACHE / subprocess.run(words, cwd=CACHE, check=True, capture_output=True, text=True).stdout.strip()
        with tarfile.open(packed) as archive:
            member = archive.extractfile(MEMBER)
            assert member is not None
            file.write_bytes(member.read())
    return file


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
