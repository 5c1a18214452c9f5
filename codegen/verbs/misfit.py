"""Contracts that no longer fit: definitions held against the snapshot and do not hold against today's contract.

That is drift of the External Service, not an error of the definitions, and often one line of `adapt` absorbs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.actions.service import ServiceSettings
from codegen.changes.absorb import SURE_ENOUGH, merged
from codegen.changes.matching import match_operations
from codegen.contract.model import Contract, Json
from codegen.core.diagnostics import Diagnostic, Diagnostics, Severity
from codegen.project import Project
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer
from codegen.verbs.assemble import Inputs, bound
from codegen.verbs.comparison import offers_of
from codegen.verbs.diff_sides import Home, snapshot_sides
from codegen.verbs.snapshots import snapshot_contract
from codegen.verbs.yaml_text import flow

_BY_HAND = (
    "no line of adapt is sure to absorb it, codegen diff tells why: mend the definitions at these places, or adapt it "
    "by hand in {file}; then codegen generate"
)

_CREDENTIAL = "mend the credential in credentials.yaml, or the one that {file} names; then codegen generate"
_OF_CREDENTIALS = frozenset(("credential-type", "unknown-credential"))


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
                found.append(_drift(settings, errors, absorbing(project, inputs, settings).lines))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Absorbing:
    """The lines of `adapt` with which the layers above see nothing of a change, those that are sure enough.

    Attributes:
        lines: all of them.
        by_operation: `METHOD /path` of today to those about what changed in it.
    """

    lines: Mapping[str, Json]
    by_operation: Mapping[str, Mapping[str, Json]]


def absorbing(project: Project, inputs: Inputs, settings: ServiceSettings) -> Absorbing:
    """Return what absorbs the changes of a service's contract since its snapshot."""
    home = Home(project, inputs, inputs.lock)
    sides = snapshot_sides(home, settings)
    if sides is None:
        return Absorbing({}, {})
    offers = [offer for offer in offers_of(sides, home) if offer.confidence >= SURE_ENOUGH]
    pairs = match_operations(sides.old, sides.new)
    today = {pair.key: f"{pair.new.method} {pair.new.path}" for pair in pairs if pair.new is not None}
    found: dict[str, list[Mapping[str, Json]]] = {}
    for offer in offers:
        for key in {spot.operation for change in offer.changes for spot in change.places}:
            found.setdefault(today.get(key, key), []).append(offer.lines)
    return Absorbing(
        merged([offer.lines for offer in offers]), {key: merged(lines) for key, lines in sorted(found.items())}
    )


def mending(settings: ServiceSettings, lines: Mapping[str, Json]) -> str:
    """Return the words that offer `adapt` lines."""
    return f"add to {settings.file}: adapt: {flow(lines)}; then codegen generate"


def _errors(project: Project, inputs: Inputs, contracts: Mapping[str, Contract]) -> list[Diagnostic]:
    attempt = Diagnostics()
    bound(inputs, {**inputs.contracts, **contracts}, project, attempt)
    return [item for item in attempt if item.severity is Severity.ERROR]


def _drift(settings: ServiceSettings, errors: list[Diagnostic], lines: Mapping[str, Json]) -> Drift:
    message = f"The contract of {settings.name} no longer fits what held against its snapshot."
    by_hand = _CREDENTIAL if all(item.rule in _OF_CREDENTIALS for item in errors) else _BY_HAND
    mend = mending(settings, lines) if lines else by_hand.format(file=settings.file)
    details = tuple(f"{item.place}: {item.message}" if item.place else item.message for item in errors)
    return Drift("contract-misfit", Layer.EXTERNAL_SERVICE, settings.name, message, mend, details)
