"""Document to contract: the visible list of passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from codegen.contract.document import Document
from codegen.contract.draft import Draft, Drafts
from codegen.contract.index import OperationEntry, operation_index, select
from codegen.contract.mapping import map_operation
from codegen.contract.model import REF, Contract, Operation, is_leaf, name_of
from codegen.contract.passes.adapt import Adapted, Surroundings, adapt_contract
from codegen.contract.passes.fields import answered, opened, with_idents
from codegen.contract.passes.naming import name_definitions, name_operations
from codegen.contract.passes.normal import Node
from codegen.contract.passes.read import filled
from codegen.contract.passes.twins import find_twins
from codegen.core.diagnostics import Diagnostics
from codegen.core.digest import of_value
from codegen.core.places import Place


def build(
    document: Document,
    *,
    service: str,
    used: Iterable[str] | None,
    adapt: Mapping[str, Any],
    pinned: Mapping[str, str],
    diagnostics: Diagnostics,
    adapt_place: Callable[[str], Place] | None = None,
    drafts: Drafts | None = None,
) -> Contract | None:
    """Return the contract of a service, sliced to the used operations.

    Args:
        document: as `load` and `apply_overlays` gave it.
        service: the service's name.
        used: stable names, `METHOD /path` names and glob patterns; None means every operation. Names that the
            document does not know are passed over: who wrote them reports them.
        adapt: the `adapt` section of the service.
        pinned: names given before (`Contract.names` of an earlier run).
        diagnostics: gets what the passes find, each with its place.
        adapt_place: finds a pointer such as `/adapt/schemas/Order/id` in the service's file.
        drafts: remembers what is built of the document, where that is more than one contract.

    Returns:
        the contract, or None where an error was found.
    """
    index = operation_index(document, adapt, pinned)
    shared, entries = drafts or Drafts(), select(index, used)
    pins = _pins(entries, pinned)
    what = (service, tuple(index.values()), tuple(entries), frozenset(pins.items()), of_value(adapt))
    place = adapt_place or (lambda at: Place("", pointer=at))

    def made(told: Diagnostics) -> Contract:
        wires = {name for entry in index.values() for name in (entry.wire, entry.key)}
        around = Surroundings(index, wires, _component_names(document), told, place)
        return _built(document, service, shared.of(document, entries), entries, pins, adapt, around)

    contract, told = shared.contract(document, what, made)
    diagnostics.extend(told)
    return None if told.failed else contract


def _built(
    document: Document,
    service: str,
    made: Draft,
    entries: Sequence[OperationEntry],
    pinned: Mapping[str, str],
    adapt: Mapping[str, Any],
    around: Surroundings,
) -> Contract:
    """Return the contract of a draft, named and adapted."""
    around.diagnostics.extend(made.diagnostics)
    tree = made.tree
    operations, parameters = name_operations(made.operations, entries, pinned)
    keys = name_definitions(made.definitions, tree, made.aliases, pinned)
    schemas, operations = _renamed(made.definitions, keys, operations)
    adapted = adapt_contract(Adapted(schemas, operations, {name: key for key, name in keys.items()}), adapt, around)
    schemas, operations = _opened(adapted.schemas, adapted.operations)
    schemas = with_idents(schemas)
    return Contract(
        service=service,
        file=document.file,
        title=tree["info"]["title"],
        version=tree["info"]["version"],
        description=tree["info"].get("description", ""),
        server=_base_server(tree),
        operations={operation.name: operation for operation in operations},
        schemas=dict(sorted(schemas.items())),
        twins=find_twins(schemas),
        pointers={name: made.pointers[key] for key, name in sorted(keys.items())},
        security_schemes=made.security_schemes,
        names=_names(entries, keys, parameters, pinned),
        snapshot=tree,
    )


def _pins(entries: Iterable[OperationEntry], pinned: Mapping[str, str]) -> dict[str, str]:
    """Return the names given before to what is used and in it; an operation has one, if only its own."""
    own = {f"operation:{entry.key}": entry.wire for entry in entries}
    inner = {key: name for key, name in pinned.items() if key.startswith(("schema:", "parameter:"))}
    return {key: pinned.get(key, wire) for key, wire in own.items()} | inner


def _renamed(
    definitions: Mapping[str, Node], keys: Mapping[str, str], operations: list[Operation]
) -> tuple[dict[str, Node], list[Operation]]:
    """Return definitions and operations with the final names."""

    def final(node: Mapping[str, Any]) -> Node:
        return _with_names(node, keys)

    schemas = {keys[key]: final(node) for key, node in definitions.items()}
    return schemas, [map_operation(operation, final, final) for operation in operations]


def _with_names(node: Mapping[str, Any], keys: Mapping[str, str]) -> Node:
    result = dict(node)
    if is_leaf(node):
        return result
    if "$ref" in node:
        result["$ref"] = REF + keys[name_of(node)]
    for key in ("anyOf", "oneOf"):
        if key in node:
            result[key] = [_with_names(child, keys) for child in node[key]]
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            result[key] = _with_names(node[key], keys)
    if "properties" in node:
        result["properties"] = {name: _with_names(child, keys) for name, child in node["properties"].items()}
    if "discriminator" in node:
        named = node["discriminator"]
        mapping = {value: keys[target] for value, target in sorted(named["mapping"].items())}
        result["discriminator"] = {**named, "mapping": mapping}
    return result


def _opened(schemas: Mapping[str, Node], operations: list[Operation]) -> tuple[dict[str, Node], list[Operation]]:
    """Return both with the enums open that an answer can hold: a vendor adds values to these."""
    reached = answered(operations, schemas)
    result = {name: opened(schema) if name in reached else schema for name, schema in schemas.items()}
    return result, [map_operation(operation, dict, opened) for operation in operations]


def _component_names(document: Document) -> set[str]:
    raw = document.raw
    return {*((raw.get("components") or {}).get("schemas") or {}), *(raw.get("definitions") or {})}


def _base_server(tree: Mapping[str, Any]) -> str:
    for server in tree.get("servers", [])[:1]:
        url = filled(server["url"], server.get("variables", {}))
        return url.rstrip("/") if "://" in url else ""
    return ""


def _names(
    entries: Iterable[OperationEntry],
    keys: Mapping[str, str],
    parameters: Mapping[str, str],
    pinned: Mapping[str, str],
) -> dict[str, str]:
    """Return what each pinned key was named; an operation keeps the first name it had, whatever its vendor calls it."""
    names = {f"operation:{entry.key}": pinned[f"operation:{entry.key}"] for entry in entries}
    names |= {f"ident:{entry.key}": entry.ident for entry in entries}
    names |= {f"schema:{key}": name for key, name in keys.items()}
    return dict(sorted({**names, **parameters}.items()))
