"""Definitions as requests need them: without the properties that only answers have.

A property that is `readOnly` and required is required of answers alone (OpenAPI 3.0, section 4.7.24.2), so a class that
demands it cannot be what a caller fills in. Where a request reaches such a class it gets a class of its own,
`<Name>Input`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from codegen.contract.model import Body, Contract, JsonSchema, Operation, name_of, ref, references
from codegen.core.names import assign

_LISTS = ("anyOf", "oneOf", "prefixItems")
_TABLES = ("properties", "patternProperties")
_SINGLE = ("items", "additionalProperties", "not")


def with_request_models(contract: Contract) -> Contract:
    """Return the contract with a definition more for each that requests cannot use as it stands."""
    needed = _needed(contract)
    if not needed:
        return contract
    wanted = [(name, f"{name}Input") for name in sorted(needed)]
    names = assign(wanted, {}, reserved=contract.schemas)
    made = {names[name]: _for_request(contract.schemas[name], names) for name in sorted(needed)}
    places = {names[name]: contract.pointers[name] for name in needed if name in contract.pointers}
    return replace(
        contract,
        operations={key: _operation(operation, names) for key, operation in contract.operations.items()},
        schemas=dict(sorted({**contract.schemas, **made}.items())),
        pointers={**contract.pointers, **places},
    )


def _needed(contract: Contract) -> set[str]:
    """Return the definitions that requests reach and that demand, at any depth, what only answers have."""
    reached = _reach(contract, (name for operation in contract.operations.values() for name in _roots(operation)))
    found = {name for name in reached if _demands_answer(contract.schemas[name])}
    while more := {name for name in reached - found if found & set(references(contract.schemas[name]))}:
        found |= more
    return found


def _roots(operation: Operation) -> Iterable[str]:
    for media in operation.body.media if operation.body is not None else ():
        yield from references(media.schema or {})


def _reach(contract: Contract, roots: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += references(contract.schemas[name])
    return reached


def _demands_answer(schema: JsonSchema) -> bool:
    properties = schema.get("properties", {})
    return any(properties.get(name, {}).get("readOnly") for name in schema.get("required", ()))


def _operation(operation: Operation, names: Mapping[str, str]) -> Operation:
    if operation.body is None:
        return operation
    media = tuple(m if m.schema is None else replace(m, schema=_renamed(m.schema, names)) for m in operation.body.media)
    return replace(operation, body=Body(operation.body.required, media, operation.body.description))


def _for_request(schema: JsonSchema, names: Mapping[str, str]) -> JsonSchema:
    kept = {name: node for name, node in schema.get("properties", {}).items() if not node.get("readOnly")}
    result = _renamed({**schema, "properties": kept} if "properties" in schema else schema, names)
    if "required" in schema:
        result["required"] = [name for name in schema["required"] if name in kept]
    return result


def _renamed(schema: JsonSchema, names: Mapping[str, str]) -> dict[str, Any]:
    if "$ref" in schema:
        name = name_of(schema)
        return {**schema, **ref(names.get(name, name))}
    result = dict(schema)
    for key in _LISTS:
        if key in schema:
            result[key] = [_renamed(member, names) for member in schema[key]]
    for key in _TABLES:
        if key in schema:
            result[key] = {name: _renamed(member, names) for name, member in schema[key].items()}
    for key in _SINGLE:
        if isinstance(schema.get(key), Mapping):
            result[key] = _renamed(schema[key], names)
    return result
