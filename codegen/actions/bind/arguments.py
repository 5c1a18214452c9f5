"""`with` entries → arguments: each finds its parameter, body field or body, and must fit there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from codegen.actions.bind.bodies import answer_schema, body_fields, body_schema
from codegen.actions.bind.kinds import Typed, fits, in_words, mismatch
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Scope
from codegen.actions.bind.values import bind_value
from codegen.actions.definition import CallDefinition
from codegen.actions.steps import Argument, Call, Target
from codegen.actions.values import ListOf, Literal, ObjectOf, Value
from codegen.contract.model import Body, Contract, Json, JsonSchema, Operation, Parameter
from codegen.core.diagnostics import nearest
from codegen.core.names import snake
from codegen.core.places import escape


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that an operation takes.

    `required` says of a body's field that no body goes without it; whether there is one, a step decides where the
    contract leaves it open, which most do only because OpenAPI's default is so (3.1, section 4.8.13).
    """

    name: str
    ident: str
    target: Target
    parameter: Parameter | None
    required: bool
    schema: JsonSchema
    description: str

    @property
    def filled_by_layer_1(self) -> bool:
        """Whether layer 1 writes it by itself: headers of credentials, media types and repeats."""
        return self.parameter is not None and self.parameter.of_client

    @property
    def needs_key(self) -> bool:
        """Whether it is the required key of a repeated write, which layer 1 writes where its settings name it."""
        known = self.parameter
        return known is not None and known.required and known.of_client and known.wire.lower() == "idempotency-key"


def slots_of(operation: Operation, contract: Contract) -> tuple[Slot, ...]:
    """Return what an operation takes, in its order: parameters, then body fields or the body.

    A body field is called by its name, or `body.<name>` where a parameter has that name.
    """
    parameters = [
        Slot(p.name, p.ident, Target.PARAMETER, p, p.required and not p.of_client, p.schema, p.description)
        for p in operation.parameters
    ]
    return (
        *parameters,
        *_body_slots(operation, contract, {slot.name for slot in parameters}, {slot.ident for slot in parameters}),
    )


def _body_slots(operation: Operation, contract: Contract, names: set[str], idents: set[str]) -> Iterable[Slot]:
    body = operation.body
    if body is None:
        return
    fields = body_fields(body, contract)
    if fields is None:
        yield Slot("body", "body", Target.BODY, None, body.required, body_schema(body) or {}, body.description)
        return
    required = set(fields.get("required", ()))
    example = _body_example(body)
    for name, node in fields["properties"].items():
        if node.get("readOnly"):
            continue
        ident = node.get("x-ident") or snake(name)
        called = f"body.{name}" if name in names else name
        ident = f"body_{ident}" if ident in idents else ident
        yield Slot(
            called,
            ident,
            Target.FIELD,
            None,
            name in required and "x-default" not in node,
            _exemplified(node, example, str(node.get("x-wire", name))),
            str(node.get("description", "")),
        )


def _body_example(body: Body) -> Mapping[str, Json]:
    """Return the example of a whole body, whose members are examples of its fields."""
    found = next(iter((body_schema(body) or {}).get("examples", ())), None)
    return found if isinstance(found, Mapping) else {}


def _exemplified(node: JsonSchema, example: Mapping[str, Json], wire: str) -> JsonSchema:
    return {**node, "examples": [example[wire]]} if wire in example and not node.get("examples") else node


def bind_call(
    call: CallDefinition, operations: Operations, scope: Scope, report: Report, *, besides: str = ""
) -> Call | None:
    """Return a call with its arguments in the operation's order; None where its operation is not there.

    Args:
        call: as the definition has it.
        operations: where to find it.
        scope: what its values may refer to.
        besides: the name of an argument that is filled otherwise, so that it may be missing here.
        report: collects `unknown-operation`, `unknown-argument`, `missing-argument`, `argument-type` and what values
            report.
    """
    found = operations.find(call.operation, f"{call.pointer}/operation", report)
    if found is None:
        return None
    contract, operation = found
    slots = {slot.name: slot for slot in slots_of(operation, contract)}
    given = _given(call, slots, scope, contract, report)
    wanted = slots.values() if _sends_body(operation, slots, given) else _outside_body(slots.values())
    _missing(call, wanted, {*given, besides}, operations.keys.get(call.service, ""), report)
    arguments = tuple(
        Argument(
            slot.name.removeprefix("body.") if slot.target is Target.FIELD else slot.name,
            slot.ident,
            slot.target,
            slot.parameter,
            slot.required,
            slot.schema,
            value,
        )
        for name, slot in slots.items()
        if (value := given.get(name)) is not None
    )
    return make_call(call.service, operation, arguments)


