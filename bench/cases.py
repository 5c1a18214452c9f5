"""What is generated in each row, by us and by the peers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import tools

WORK = tools.CACHE / "work"
_OPERATIONS = ("issues/list-for-repo", "issues/create", "issues/create-comment")

_DEFINITION = """\
action: report_incident
description: Looks for an open issue, opens one and comments on it.
inputs:
  owner: {from: github.issues/create.owner}
  repo: {from: github.issues/create.repo}
  title: {type: string, minLength: 1, maxLength: 200, description: The issue's title.}
steps:
  - id: known
    operation: github.issues/list-for-repo
    with: {owner: $inputs.owner, repo: $inputs.repo, state: open}
  - id: issue
    operation: github.issues/create
    with: {owner: $inputs.owner, repo: $inputs.repo, title: $inputs.title}
  - id: comment
    operation: github.issues/create-comment
    with:
      owner: $inputs.owner
      repo: $inputs.repo
      issue_number: $steps.issue.response.body#/number
      body: Reported by the agent.
    on_failure: continue
outputs:
  number: $steps.issue.response.body#/number
  url: $steps.issue.response.body#/html_url
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a project of ours, the contracts the peers get, and our package to import."""

    name: str
    project: Path
    contracts: tuple[Path, ...]
    package: str
    runs: int


def cases() -> list[Case]:
    """Make the three projects under the cache and return their rows."""
    shutil.rmtree(WORK, ignore_errors=True)
    return [_example(), _three(), _all()]


def _example() -> Case:
    project = WORK / "example"
    shutil.copytree(tools.ROOT / "specs", project / "specs")
    shutil.copy(tools.ROOT / "pyproject.toml", project)
    contracts = tuple(sorted((tools.ROOT / "specs").glob("*/openapi.yaml")))
    return Case("worked example (3 services)", project, contracts, "generated.services.erp", 5)


def _three() -> Case:
    project = _github(WORK / "github-3", "used")
    (project / "specs" / "actions").mkdir(exist_ok=True)
    (project / "specs" / "actions" / "report_incident.yaml").write_text(_DEFINITION)
    _command(project, "generate")
    # The peers can't slice, so they get the slice that we made: a head start for them.
    slice_ = WORK / "github-3.json"
    shutil.copy(project / "generated" / "contracts" / "github.json", slice_)
    counted = sum(len(item) for item in json.loads(slice_.read_bytes())["paths"].values())
    if counted < len(_OPERATIONS):
        raise RuntimeError(f"the slice holds {counted} operations")
    return Case("GitHub, 3 operations", project, (slice_,), "generated.services.github", 5)


def _all() -> Case:
    project = _github(WORK / "github-all", "all")
    return Case("GitHub, all 1,223 operations", project, (tools.GITHUB,), "generated.services.github", 1)


def _github(project: Path, operations: str) -> Path:
    project.mkdir(parents=True)
    _command(project, "init")
    _command(project, "add", str(tools.GITHUB), "--name", "github", "--operations", operations)
    return project


def _command(project: Path, *arguments: str) -> None:
    subprocess.run(
        [Path(sys.executable).with_name("codegen"), *arguments], cwd=project, check=True, capture_output=True
    )
