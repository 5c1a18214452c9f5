"""Snapshots: the contracts that the generated code was made from."""

from __future__ import annotations

from pathlib import Path

from codegen.contract.build import build
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostics
from codegen.project import Project
from codegen.verbs.assemble import Inputs
from codegen.verbs.open import site_of
from codegen.verbs.written import pins


def snapshot(project: Project, service: str) -> Path:
    """Return where the snapshot of a service stands."""
    return site_of(project).folder / "contracts" / f"{service}.json"


def snapshot_contract(project: Project, inputs: Inputs, service: str) -> Contract | None:
    """Return the contract that the generated code was made from; None where there is none."""
    settings = next(item for item in inputs.written.services if item.name == service)
    quiet = Diagnostics()
    document = load(snapshot(project, service), project.root, quiet)
    if document is None:
        return None
    pinned = pins(inputs.lock, service)  # the snapshot says what the vendor called things, the lock what we do
    return build(document, service=service, used=None, adapt=settings.adapt, pinned=pinned, diagnostics=quiet)
