"""How long `codegen diff` takes over a contract of Stripe's size: `python -m bench.differences`.

Stripe's contract against itself after thirty changes by the seeded mutator that the histories use: every operation, and
in a project that uses three of them, which reach half of all schemas; and there after changes of everything else.
Whole processes, medians of five; CPU seconds beside, since machines are shared.
"""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.measure import compile_ours
from tests.corpus.run_corpus import fetch, path_of
from tests.evolution.mutate import mutate

FIGURES = Path(__file__).parents[1] / "docs" / "figures.md"
_BLOCK = re.compile(r"(?s)(<!-- differences -->\n).*?(<!-- /differences -->)")
_RUNS = 5
_CHANGES = 30
_SPEC = "stripe.com.json"
_SERVICE = "service: stripe\ncontract: openapi.json\nbase_url: https://api.stripe.com\n"
_CONTRACT = "specs/stripe/openapi.json"
_OPERATIONS = ("GetBalance", "GetCustomers", "PostCustomers")


def main() -> int:
    """Measure every row and write them into the figures."""
    fetch()
    compile_ours()
    with tempfile.TemporaryDirectory(prefix="differences-") as name:
        folder = Path(name)
        old, new = _pair(folder)
        apart = _apart(folder, new)
        project = _project(folder / "project", new)
        start = [sys.executable, "-c", "pass"]
        rows = [
            ("a Python process that does nothing", start, folder, 0),
            ("every operation", [*_codegen(), "diff", str(old), str(new), "--all"], folder, 1),
            ("a slice of three operations, in a project", [*_codegen(), "diff", str(old), _CONTRACT], project, 1),
            ("the same, where nothing in it changed", [*_codegen(), "diff", _CONTRACT, str(apart)], project, 0),
        ]
        lines = [_line(*row) for row in rows]
    head = "| `codegen diff` of Stripe's contract | seconds | CPU seconds |\n|---|---:|---:|\n"
    text = head + "\n".join(lines) + "\n"
    print(text)
    FIGURES.write_text(_BLOCK.sub(lambda m: m[1] + text + m[2], FIGURES.read_text()))
    return 0


def _codegen() -> list[str]:
    return [str(Path(sys.executable).parent / "codegen")]


def _pair(folder: Path) -> tuple[Path, Path]:
    document = json.loads(path_of(_SPEC).read_bytes())
    old, new = folder / "old.json", folder / "new.json"
    old.write_text(json.dumps(document))
    for seed in range(_CHANGES):
        document, _ = mutate(document, seed)
    new.write_text(json.dumps(document))
    return old, new


def _apart(folder: Path, contract: Path) -> Path:
    """Return the contract with another text of every operation that the project does not use, and one that is new."""
    document = json.loads(contract.read_bytes())
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation["operationId"] not in _OPERATIONS:
                operation["description"] = f"{operation.get('description', '')} Changed."
    document["paths"]["/v1/new"] = {"get": {"operationId": "GetNew", "responses": {"204": {"description": "New."}}}}
    apart = folder / "apart.json"
    apart.write_text(json.dumps(document))
    return apart


def _project(folder: Path, contract: Path) -> Path:
    service = folder / "specs" / "stripe"
    service.mkdir(parents=True)
    (folder / "pyproject.toml").write_text("[tool.codegen]\n")
    (service / "openapi.json").write_bytes(contract.read_bytes())
    names = ", ".join(_OPERATIONS)
    (service / "service.yaml").write_text(f"{_SERVICE}operations: [{names}]\n")
    return folder


def _line(name: str, command: Sequence[str], cwd: Path, most: int) -> str:
    wall, cpu = [], []
    for _ in range(_RUNS):
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
        wall.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.returncode > most or (command[1:2] == ["diff"] and not done.stdout):
            raise SystemExit(done.stderr)
    return f"| {name} | {statistics.median(wall):.2f} | {statistics.median(cpu):.2f} |"


if __name__ == "__main__":
    sys.exit(main())
