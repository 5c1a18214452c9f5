"""`adapt`: what the layers above see of parameters and fields; the wire keeps its own names and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from codegen.contract.model import Operation, Parameter
from codegen.contract.notes import Notes
from codegen.contract.passes.fields import sent
from codegen.contract.passes.normal import NULL, Node, annotations, union
from codegen.core.diagnostics import nearest
from codegen.core.names import assign, snake
from codegen.core.places import tokens

CASTS: Mapping[str, Node] = {
    "decimal": {"type": "number", "format": "decimal"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "date-time": {"type": "string", "format": "date-time"},
}


@dataclass(frozen=True, slots=True)
class Adapted:
    """Definitions, operations, and the pointer in the slice of each definition's name."""

    schemas: Mapping[str, Node]
    operations: list[Operation]
    origins: Mapping[str, str]


def adapt_contract(given: Adapted, adapt: Mapping[str, Any], notes: Notes) -> Adapted:
    """Return the contract's parts as `adapt` wants them seen.

    Args:
        given: the parts under wire names.
        adapt: `parameters` and `operations.<name>.parameters` by operation, `schemas` by component or class name;
            each line says `wire`, `cast`, `map` and `default`.
        notes: gets `adapt-names-nothing` for a line without a counterpart and `adapt-not-invertible` for a `map` in a
            request that loses values.
    """
    if not adapt:
        return given
    names = {_component(at): name for name, at in given.origins.items() if _component(at)}
    in_requests = sent(given.operations, given.schemas)
    schemas = dict(given.schemas)
    for wanted, lines in _sections(adapt.get("schemas")):
        name = names.get(wanted, wanted)
        if name not in schemas:
            notes.error("adapt-names-nothing", f"`adapt` names the schema {wanted!r}, which is not in use", "", nearest(wanted, names))
            continue
        schemas[name] = _schema(schemas[name], wanted, lines, notes, both_ways=name in in_requests)
    return Adapted(schemas, _operations(given.operations, adapt, notes), given.origins)


def _component(at: str) -> str:
    steps = tokens(at.rstrip("/"))
    return steps[2] if len(steps) == 3 and steps[:2] == ["components", "schemas"] else ""


def _sections(value: Any) -> list[tuple[str, Mapping[str, Any]]]:
    return [(str(key), lines) for key, lines in (value or {}).items() if isinstance(lines, Mapping)]


# ---------------------------------------------------------------------- fields


def _schema(schema: Node, wanted: str, lines: Mapping[str, Any], notes: Notes, *, both_ways: bool) -> Node:
    by_wire = {str(line.get("wire", stable)): (stable, line) for stable, line in _sections(lines)}
    known = schema.get("properties", {})
    for wire, (stable, _) in by_wire.items():
        if wire not in known:
            message = f"`adapt` names the field {wire!r} of {wanted}, which it has not"
            notes.error("adapt-names-nothing", message, "", nearest(wire, known))
        elif stable != wire and stable in known and stable not in by_wire:
            message = f"`adapt` calls the field {wire!r} of {wanted} {stable!r}, which is another field's name"
            notes.error("adapt-name-taken", message, "")
    properties: dict[str, Node] = {}
    for wire, child in known.items():
        stable, line = by_wire.get(wire, (wire, {}))
        properties[stable] = _value(child, line, f"{wanted}.{stable}", notes, both_ways=both_ways)
        if stable != wire:
            properties[stable]["x-wire"] = wire
    renamed = {wire: stable for wire, (stable, _) in by_wire.items()}
    required = [
        renamed.get(name, name) for name in schema.get("required", ()) if "default" not in by_wire.get(name, ("", {}))[1]
    ]
    result = {**schema, "properties": properties, "required": required}
    if not required:
        del result["required"]
    return result


