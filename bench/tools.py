"""The tools that are measured: ours and the peers, each in its own environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.measure import Run, run

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".cache" / "bench"
PEERS = {
    "opc": ["openapi-python-client==0.29.1"],
    "dcg": ["datamodel-code-generator==0.89.0", "httpx2", "pydantic[email]"],
}
GITHUB = ROOT / ".cache" / "corpus" / "oct" / "package" / "generated" / "api.github.com.json"


def prepare() -> None:
    """Make the peers' environments and fetch GitHub's contract, where they are not there yet."""
    for name, packages in PEERS.items():
        folder = CACHE / name
        if not (folder / "bin" / f"ready-{len(packages)}").exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([folder / "bin" / "pip", "install", "-q", *packages], check=True)
            (folder / "bin" / f"ready-{len(packages)}").touch()
    if not GITHUB.exists():
        target = GITHUB.parents[2]
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", "@octokit/openapi@23.0.2"], cwd=target, check=True)
        subprocess.run(["tar", "xzf", "octokit-openapi-23.0.2.tgz"], cwd=target, check=True)


def codegen(project: Path, *arguments: str) -> Run:
    """Run our command in `project`."""
    return run([str(Path(sys.executable).with_name("codegen")), *arguments], cwd=project)


def cold(project: Path) -> None:
    """Forget everything that was generated in `project`, the caches included."""
    for name in ("generated", ".codegen"):
        shutil.rmtree(project / name, ignore_errors=True)
    (project / "codegen.lock").unlink(missing_ok=True)


def openapi_python_client(contract: Path, work: Path) -> Run:
    """Generate a client with openapi-python-client; no formatter runs afterwards."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    config = work / "config.yaml"
    config.write_text("post_hooks: []\npackage_name_override: out\nproject_name_override: out\n")
    command = [CACHE / "opc/bin/openapi-python-client", "generate", "--path", contract, "--meta", "none",
               "--config", config, "--output-path", work / "out"]  # fmt: skip
    return run([str(part) for part in command], cwd=work)


def datamodel_codegen(contract: Path, work: Path, *, client: bool) -> Run:
    """Generate models, and where `client` says so the experimental client, with datamodel-code-generator's command."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    command = [CACHE / "dcg/bin/datamodel-codegen", "--input", contract, "--input-file-type", "openapi",
               "--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin"]  # fmt: skip
    models = ["--openapi-scopes", "schemas", "paths", "parameters", "--output", work / "out.py"]
    package = ["--openapi-scopes", "api", "--use-annotated", "--output", work / "models.py",
               "--generate-client", "httpx2", "--client-output", work / "out", "--client-package", "out",
               "--client-model-package", "models"]  # fmt: skip
    return run([str(part) for part in [*command, *(package if client else models)]], cwd=work)


def import_seconds(python: Path, folder: Path, statement: str) -> float:
    """Return the best of five cold processes that execute `statement` with `folder` importable; bytecode is warm."""
    probe = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    runs = [run([str(python), "-c", probe], cwd=folder, env=environment) for _ in range(6)]
    good = [float(r.output.splitlines()[-1]) for r in runs[1:] if r.code == 0]
    return min(good) if good else float("nan")
