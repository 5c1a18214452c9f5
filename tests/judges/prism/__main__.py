"""Prism judges the generated clients: `python -m tests.judges.prism`.

Prism (`@stoplight/prism-cli`) is an independent server that holds requests to an OpenAPI document. The clients of the
worked example and of five contracts of the corpus call every operation, once with what is required and once with
everything; Prism must find nothing wrong in any request. Exits 1 if it does. Without node it says so and exits 0,
except where `CI=true`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.corpus.run_corpus import fetch, path_of
from tests.judges.prism.prism import has_node, install, prism

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".cache"
EXAMPLE = ("inventory", "erp", "chat")
SPECS = {
    "rentcast": "rentcast.io.json",
    "doqs": "doqs.dev.json",
    "soundcloud": "soundcloud.com.json",
    "spotify": "spotify.com.json",
    "codat": "codat.io/commerce.json",
}


def main() -> int:
    """Judge all services, print a table and return the exit code."""
    if not has_node():
        _say("prism: skipped, for want of node and npm on this machine")
        return 1 if os.environ.get("CI") == "true" else 0
    command = install(CACHE / "prism")
    fetch()
    _say(f"{'contract':12} {'operations':>10} {'calls':>6} {'accepted':>9}")
    refused = 0
    with tempfile.TemporaryDirectory(prefix="prism-judge-") as folder:
        example = _example(Path(folder) / "example")
        for service in EXAMPLE:
            refused += _judge(command, example, service, example / "specs" / service / "openapi.yaml", Path(folder))
        for service, file in SPECS.items():
            project = Path(folder) / service
            contract = _project(project, service, path_of(file))
            refused += _judge(command, project, service, contract, Path(folder))
    return 1 if refused else 0


def _example(project: Path) -> Path:
    """Generate the worked example in a copy, so that what is judged is what the generator makes now."""
    shutil.copytree(ROOT / "specs", project / "specs")
    shutil.copy(ROOT / "pyproject.toml", project)
    _codegen(project, "generate")
    return project


def _project(project: Path, service: str, spec: Path) -> Path:
    """Make a project of one contract, all operations; return the contract's file in it."""
    project.mkdir()
    copied = project / spec.name
    shutil.copy(spec, copied)
    (project / "pyproject.toml").write_text('[tool.codegen]\nspecs = "specs"\noutput = "generated"\n')
    _codegen(project, "add", copied.name, "--name", service, "--operations", "all")
    _codegen(project, "generate")
    return copied


def _codegen(project: Path, *words: str) -> None:
    command = [str(Path(sys.executable).parent / "codegen"), *words]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise SystemExit(f"codegen {' '.join(words)} failed:\n{done.stdout}{done.stderr}")


def _judge(command: Path, project: Path, service: str, contract: Path, folder: Path) -> int:
    """Print a service's row and whatever was refused; return how many calls were."""
    with prism(command, contract, folder / f"{service}.log") as port:
        words = [sys.executable, "-m", "tests.judges.prism.calls", str(project), service, str(contract), str(port)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise SystemExit(f"calling {service} failed:\n{done.stderr}")
    verdicts = json.loads(done.stdout)
    refused = [verdict for verdict in verdicts if verdict[2]]
    operations = len({verdict[0] for verdict in verdicts})
    _say(f"{service:12} {operations:>10} {len(verdicts):>6} {len(verdicts) - len(refused):>9}")
    for operation, filled, reason in refused:
        _say(f"    {operation} ({filled}): {reason}")
    return len(refused)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
