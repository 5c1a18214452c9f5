"""What of a contract each action uses: the operations it calls, what it sends, reads and shows to agents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from codegen.actions.plan import Action, AnswerRef, Call, InputRef, Plan, Segment, Target
from codegen.contract.model import Contract, JsonSchema, name_of, references

ANY = "*"  # every property of a definition


@dataclass(frozen=True, slots=True)
class Used:
    """What one call of an action uses.

    Elements are `(kind, owner, name)` as in `codegen.changes.model.Element`, under wire names.

    Attributes:
        operation: `METHOD /path`.
        sends: parameters and properties that the action fills.
        reads: properties of answers that it reads.
        shown: those of both that agents see, as an input or an output.
        handler: whether a person's own code makes the calls, so that what it reads is not known from the definition.
    """

    action: str
    service: str
    operation: str
    sends: frozenset[tuple[str, str, str]]
    reads: frozenset[tuple[str, str, str]]
    shown: frozenset[tuple[str, str, str]]
    handler: bool


def uses(plan: Plan) -> tuple[Used, ...]:
    """Return what every action of a plan uses."""
    return tuple(used for action in plan.actions for used in _of_action(action, plan))


def _of_action(action: Action, plan: Plan) -> Iterator[Used]:
    answers = {step.id: step.call for step in action.steps}
    parts = [part for step in action.steps for part in (step.when, step.call.arguments, step.undo, step.expect)]
    read = [ref for ref in _refs([parts, action.outputs], AnswerRef) if isinstance(ref, AnswerRef)]
    outputs = [output.value for output in action.outputs]
    outputs = [output.value for output in action.outputs]
    shown = [ref for ref in _refs(outputs, AnswerRef) if isinstance(ref, AnswerRef)]
    for step in action.steps:
        for call in (step.call, step.undo):
            if call is None:
                continue
            contract = plan.service(call.service).contract
            mine = [ref for ref in read if call is step.call and ref.step == step.id]
            seen = [ref for ref in shown if call is step.call and ref.step == step.id]
            answer = answers[step.id].answer
            sends, exposed = set(_sent(call, contract)), set(_sent(call, contract, only_inputs=True))
            yield Used(
                action=action.name,
                service=call.service,
                operation=f"{call.operation.method} {call.operation.path}",
                sends=frozenset(sends),
                reads=frozenset(e for ref in mine for e in _read(ref, answer, contract)),
                shown=frozenset(exposed | {e for ref in seen for e in _read(ref, answer, contract)}),
                handler=action.handler,
            )


def _refs(node: object, kind: type) -> Iterator[object]:
    """Yield every value of `kind` in a tree of dataclasses and sequences."""
    if isinstance(node, kind):
        yield node
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _refs(item, kind)
    elif is_dataclass(node) and not isinstance(node, type):
        for item in fields(node):
            yield from _refs(getattr(node, item.name), kind)


def _sent(call: Call, contract: Contract, *, only_inputs: bool = False) -> Iterator[tuple[str, str, str]]:
    for argument in call.arguments:
        if only_inputs and not any(True for _ in _refs(argument.value, InputRef)):
            continue
        if argument.target is Target.PARAMETER and argument.parameter is not None:
            yield "parameter", str(argument.parameter.location), argument.parameter.wire
        elif argument.target is Target.FIELD and call.body_schema is not None:
            yield from _property(call.body_schema, argument.name, contract)
            yield from _all(argument.schema, contract)
        elif argument.target is Target.BODY and call.body_schema is not None:
            yield from _all(call.body_schema, contract)


def _read(ref: AnswerRef, answer: JsonSchema | None, contract: Contract) -> Iterator[tuple[str, str, str]]:
    node = answer or {}
    for segment in ref.path:
        yield from _property(node, segment.name, contract)
        node = _below(node, segment, contract)
    yield from _all(node, contract)


def _property(node: JsonSchema, name: str, contract: Contract) -> Iterator[tuple[str, str, str]]:
    for owner, schema in _objects(node, contract):
        child = schema.get("properties", {}).get(name)
        if child is not None:
            yield "property", owner, str(child.get("x-wire", name))


def _objects(node: JsonSchema, contract: Contract) -> Iterator[tuple[str, JsonSchema]]:
    """Yield the definitions that a value may be of, with their names."""
    if "$ref" in node:
        name = name_of(node)
        resolved = contract.schemas[name]
        if "$ref" in resolved or "anyOf" in resolved:
            yield from _objects(resolved, contract)
        else:
            yield name, resolved
    for member in node.get("anyOf", ()):
        yield from _objects(member, contract)


def _below(node: JsonSchema, segment: Segment, contract: Contract) -> JsonSchema:
    if segment.index is not None:
        members = [node, *node.get("anyOf", ())]
        return next((m["items"] for m in members if "items" in m), {})
    for _, schema in _objects(node, contract):
        if segment.name in schema.get("properties", {}):
            found: JsonSchema = schema["properties"][segment.name]
            return found
    return {}


def _all(node: JsonSchema, contract: Contract) -> Iterator[tuple[str, str, str]]:
    """Yield everything that a value holds, at any depth."""
    pending, seen = list(references(node)), set[str]()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            yield "property", name, ANY
            pending += references(contract.schemas[name])
