"""`adapt`: what the layers above see of parameters and fields; the wire keeps its own names and values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from codegen.contract.model import Operation, Parameter
from codegen.contract.passes.fields import sent
from codegen.contract.passes.normal import NULL, Node, annotating, union
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.names import assign, snake
from codegen.core.places import Place, pointer, tokens

CASTS: Mapping[str, Node] = {
    "decimal": {"type": "number", "format": "decimal"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "date-time": {"type": "string", "format": "date-time"},
}
_WORDS = frozenset(("wire", "cast", "map", "default"))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a line of `adapt` may speak of without being in use, and where its problems are reported.

    Attributes:
        operations, wires, schemas: stable names, wire names and component names of the whole document.
        diagnostics: gets the problems.
        place: finds a pointer such as `/adapt/schemas/Order/id` in the file that holds the lines.
    """

    operations: Collection[str]
    wires: Collection[str]
    schemas: Collection[str]
    diagnostics: Diagnostics
    place: Callable[[str], Place]

    def error(self, rule: str, message: str, at: str, suggestion: str = "") -> None:
        """Report a line."""
        self.diagnostics.error(rule, message, self.place(f"/adapt{at}"), suggestion)


@dataclass(frozen=True, slots=True)
class Adapted:
    """Definitions, operations, and the pointer in the slice of each definition's name."""

    schemas: Mapping[str, Node]
    operations: list[Operation]
    origins: Mapping[str, str]


def adapt_contract(given: Adapted, adapt: Mapping[str, Any], around: Surroundings) -> Adapted:
    """Return the contract's parts as `adapt` wants them seen.

    Args:
        given: the parts under wire names.
        adapt: `parameters` and `operations.<name>.parameters` by operation, `schemas` by component or class name;
            each line says `wire`, `cast`, `map` and `default`.
        around: gets `adapt-names-nothing` for a line without a counterpart and `adapt-not-invertible` for a `map` in a
            request that loses values.
    """
    if not adapt:
        return given
    names = {_component(at): name for name, at in given.origins.items() if _component(at)}
    in_requests = sent(given.operations, given.schemas)
    schemas = dict(given.schemas)
    for wanted, lines in _sections(adapt.get("schemas")):
        at = f"/schemas{pointer(wanted)}"
        name = names.get(wanted, wanted)
        if name in schemas:
            schemas[name] = _schema(schemas[name], wanted, lines, around, both_ways=name in in_requests)
        elif wanted not in around.schemas:
            message = f"`adapt` names the schema {wanted!r}, which the contract has not"
            around.error("adapt-names-nothing", message, at, nearest(wanted, {*around.schemas, *schemas}))
    return Adapted(schemas, _operations(given.operations, adapt, around), given.origins)


def _component(at: str) -> str:
    steps = tokens(at.rstrip("/"))
    return steps[2] if len(steps) == 3 and steps[:2] == ["components", "schemas"] else ""


def _sections(value: Any) -> list[tuple[str, Mapping[str, Any]]]:
    return [(str(key), lines) for key, lines in (value or {}).items() if isinstance(lines, Mapping)]


# ---------------------------------------------------------------------- fields


def _schema(schema: Node, wanted: str, lines: Mapping[str, Any], around: Surroundings, *, both_ways: bool) -> Node:
    by_wire = {str(line.get("wire", stable)): (stable, line) for stable, line in _sections(lines)}
    known = schema.get("properties", {})
    at = f"/schemas{pointer(wanted)}"
    for wire, (stable, _) in by_wire.items():
        if wire not in known:
            message = f"`adapt` names the field {wire!r} of {wanted}, which it has not"
            around.error("adapt-names-nothing", message, at + pointer(stable), nearest(wire, known))
        elif stable != wire and stable in known and stable not in by_wire:
            message = f"`adapt` calls the field {wire!r} of {wanted} {stable!r}, which is another field's name"
            around.error("adapt-name-taken", message, at + pointer(stable))
    properties: dict[str, Node] = {}
    for wire, child in known.items():
        stable, line = by_wire.get(wire, (wire, {}))
        properties[stable] = _value(child, line, at + pointer(stable), around, both_ways=both_ways)
        if stable != wire:
            properties[stable]["x-wire"] = wire
    renamed = {wire: stable for wire, (stable, _) in by_wire.items()}
    required = [
        renamed.get(name, name)
        for name in schema.get("required", ())
        if "default" not in by_wire.get(name, ("", {}))[1]
    ]
    result = {**schema, "properties": properties, "required": required}
    if not required:
        del result["required"]
    return result


def _value(node: Mapping[str, Any], line: Mapping[str, Any], at: str, around: Surroundings, *, both_ways: bool) -> Node:
    """Return the node for a value as the layers above see it."""
    result: Node = dict(node)
    for word in sorted(line.keys() - _WORDS):
        around.error("adapt-word-unknown", f"{word!r} is no word of an `adapt` line", at, nearest(str(word), _WORDS))
    if "cast" in line and line["cast"] in CASTS:
        result = _instead(node, CASTS[line["cast"]]) | {"x-cast": line["cast"]}
        if (wire := _wire_type(node)) != "string":
            result["x-cast-wire"] = wire
    elif "cast" in line:
        message = f"the cast {line['cast']!r} is none of {', '.join(CASTS)}"
        around.error("adapt-cast-unknown", message, f"{at}/cast")
    if isinstance(line.get("map"), Mapping) and line["map"]:
        result = _mapped(result, line["map"], f"{at}/map", around, both_ways=both_ways)
    if "default" in line:
        result["x-default"] = line["default"]
    return result


