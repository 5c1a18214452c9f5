"""The histories that are replayed, each with the project that it goes through."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics
from tests.evolution.document import METHODS, Document
from tests.evolution.mutate import canonical, mutate
from tests.evolution.replay import History, Version

ROOT = Path(__file__).parents[2]
EXAMPLE_SERVICES = ("erp", "chat", "inventory")
_ACTIONS = 4  # of a project around a contract that knows nothing of actions


def synthetic(project: Path, services: Sequence[str], versions: int, seed: int) -> History:
    """Yield mutated contracts of a project's services in turn; what breaks the definitions its vendor takes back."""
    documents = {service: read(project, service) for service in services}
    for number in range(versions):
        service = services[number % len(services)]
        changed, told = mutate(documents[service], seed * 100_000 + number)
        if (yield Version(service, canonical(changed), "; ".join(told))):
            documents[service] = changed


def published(service: str, files: Sequence[Path]) -> Iterator[Version]:
    """Yield contracts as their vendor published them."""
    for file in files:
        yield Version(service, file.read_bytes(), f"{file.parent.name} {file.stem}")


def read(project: Path, service: str) -> Document:
    """Return a service's contract as a plain document."""
    (file,) = [path for path in (project / "specs" / service).iterdir() if path.stem == "openapi"]
    document = load(file, project, Diagnostics())
    if document is None:
        raise ValueError(f"{file} holds no contract")
    return copy.deepcopy(dict(document.raw))


# ------------------------------------------------------------------ projects


def example(root: Path) -> Path:
    """Copy the worked example's inputs below `root`."""
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "specs", root / "specs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def around(root: Path, contract: Path, service: str, actions: dict[str, str], operations: str = "used") -> Path:
    """Make a project of one service below `root`.

    Args:
        root: where.
        contract: the service's first contract.
        service: its name.
        actions: the definitions, by name; where there are none, one for each of the first reads without required input.
        operations: which are generated.
    """
    root.mkdir(parents=True)
    _codegen(root, "init")
    _codegen(root, "add", str(contract), "--name", service, "--operations", operations)
    for name, text in (actions or _reads(json.loads(contract.read_bytes()), service)).items():
        (root / "specs" / "actions").mkdir(exist_ok=True)
        (root / "specs" / "actions" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def _reads(document: Document, service: str) -> dict[str, str]:
    ids = [
        item["get"]["operationId"]
        for item in document["paths"].values()
        if METHODS[0] in item and item["get"].get("operationId") and not item["get"].get("deprecated")
    ]
    step = max(1, len(ids) // _ACTIONS)
    made = {}
    for number, name in enumerate(ids[::step][:_ACTIONS]):
        definition = f"action: read_{number}\ndescription: Reads with {name}.\noperation: {service}.{name}\n"
        made[f"read_{number}"] = definition
    return made


def _codegen(root: Path, *words: str) -> None:
    command = [Path(sys.executable).with_name("codegen"), *words]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
