"""`outputs` → outputs with self-contained schemas."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.actions.bind.inline import inline
from codegen.actions.bind.kinds import Typed, without_null
from codegen.actions.bind.plain import normal_form
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Scope
from codegen.actions.bind.values import bind_value
from codegen.actions.plan import Output
from codegen.actions.values import AnswerRef, InputRef, Literal, StatusRef, Value
from codegen.contract.model import Json, JsonSchema
from codegen.core.diagnostics import nearest
from codegen.core.names import assign, snake
from codegen.core.places import escape

_OWN_KEYS = ("value", "description")


def bind_outputs(written: Mapping[str, Json], scope: Scope, report: Report, *, handler: bool) -> tuple[Output, ...]:
    """Return the outputs; those that are wrong are collected and left out.

    An output is an expression, `{value: expression, description: …}`, or, where a handler gives it, a JSON Schema.

    Args:
        written: as in the definition.
        scope: the inputs and every step's answer.
        report: collects what values report, `unknown-key` and `wrong-schema`.
        handler: whether a handler gives the outputs.
    """
    idents = assign([(name, snake(name)) for name in written], {})
    outputs = [
        _output(name, idents[name], entry, f"/outputs/{escape(name)}", scope, report, handler=handler)
        for name, entry in written.items()
    ]
    return tuple(output for output in outputs if output is not None)


def _output(
    name: str, ident: str, entry: Json, at: str, scope: Scope, report: Report, *, handler: bool
) -> Output | None:
    if isinstance(entry, Mapping) and "value" not in entry:
        return _given_by_handler(name, ident, entry, at, report, handler=handler)
    raw, description = entry, ""
    if isinstance(entry, Mapping):
        for key in entry.keys() - set(_OWN_KEYS):
            hint = nearest(key, _OWN_KEYS)
            report.error("unknown-key", f"{name} has no key {key!r}", f"{at}/{escape(key)}", hint, key=True)
        raw, description, at = entry["value"], str(entry.get("description", "")), f"{at}/value"
    value = bind_value(raw, at, scope, report)
    return output_of(name, ident, value, scope, description) if value is not None else None


def output_of(name: str, ident: str, value: Value, scope: Scope, description: str = "") -> Output:
    """Return the output that gives a bound value."""
    typed = scope.typed(value)
    schema = inline(typed.at(without_null(typed.resolved())) if typed.nullable else typed, answer=True)
    schema = without_null(schema)
    description = description or str(schema.get("description", ""))
    if description:
        schema = {**schema, "description": description}
    return Output(name, ident, value, schema, may_be_missing(value), description)


def may_be_missing(value: Value) -> bool:
    """Whether there may be no value at run time."""
    if isinstance(value, AnswerRef):
        return value.optional or value.conditional
    if isinstance(value, StatusRef):
        return value.conditional
    return isinstance(value, InputRef) and value.optional


def _given_by_handler(
    name: str, ident: str, entry: Mapping[str, Json], at: str, report: Report, *, handler: bool
) -> Output | None:
    if not handler:
        message = f"the output {name} has no value"
        report.error(
            "missing-key", message, at, "write an expression; only a handler gives values of its own", key=True
        )
        return None
    required = entry.get("required")
    own = {key: value for key, value in entry.items() if not (key == "required" and isinstance(required, bool))}
    before = len(report.diagnostics)
    schema: JsonSchema = normal_form(own, lambda below, why: report.error("wrong-schema", why, at + below))
    if len(report.diagnostics) > before:
        return None
    optional = required is False or Typed(schema).nullable
    return Output(name, ident, Literal(None), without_null(schema), optional, str(schema.get("description", "")))
