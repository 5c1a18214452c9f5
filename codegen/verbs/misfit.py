"""Contracts that no longer fit: definitions held against the snapshot and do not hold against today's contract.

That is drift of the External Service, not an error of the definitions, and often one line of `adapt` absorbs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from codegen.actions.service import ServiceSettings
from codegen.contract.build import build
from codegen.contract.load import load
from codegen.contract.model import Contract, Json
from codegen.core.diagnostics import Diagnostics, Severity
from codegen.project import Project
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer
from codegen.verbs.assemble import Inputs, bound, site_of
from codegen.verbs.read import pins
from codegen.verbs.renames import renames
from codegen.verbs.yaml_text import flow


def misfits(project: Project, inputs: Inputs) -> tuple[Drift, ...]:
    """Return the services whose contract the definitions no longer fit, if they fit the snapshots."""
    snapshots = {
        name: old for name in inputs.contracts if (old := snapshot_contract(project, inputs, name)) is not None
    }
    if not snapshots or _errors(project, inputs, snapshots):
        return ()
    found = []
    for settings in inputs.written.services:
        if settings.name in snapshots:
            mixed = {**snapshots, settings.name: inputs.contracts[settings.name]}
            if errors := _errors(project, inputs, mixed):
                found.append(_drift(settings, errors, absorbing(project, inputs, settings)))
    return tuple(found)


def absorbing(project: Project, inputs: Inputs, settings: ServiceSettings) -> Mapping[str, Json]:
    """Return what `adapt` of a service should say to absorb the names that its vendor changed; empty if none did."""
    document = load(snapshot(project, settings.name), project.root, Diagnostics())
    contract, now = inputs.contracts.get(settings.name), inputs.documents.get(settings.name)
    if document is None or contract is None or now is None:
        return {}
    current = {"components": contract.snapshot.get("components", {}), "paths": now.raw.get("paths") or {}}
    return renames(document.raw, current, settings.adapt)


def mending(settings: ServiceSettings, lines: Mapping[str, Json]) -> str:
    """Return the words that offer `adapt` lines."""
    return f"add to {settings.file}: adapt: {flow(lines)}; then codegen generate"


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


def _errors(project: Project, inputs: Inputs, contracts: Mapping[str, Contract]) -> list[str]:
    attempt = Diagnostics()
    bound(inputs, {**inputs.contracts, **contracts}, project, attempt)
    return [
        f"{item.place}: {item.message}" if item.place else item.message
        for item in attempt
        if item.severity is Severity.ERROR
    ]


def _drift(settings: ServiceSettings, errors: list[str], lines: Mapping[str, Json]) -> Drift:
    message = f"The contract of {settings.name} no longer fits what held against its snapshot."
    mend = mending(settings, lines) if lines else f"adapt the change in {settings.file}, then codegen generate"
    return Drift("contract-misfit", Layer.EXTERNAL_SERVICE, settings.name, message, mend, tuple(errors))
