"""GitHub's own history: every contract that `@octokit/openapi` published on npm, each unpacked once.

Two lines of versions come out of it: that of api.github.com, one for each published package, and that of GitHub
Enterprise Server, one for each release (2.18, 2.19, … 3.19), taken from the last package that holds it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.cases import _DEFINITION as REPORT_INCIDENT

CACHE = Path(__file__).parents[2] / ".cache" / "evolution" / "octokit"
PACKAGE = "@octokit/openapi"
_WANTED = re.compile(r"package/generated/(api\.github\.com|ghes-\d+\.\d+)\.json")

REPOSITORY_STATE = """\
action: repository_state
description: Says what a repository's branch is, how many issues are open and which pull requests wait.
inputs:
  owner: {from: github.repos/get.owner}
  repo: {from: github.repos/get.repo}
steps:
  - id: repository
    operation: github.repos/get
    with: {owner: $inputs.owner, repo: $inputs.repo}
  - id: waiting
    operation: github.pulls/list
    with: {owner: $inputs.owner, repo: $inputs.repo, state: open}
  - id: labels
    operation: github.issues/list-labels-for-repo
    with: {owner: $inputs.owner, repo: $inputs.repo}
outputs:
  branch: $steps.repository.response.body#/default_branch
  open_issues: $steps.repository.response.body#/open_issues_count
"""
DEFINITIONS = {"report_incident": REPORT_INCIDENT, "repository_state": REPOSITORY_STATE}


def hosted() -> list[Path]:
    """Return the contracts of api.github.com, oldest first."""
    return [CACHE / version / "api.github.com.json" for version in fetch()]


def server() -> list[Path]:
    """Return the contracts of GitHub Enterprise Server, oldest release first."""
    latest = {file.stem: file for version in fetch() for file in (CACHE / version).glob("ghes-*.json")}
    return [latest[name] for name in sorted(latest, key=lambda name: [int(n) for n in re.findall(r"\d+", name)])]


def fetch() -> list[str]:
    """Unpack what is not in the cache yet and return the published versions in their order."""
    CACHE.mkdir(parents=True, exist_ok=True)
    known = CACHE / "versions.json"
    if not known.exists():
        words = ["npm", "view", PACKAGE, "versions", "--json"]
        known.write_text(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    versions = json.loads(known.read_bytes())
    for version in versions:
        if not (CACHE / version).is_dir():
            _unpack(version)
    return versions


def _unpack(version: str) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE, prefix=".") as name:
        folder = Path(name)
        subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{version}"], cwd=folder, check=True, capture_output=True)
        (packed,) = folder.glob("*.tgz")
        members = list(_members(packed))
        subprocess.run(["tar", "xzf", packed.name, *members], cwd=folder, check=True)
        shutil.move(folder / "package" / "generated", CACHE / version)


def _members(packed: Path) -> Iterator[str]:
    listed = subprocess.run(["tar", "tzf", packed], check=True, capture_output=True, text=True).stdout
    yield from (name for name in listed.splitlines() if _WANTED.fullmatch(name))