def _wire_type(node: Mapping[str, Any]) -> str:
    """Return the JSON type that the wire's value has; a string where the contract leaves it open."""
    members = [node, *node.get("anyOf", ())]
    return next((str(m["type"]) for m in members if m.get("type", "null") != "null"), "string")


def _instead(node: Mapping[str, Any], kind: Node) -> Node:
    """Return `kind` with the annotations of `node`, taking null where that does."""
    takes_null = any(member.get("type") == "null" for member in node.get("anyOf", ()))
    return union([kind, *([NULL] if takes_null else [])], annotating(node))


def _mapped(node: Node, values: Mapping[Any, Any], at: str, around: Surroundings, *, both_ways: bool) -> Node:
    stable = list(values.values())
    if both_ways and len({repr(value) for value in stable}) < len(stable):
        twice = next(value for value in stable if stable.count(value) > 1)
        message = f"a `map` used in a request gives {twice!r} for more than one value, so there is no way back"
        around.error("adapt-not-invertible", message, at)
    table = {str(wire): value for wire, value in values.items()}
    members = [member for member in node.get("anyOf", (node,)) if "enum" in member]
    written = [value for member in members for value in member["enum"]]
    idle, unmapped = table.keys() - {str(value) for value in written}, [v for v in written if str(v) not in table]
    if written and unmapped:  # where every value is mapped, further ones may be the vendor's past or future
        for value in sorted(idle):
            message = f"`adapt` maps the value {value!r}, which the contract has not"
            near = nearest(value, map(str, unmapped)) or f"not mapped: {', '.join(map(str, unmapped))}"
            around.error("adapt-names-nothing", message, at + pointer(value), near)
    kind = "string" if all(isinstance(value, str) for value in stable) else "integer"
    kind = "boolean" if all(isinstance(value, bool) for value in stable) else kind
    enum = list(dict.fromkeys([*(table.get(str(value), value) for value in written), *stable]))
    seen: Node = {"type": kind, "enum": enum}
    if not written and kind == "string":
        seen["x-open-enum"] = True
    return _instead(node, seen) | {"x-map": table}


# ---------------------------------------------------------------------- parameters


def _operations(operations: list[Operation], adapt: Mapping[str, Any], around: Surroundings) -> list[Operation]:
    lines: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
    sections = [("/parameters", name, section) for name, section in _sections(adapt.get("parameters"))]
    for name, section in _sections(adapt.get("operations")):
        _known_operation(name, section, around)
        sections.append(("/operations", name, section.get("parameters") or {}))
    for where, name, section in sections:
        at = where + pointer(name) + ("/parameters" if where == "/operations" else "")
        if where == "/parameters" and name not in around.operations:
            message = f"`adapt` names parameters of {name!r}, which is no operation of the contract"
            around.error("adapt-names-nothing", message, at, nearest(name, around.operations))
        for stable, line in _sections(section):
            lines.setdefault(name, []).append((stable, at + pointer(stable), line))
    return [_operation(o, lines[o.name], around) if o.name in lines else o for o in operations]


def _known_operation(name: str, section: Mapping[str, Any], around: Surroundings) -> None:
    wire = str(section.get("wire", name))
    if name not in around.operations or ("wire" in section and wire not in around.wires):
        message = f"`adapt` names the operation {wire!r}, which the contract has not"
        around.error("adapt-names-nothing", message, f"/operations{pointer(name)}", nearest(wire, around.wires))


def _operation(
    operation: Operation, lines: list[tuple[str, str, Mapping[str, Any]]], around: Surroundings
) -> Operation:
    by_wire = {str(line.get("wire", stable)): (stable, at, line) for stable, at, line in lines}
    known = {parameter.wire for parameter in operation.parameters}
    for wire in sorted(by_wire.keys() - known):
        message = f"`adapt` names the parameter {wire!r} of {operation.name}, which it has not"
        around.error("adapt-names-nothing", message, by_wire[wire][1], nearest(wire, known))
    changed = [
        _parameter(parameter, *by_wire[parameter.wire], around) if parameter.wire in by_wire else parameter
        for parameter in operation.parameters
    ]
    idents = assign(((str(number), snake(parameter.name)) for number, parameter in enumerate(changed)), {})
    return replace(operation, parameters=tuple(replace(p, ident=idents[str(n)]) for n, p in enumerate(changed)))


def _parameter(parameter: Parameter, stable: str, at: str, line: Mapping[str, Any], around: Surroundings) -> Parameter:
    schema = _value(parameter.schema, line, at, around, both_ways=True)
    return replace(parameter, name=stable, schema=schema, required=parameter.required and "default" not in line)
