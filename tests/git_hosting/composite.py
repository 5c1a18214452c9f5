"""Runs the steps of `action.yml` here as GitHub's runner would: same shell, same variables, same files.

What is not here is given: a step with `uses`, and any step that a caller names, is not run but has the outputs it is
said to have. Of GitHub's expressions only those are known that `action.yml` uses.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ACTION = Path(__file__).resolve().parents[2] / "action.yml"
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")  # what `shell: bash` means on a runner
STEP_SECONDS = 300

Outputs = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run: the first exit code that is not 0, all that was printed, the steps' outputs."""

    exit_code: int
    text: str
    outputs: Outputs


def read(action: Path = ACTION) -> dict[str, Any]:
    """Return what an `action.yml` says."""
    document: dict[str, Any] = yaml.safe_load(action.read_text(encoding="utf-8"))
    return document


def scripts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each step's name and its shell script."""
    for step in document["runs"]["steps"]:
        if "run" in step:
            yield step["name"], step["run"]


def run(
    inputs: Mapping[str, str], given: Outputs, workspace: Path, runner: Path, environ: Mapping[str, str]
) -> Outcome:
    """Run the action's steps one after the other, until one fails.

    Args:
        inputs: what a workflow has under `with`.
        given: the outputs of steps that are not run, by the steps' ids.
        workspace: the checkout.
        runner: an empty folder for the runner's own files.
        environ: the job's variables.
    """
    document = read()
    outputs: dict[str, Mapping[str, str]] = dict(given)
    values = {f"inputs.{name}": entry["default"] for name, entry in document["inputs"].items()}
    values = {**values, **{f"inputs.{name}": value for name, value in inputs.items()}}
    text = ""
    for number, step in enumerate(document["runs"]["steps"]):
        if "uses" in step or step.get("id") in given or not _wanted(step.get("if"), values):
            continue
        done, written = _step(step, values, outputs, workspace, _folder(runner, number), environ)
        text += done.stdout
        outputs[step.get("id", str(number))] = written
        if done.returncode != 0:
            return Outcome(done.returncode, text, outputs)
    return Outcome(0, text, outputs)


def _step(
    step: Mapping[str, Any],
    values: Mapping[str, str],
    outputs: Outputs,
    workspace: Path,
    folder: Path,
    environ: Mapping[str, str],
) -> tuple[subprocess.CompletedProcess[str], Mapping[str, str]]:
    script, written = folder / "script.sh", folder / "output"
    script.write_text(step["run"], encoding="utf-8")
    written.touch()
    known = {**values, **{f"steps.{id_}.outputs.{name}": v for id_, own in outputs.items() for name, v in own.items()}}
    variables = {name: _fill(value, known) for name, value in step.get("env", {}).items()}
    done = subprocess.run(
        [*BASH, str(script)],
        cwd=workspace / _fill(step.get("working-directory", "."), known),
        env={**environ, "RUNNER_TEMP": str(folder.parent), "GITHUB_OUTPUT": str(written), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=STEP_SECONDS,
        check=False,
    )
    return done, dict(line.split("=", 1) for line in written.read_text(encoding="utf-8").splitlines())


def _wanted(condition: str | None, values: Mapping[str, str]) -> bool:
    if condition is None:
        return True
    name, wanted = re.fullmatch(r"(inputs\.[\w-]+) == '(\w+)'", condition).groups()  # type: ignore[union-attr]
    return values[name] == wanted


def _fill(text: str, known: Mapping[str, str]) -> str:
    """Put the values of expressions in; an output that was never written is empty, as on GitHub."""
    filled = re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda hole: known.get(hole[1], ""), text)
    return filled.replace("${{ github.token }}", "")


def _folder(runner: Path, number: int) -> Path:
    folder = runner / str(number)
    folder.mkdir(parents=True)
    return folder
