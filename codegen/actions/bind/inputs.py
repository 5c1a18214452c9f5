"""`inputs` → inputs with self-contained schemas."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.actions.bind.arguments import Slot, slots_of
from codegen.actions.bind.examples import given_examples
from codegen.actions.bind.inline import inline
from codegen.actions.bind.kinds import Typed, mismatch
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.plain import TYPES, normal_form
from codegen.actions.bind.report import Report
from codegen.actions.plan import Input
from codegen.contract.model import Json, JsonSchema
from codegen.core.diagnostics import nearest
from codegen.core.names import assign, snake
from codegen.core.places import escape

# What an input may say itself. `required` as a boolean is about the input, as a list about its fields.
KEYS = (
    *(
        "from",
        "type",
        "title",
        "description",
        "required",
        "default",
        "enum",
        "const",
        "examples",
        "example",
        "nullable",
    ),
    *("format", "pattern", "minLength", "maxLength", "multipleOf"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("items", "minItems", "maxItems", "uniqueItems", "properties", "additionalProperties", "minProperties"),
    *("maxProperties", "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "dependentRequired", "propertyNames"),
    *("contains", "minContains", "maxContains", "prefixItems"),
)


def bind_inputs(written: Mapping[str, Json], operations: Operations, report: Report) -> dict[str, Input | None]:
    """Return each input by name; None where something in it is wrong, which is then collected.

    Args:
        written: as in the definition.
        operations: where `from` finds types and limits.
        report: collects `unknown-key`, `unknown-operation`, `unknown-argument`, `wrong-schema`, `argument-type`.
    """
    idents = assign([(name, snake(name)) for name in written], {}, reserved=("steps", "inputs"))
    return {
        name: _input(name, idents[name], entry, f"/inputs/{escape(name)}", operations, report)
        for name, entry in written.items()
    }


def input_of(slot: Slot, name: str, ident: str, typed: Typed) -> Input:
    """Return the input that fills a slot of an operation."""
    schema = dict(inline(typed, answer=False))
    description = slot.description or str(schema.get("description", ""))
    if examples := given_examples(typed):
        schema["examples"] = examples
    return Input(name, ident, _described(schema, description), slot.required, description)


def _input(
    name: str, ident: str, entry: Mapping[str, Json], at: str, operations: Operations, report: Report
) -> Input | None:
    for key in entry:
        if key not in KEYS and not key.startswith("x-"):
            report.error(
                "unknown-key", f"{name} has no key {key!r}", f"{at}/{escape(key)}", nearest(key, KEYS), key=True
            )
    required = entry.get("required")
    own = {key: value for key, value in entry.items() if key in KEYS and key != "from"}
    if isinstance(required, bool):
        own.pop("required")
    before = len(report.diagnostics)
    schema = normal_form(own, lambda below, why: _wrong_schema(report, at + below, why))
    if len(report.diagnostics) > before:
        return None
    base: Input | None = None
    if "from" in entry:
        base = _from(name, ident, entry["from"], f"{at}/from", operations, report)
        if base is None:
            return None
        schema = {**base.schema, **schema}
    elif not schema.keys() - {"description", "default", "examples"}:
        hint = f"write type: {' | '.join(TYPES[:6])}, or from: service.operation.name"
        report.error("wrong-schema", f"the input {name} has no type", at, hint, key=True)
        return None
    return _finished(name, ident, schema, required, base, at, report)


def _finished(
    name: str, ident: str, schema: JsonSchema, required: Json, base: Input | None, at: str, report: Report
) -> Input | None:
    if schema.get("default") is not None:
        message, hint = mismatch(schema["default"], Typed(schema))
        if message:
            report.error("argument-type", f"the default of {name} {message}", f"{at}/default", hint)
            return None
    needed = required if isinstance(required, bool) else (base.required if base else True) and "default" not in schema
    description = str(schema.get("description", "")) or (base.description if base else "")
    return Input(name, ident, _described(schema, description), needed, description)


def _described(schema: JsonSchema, description: str) -> JsonSchema:
    return {**schema, "description": description} if description else schema


def _from(name: str, ident: str, source: Json, at: str, operations: Operations, report: Report) -> Input | None:
    if not isinstance(source, str) or source.count(".") < 2:
        report.error("wrong-value", "from must be service.operation.name", at)
        return None
    operation_name, slot_name = operations.split(source)
    found = operations.find(operation_name, at, report)
    if found is None:
        return None
    contract, operation = found
    slots = slots_of(operation, contract)
    slot = next((slot for slot in slots if slot_name in (slot.name, slot.ident)), None)
    if slot is None:
        message = f"the operation {operation_name} takes no {slot_name!r}"
        report.error("unknown-argument", message, at, nearest(slot_name, [slot.name for slot in slots]))
        return None
    return input_of(slot, name, ident, Typed(slot.schema, contract))


def _wrong_schema(report: Report, at: str, why: str) -> None:
    report.error("wrong-schema", why, at)
