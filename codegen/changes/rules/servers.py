"""Rules over the servers of a contract; a server of one operation is looked at with the operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import ContractPair
from codegen.changes.registry import rule
from codegen.contract.model import Contract, Json


@rule("contract", "api-server-changed")
def server_changed(pair: ContractPair) -> Iterator[Finding]:
    """The first server's address is another.

    Why it matters: a client that takes its address from the contract goes elsewhere. Generated clients take theirs from
    `base_url` in service.yaml.
    Mend: change `base_url` if the old address goes away.
    """
    if pair.old.server != pair.new.server:
        message = f"its server changed from {pair.old.server or 'none'} to {pair.new.server or 'none'}"
        yield _said("api-server-changed", message, pair.old.server, pair.new.server)


@rule("contract", "api-server-variable-value-added", "api-server-variable-value-removed")
def server_variable_values(pair: ContractPair) -> Iterator[Finding]:
    """A value that a part of a server's address may have came or went.

    Why it matters: an address made with a value that is gone (a region, a tenant) answers no longer.
    Mend: change `base_url` if it is such an address.
    """
    for name, was, now in _variables(pair):
        old, new = _values(was), _values(now)
        if old is None or new is None:
            continue
        for value in [value for value in new if value not in old]:
            message = f"its server may have {value} as {name} too"
            yield _said("api-server-variable-value-added", message, None, value)
        for value in [value for value in old if value not in new]:
            message = f"its server may no longer have {value} as {name}"
            yield _said("api-server-variable-value-removed", message, value, None)


@rule("contract", "api-server-variable-became-enum", "api-server-variable-enum-dropped")
def server_variable_enum(pair: ContractPair) -> Iterator[Finding]:
    """A part of a server's address became one of a list, or any.

    Why it matters: an address made with a value that is not in the list answers no longer.
    Mend: change `base_url` if it is such an address.
    """
    for name, was, now in _variables(pair):
        old, new = _values(was), _values(now)
        if old is None and new is not None:
            yield _said("api-server-variable-became-enum", f"the {name} of its server is one of a list now", None, new)
        elif old is not None and new is None:
            yield _said("api-server-variable-enum-dropped", f"the {name} of its server may be any now", old, None)


@rule("contract", "api-server-variable-default-changed")
def server_variable_default_changed(pair: ContractPair) -> Iterator[Finding]:
    """What stands in a part of a server's address where nobody says otherwise changed.

    Why it matters: a client that takes its address from the contract goes elsewhere. Where that is the first server's
    address as a whole, it is told by that alone.
    Mend: none where `base_url` in service.yaml is a whole address.
    """
    if pair.old.server == pair.new.server:
        for name, was, now in _variables(pair):
            old, new = was.get("default"), now.get("default")
            if old != new:
                message = f"the default {name} of its server changed from {old or 'none'} to {new or 'none'}"
                yield _said("api-server-variable-default-changed", message, old, new)


def _said(rule_id: str, message: str, old: Json, new: Json) -> Finding:
    """Return a finding that is an info, as a project names its own address."""
    return Finding(rule_id, Aspect.TEXT, Effect.SAYS, message, old, new, "/servers")


def _variables(pair: ContractPair) -> Iterator[tuple[str, Mapping[str, Json], Mapping[str, Json]]]:
    """Yield the variables that are on both sides, each by its name; a server is known by its address."""
    before, after = _servers(pair.old), _servers(pair.new)
    for url in (url for url in before if url in after):
        for name in sorted(before[url].keys() & after[url].keys()):
            yield name, before[url][name], after[url][name]


def _servers(contract: Contract) -> dict[str, dict[str, Mapping[str, Json]]]:
    """Return the variables of each server by its address, which has their names in braces."""
    return {
        server["url"]: {name: node for name, node in server.get("variables", {}).items() if isinstance(node, Mapping)}
        for server in reversed(contract.snapshot.get("servers", ()))  # of two with one address, the first counts
    }


def _values(variable: Mapping[str, Json]) -> list[str] | None:
    """Return what a variable may be; None for anything."""
    values = variable.get("enum")
    return [str(value) for value in values] if isinstance(values, list) else None
