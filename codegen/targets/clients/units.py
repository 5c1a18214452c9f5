"""Which unit each definition belongs to: its component, or the operation it stands in."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.contract.model import Contract
from codegen.core.names import assign, snake
from codegen.core.places import tokens

_MODULES = ("builtins", "__init__")


def units_of(contract: Contract) -> Mapping[str, str]:
    """Return the module's name of each definition.

    A definition that others in foreign units are twins of, and that is no component itself, is a unit of its own: else
    operations that share nothing but a shape would import one another.
    """
    shared = _shared(contract)
    keys = {name: f"={name}" if name in shared else _unit_key(contract, name) for name in sorted(contract.schemas)}
    wanted: dict[str, str] = {}
    for name, key in keys.items():
        if key not in wanted or contract.pointers.get(name, "") == key:
            wanted[key] = _wanted(contract, key, name)
    modules = assign(sorted(wanted.items()), {}, reserved=_MODULES, fold=True)
    return {name: modules[key] for name, key in keys.items()}


def _shared(contract: Contract) -> set[str]:
    found = {c for twin, c in contract.twins.items() if _unit_key(contract, twin) != _unit_key(contract, c)}
    return {name for name in found if contract.pointers.get(name) != _unit_key(contract, name)}


def _unit_key(contract: Contract, name: str) -> str:
    """Return the pointer of the component or operation that a definition stands in."""
    parts = contract.pointers.get(name, "").split("/")
    depth = {"definitions": 3, "parameters": 3, "responses": 3}.get(parts[1] if len(parts) > 1 else "", 4)
    return "/".join(parts[:depth]) or f"={name}"


def _wanted(contract: Contract, key: str, name: str) -> str:
    if not key.startswith("/paths/"):
        return snake(name if key.startswith("=") or contract.pointers.get(name) == key else tokens(key)[-1], "model")
    operation = next((o for o in contract.operations.values() if o.pointer == key), None)
    return operation.ident if operation is not None else snake(name, "model")
