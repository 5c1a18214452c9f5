"""Examples: what a contract or a definition gives as one, in stable form, checked, as a whole call of the tool.

Only values that stand in the contract or in the definition are shown: an example, a default, or a choice of an enum
where a required field has no example of its own. Nothing is made up; what does not fit its own schema is dropped and
told (`example-invalid`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from codegen.actions.bind.kinds import Typed, mismatch
from codegen.actions.bind.portable import Portable
from codegen.actions.bind.report import Report
from codegen.actions.plan import Action, Decoding
from codegen.contract.model import Json, JsonSchema
from codegen.core.places import escape

MAX_SIZE = 2_000  # characters of one example; agents pay for it at every call
_MAX_DEPTH = 5
_NUMBERS = frozenset(("decimal", "number", "integer"))


def given_examples(typed: Typed) -> list[Json]:
    """Return the examples of an operation's argument as values that an action takes, at most one that is composed.

    Args:
        typed: the argument's schema, whose own examples are as on the wire.
    """
    own = [stable(value, typed) for value in _written(typed)]
    if own:
        return own
    composed = _composed(typed, 0)
    return [composed[0]] if composed else []


def _written(typed: Typed) -> Sequence[Json]:
    for schema in (typed.schema, typed.resolved()):
        if isinstance(found := schema.get("examples"), list) and found:
            return found
    return ()


def _composed(typed: Typed, depth: int, *, required: bool = False) -> tuple[Json, ...]:
    """Return an example made of those of the parts, alone in a tuple; () where a required part has none."""
    node = typed.resolved()
    if depth and (own := _written(typed)):
        return (stable(own[0], typed),)
    if depth and required:
        if "default" in node:
            return (node["default"],)
        if node.get("enum"):
            return (node["enum"][0],)
    if depth > _MAX_DEPTH:
        return ()
    if node.get("type") == "array" and isinstance(node.get("items"), Mapping):
        inner = _composed(typed.at(node["items"]), depth + 1, required=required)
        return ([*inner],) if inner else ()
    return _composed_object(typed, node, depth) if node.get("properties") else ()


def _composed_object(typed: Typed, node: JsonSchema, depth: int) -> tuple[Json, ...]:
    needed = node.get("required", ())
    made: dict[str, Json] = {}
    for name, child in node["properties"].items():
        if child.get("readOnly"):
            continue
        found = _composed(typed.at(child), depth + 1, required=name in needed)
        if found:
            made[name] = found[0]
        elif name in needed:
            return ()
    return (made,) if made else ()


def stable(value: Json, typed: Typed) -> Json:
    """Return a value as on the wire under stable names and with `x-map` and `x-cast` applied; read-only parts go.

    A value that is in stable form already stays.
    """
    for member in typed.members():
        if isinstance(value, Mapping) and isinstance(properties := member.get("properties"), Mapping):
            wires = {str(node.get("x-wire", name)): name for name, node in properties.items()}
            named = {wires.get(key, key): item for key, item in value.items()}
            return {
                key: stable(item, typed.at(properties[key])) if key in properties else item
                for key, item in named.items()
                if not properties.get(key, {}).get("readOnly")
            }
        if isinstance(value, list) and isinstance(member.get("items"), Mapping):
            return [stable(item, typed.at(member["items"])) for item in value]
    return _scalar(value, typed)


def _scalar(value: Json, typed: Typed) -> Json:
    schema = {**typed.resolved(), **typed.schema}
    mapping = schema.get("x-map")
    if isinstance(mapping, Mapping):
        return mapping.get(str(value), value)
    if isinstance(value, str) and schema.get("x-cast") in _NUMBERS:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        return int(number) if number == number.to_integral_value() else float(number)
    return value


def tool_examples(action: Action, given: Portable, report: Report) -> tuple[Json, ...]:
    """Return whole calls of the action's tool, in its portable form: one, or none where a required input has none.

    Args:
        action: its inputs carry the examples.
        given: the tool's schema, which an example keeps to as well, and how it differs from the action's own form.
        report: collects `example-invalid`, for people to mend the contract.
    """
    call: dict[str, Json] = {}
    for bound in action.inputs:
        found = [value for value in bound.schema.get("examples", ()) if _fits(value, bound.name, bound.schema, report)]
        if found:
            call[bound.name] = found[0]
        elif bound.required:
            return ()
    if not call or len(json.dumps(call)) > MAX_SIZE:
        return ()
    portable = encoded(call, given.decodings)
    return (portable,) if _fits(portable, "the whole call", given.schema, report) else ()


def _fits(value: Json, name: str, schema: JsonSchema, report: Report) -> bool:
    message, _ = mismatch(value, Typed(schema))
    if message:
        at = f"/inputs/{escape(name)}" if name in (report.source.tree.get("inputs") or {}) else ""
        told = f"an example of {name} is left out: it {message}"
        report.info("example-invalid", told, at, "mend the example in the contract with an overlay")
    return not message


def encoded(value: Json, decodings: Sequence[Decoding], path: tuple[str, ...] = ()) -> Json:
    """Return a value of the action's own form in the portable form; what `decoded` of the runtime turns back."""
    here = {decoding.kind: decoding for decoding in decodings if decoding.path == path}
    if "json" in here:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return [encoded(item, decodings, (*path, "*")) for item in value]
    if not isinstance(value, Mapping):
        return value
    if "pairs" in here:
        below = (*path, "*", "value")
        return [{"key": key, "value": encoded(item, decodings, below)} for key, item in value.items()]
    own: Mapping[str, str] = {mine: name for name, mine in here["rename"].names} if "rename" in here else {}
    return {own.get(key, key): encoded(item, decodings, (*path, own.get(key, key))) for key, item in value.items()}