def _value(node: Mapping[str, Any], line: Mapping[str, Any], name: str, notes: Notes, *, both_ways: bool) -> Node:
    """Return the node for a value as the layers above see it."""
    result: Node = dict(node)
    if "cast" in line and line["cast"] in CASTS:
        result = _instead(node, CASTS[line["cast"]]) | {"x-cast": line["cast"]}
    elif "cast" in line:
        notes.error("adapt-cast-unknown", f"the cast {line['cast']!r} of {name} is none of {', '.join(CASTS)}", "")
    if isinstance(line.get("map"), Mapping):
        result = _mapped(result, line["map"], name, notes, both_ways=both_ways)
    if "default" in line:
        result["x-default"] = line["default"]
    return result


def _instead(node: Mapping[str, Any], kind: Node) -> Node:
    """Return `kind` with the annotations of `node`, taking null where that does."""
    takes_null = any(member.get("type") == "null" for member in node.get("anyOf", ()))
    return union([kind, *([NULL] if takes_null else [])], annotations(node))


def _mapped(node: Node, values: Mapping[Any, Any], name: str, notes: Notes, *, both_ways: bool) -> Node:
    stable = list(values.values())
    if both_ways and len({repr(value) for value in stable}) < len(stable):
        twice = next(value for value in stable if stable.count(value) > 1)
        message = f"the `map` of {name} is used in a request and gives {twice!r} for more than one value"
        notes.error("adapt-not-invertible", message, "")
    table = {str(wire): value for wire, value in values.items()}
    members = [member for member in node.get("anyOf", (node,)) if "enum" in member]
    written = [value for member in members for value in member["enum"]]
    kind = "string" if all(isinstance(value, str) for value in stable) else "integer"
    kind = "boolean" if all(isinstance(value, bool) for value in stable) else kind
    enum = list(dict.fromkeys([*(table.get(str(value), value) for value in written), *stable]))
    seen: Node = {"type": kind, "enum": enum}
    if not written and kind == "string":
        seen["x-open-enum"] = True
    return _instead(node, seen) | {"x-map": table}


# ---------------------------------------------------------------------- parameters


def _operations(operations: list[Operation], adapt: Mapping[str, Any], notes: Notes) -> list[Operation]:
    known = {operation.name for operation in operations}
    lines = {name: dict(section) for name, section in _sections(adapt.get("parameters"))}
    for name, section in _sections(adapt.get("operations")):
        if name not in known:
            message = f"`adapt` names the operation {name!r}, which is not in use"
            notes.error("adapt-names-nothing", message, "", nearest(str(section.get("wire", name)), known))
        for parameter, line in _sections(section.get("parameters")):
            lines.setdefault(name, {})[parameter] = line
    for name in sorted(lines.keys() - known):
        message = f"`adapt` names parameters of {name!r}, which is no operation in use"
        notes.error("adapt-names-nothing", message, "", nearest(name, known))
    return [_operation(operation, lines[operation.name], notes) if operation.name in lines else operation for operation in operations]


def _operation(operation: Operation, lines: Mapping[str, Any], notes: Notes) -> Operation:
    by_wire = {str(line.get("wire", stable)): (stable, line) for stable, line in _sections(lines)}
    known = {parameter.wire for parameter in operation.parameters}
    for wire in sorted(by_wire.keys() - known):
        message = f"`adapt` names the parameter {wire!r} of {operation.name}, which it has not"
        notes.error("adapt-names-nothing", message, "", nearest(wire, known))
    changed = [_parameter(p, *by_wire.get(p.wire, (p.name, {})), operation.name, notes) for p in operation.parameters]
    idents = assign(((str(n), snake(p.name)) for n, p in enumerate(changed)), {})
    return replace(
        operation, parameters=tuple(replace(p, ident=idents[str(n)]) for n, p in enumerate(changed))
    )


def _parameter(
    parameter: Parameter, stable: str, line: Mapping[str, Any], operation: str, notes: Notes
) -> Parameter:
    schema = _value(parameter.schema, line, f"{operation}.{stable}", notes, both_ways=True)
    required = parameter.required and "default" not in line
    return replace(parameter, name=stable, schema=schema, required=required)