def make_call(service: str, operation: Operation, arguments: tuple[Argument, ...]) -> Call:
    """Return a call of `operation` with these arguments."""
    filled = any(argument.target is not Target.PARAMETER for argument in arguments)
    media = operation.body.media[0].media_type if operation.body and operation.body.media else ""
    schema = body_schema(operation.body) if filled else None
    return Call(service, operation, arguments, schema, media, answer_schema(operation))


def _given(
    call: CallDefinition, slots: Mapping[str, Slot], scope: Scope, contract: Contract, report: Report
) -> dict[str, Value | None]:
    """Return the bound value of each slot that is given; None where its value was wrong."""
    given: dict[str, Value | None] = {}
    by_ident = {slot.ident: slot.name for slot in slots.values()}
    for name, raw in call.arguments.items():
        at = f"{call.pointer}/with/{escape(name)}"
        slot = slots.get(name) or slots.get(by_ident.get(name, ""))
        value = bind_value(raw, at, scope, report)
        if slot is None:
            message = f"the operation {call.operation} takes no {name!r}"
            report.error("unknown-argument", message, at, nearest(name, slots) or _takes(slots), key=True)
            continue
        if value is not None and not _check(value, Typed(slot.schema, contract), slot.name, at, scope, report):
            value = None
        given[slot.name] = value
    return given


def _takes(slots: Mapping[str, Slot]) -> str:
    return f"it takes {', '.join(list(slots)[:8])}" if slots else "it takes nothing"


def _sends_body(operation: Operation, slots: Mapping[str, Slot], given: Collection[str]) -> bool:
    """Say whether a call with these arguments has a body."""
    return (operation.body is not None and operation.body.required) or any(
        slots[name].target is not Target.PARAMETER for name in given
    )


def _outside_body(slots: Iterable[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.target is Target.PARAMETER]


def _missing(call: CallDefinition, slots: Iterable[Slot], given: Collection[str], key: str, report: Report) -> None:
    """Report what an operation needs and is not given; `key` is the header of layer 1's own key, or ""."""
    at = f"{call.pointer}/with" if call.arguments else f"{call.pointer}/operation"
    for slot in slots:
        name = slot.name
        if name in given:
            continue
        message = f"the operation {call.operation} needs {name!r}"
        if slot.required:
            report.error("missing-argument", message, at, f"add {name} under with", key=True)
        elif slot.needs_key and name.lower() != key.lower():
            hint = f"let layer 1 write it: idempotency: {{header: {name}}} in the service's settings"
            report.error("missing-argument", message, at, hint, key=True)


def _check(value: Value, target: Typed, name: str, at: str, scope: Scope, report: Report) -> bool:
    """Whether a value can stand where `target` is asked for; if not, why is collected at its place."""
    if isinstance(value, Literal):
        message, hint = mismatch(value.value, target)
        if message:
            report.error("argument-type", f"{name} {message}", at, hint)
        return not message
    if isinstance(value, ListOf):
        items = [member.get("items", {}) for member in target.members() if member.get("type") == "array"] or [{}]
        checks = [_check(v, target.at(items[0]), name, f"{at}/{n}", scope, report) for n, v in enumerate(value.items)]
        return _kind(value, target, name, at, scope, report) and all(checks)
    if isinstance(value, ObjectOf):
        return _kind(value, target, name, at, scope, report) and _members(value, target, at, scope, report)
    return _kind(value, target, name, at, scope, report)


def _kind(value: Value, target: Typed, name: str, at: str, scope: Scope, report: Report) -> bool:
    source = scope.typed(value)
    if fits(source, target):
        return True
    message = f"{name} takes {in_words(target.kinds)}, and this is {in_words(source.kinds)}"
    report.error("argument-type", message, at)
    return False


def _members(value: ObjectOf, target: Typed, at: str, scope: Scope, report: Report) -> bool:
    properties: dict[str, JsonSchema] = {}
    free = False
    for member in target.members():
        properties.update(member.get("properties", {}))
        free = free or not member.get("properties") or isinstance(member.get("additionalProperties"), Mapping)
    right = True
    members = [member for member in target.members() if member.get("properties")]
    lacking = set(members[0].get("required", ())) - {name for name, _ in value.members} if len(members) == 1 else set()
    for name in sorted(lacking):
        report.error("missing-argument", f"the field {name!r} must be there", at)
        right = False
    for name, item in value.members:
        below = f"{at}/{escape(name)}"
        if name in properties:
            right = _check(item, target.at(properties[name]), name, below, scope, report) and right
        elif not free:
            report.error("unknown-field", f"there is no field {name!r}", below, nearest(name, properties), key=True)
            right = False
    return right
