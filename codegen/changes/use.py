"""What of a contract each action uses: the operations it calls, what it sends, reads and shows to agents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codegen.actions.plan import Action, Plan
from codegen.actions.steps import Call, Step, Target
from codegen.actions.values import AnswerRef, InputRef, Literal, Segment, Value
from codegen.actions.walk import answers_read, read_inside, within
from codegen.contract.model import Contract, In, JsonSchema, name_of, references

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
        fixed: what the definition itself says that it sends, for elements that nothing else fills.
    """

    action: str
    service: str
    operation: str
    sends: frozenset[tuple[str, str, str]]
    reads: frozenset[tuple[str, str, str]]
    shown: frozenset[tuple[str, str, str]]
    handler: bool
    fixed: Mapping[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)


def uses(plan: Plan) -> tuple[Used, ...]:
    """Return what every action of a plan uses."""
    return tuple(used for action in plan.actions for used in _of_action(action, plan))


def _of_action(action: Action, plan: Plan) -> Iterator[Used]:
    whole = list(answers_read(action))
    outputs = [output.value for output in action.outputs]
    shown = list(within(outputs, AnswerRef))
    for step in action.steps:
        for call in step.calls:
            contract = plan.service(call.service).contract
            read = set(_read_of(step, call, whole, contract))
            seen = set(_read_of(step, call, shown, contract)) if call is step.answering else set()
            sends, exposed = set(_sent(call, contract)), set(_sent(call, contract, only_inputs=True))
            if call is step.call:
                sends |= set(_sent_besides(step, plan))
            yield Used(
                action=action.name,
                service=call.service,
                operation=f"{call.operation.method} {call.operation.path}",
                sends=frozenset(sends),
                reads=frozenset(read),
                shown=frozenset(exposed | seen),
                handler=action.handler,
                fixed={} if action.handler else dict(_fixed(call, contract)),
            )


def _read_of(step: Step, call: Call, whole: Sequence[AnswerRef], contract: Contract) -> Iterator[tuple[str, str, str]]:
    """Yield what is read of the answers of one call of a step: `whole` are those who read what the step answers."""
    if call is step.answering or (step.fallback is not None and call is step.fallback.call):
        for ref in whole:
            path = step.in_one_answer(ref.path) if ref.step == step.id else None
            if path is not None:
                yield from _read(path, _answer(step, call, ref), contract)
    for path in _own_paths(step, call):
        yield from _read(path, call.answer, contract)


def _answer(step: Step, call: Call, ref: AnswerRef) -> JsonSchema | None:
    """Return the schema of the answer that a reference reads: a success's, or that of another accepted status."""
    other = next((accepted.schema for accepted in step.accepted if accepted.status == ref.status), None)
    return other if ref.status else call.answer


def _own_paths(step: Step, call: Call) -> Iterator[tuple[Segment, ...]]:
    """Yield what the step itself reads of a call's answer: to undo, to expect, to wait, to turn pages."""
    if call is step.call:
        yield from (ref.path for ref in read_inside(step) if isinstance(ref, AnswerRef) and ref.step == step.id)
        if step.collect is not None:
            yield from (path for path in (step.collect.next, step.collect.more) if path)
    if call is step.answering:
        conditions = [step.wait.done, step.wait.failed] if step.wait else []
        for asked in within([conditions, step.expect.as_of if step.expect else None], AnswerRef):
            if asked.step == step.id:
                yield asked.path
        yield from (rule.path for rule in (step.expect.missing if step.expect else ()))
        yield from (rule.path for rule in (step.expect.fields if step.expect else ()))


def _sent(call: Call, contract: Contract, *, only_inputs: bool = False) -> Iterator[tuple[str, str, str]]:
    for argument in call.arguments:
        if only_inputs and not any(True for _ in within(argument.value, InputRef)):
            continue
        if argument.target is Target.PARAMETER and argument.parameter is not None:
            yield "parameter", str(argument.parameter.location), argument.parameter.wire
        elif argument.target is Target.FIELD and call.body_schema is not None:
            yield from _property(call.body_schema, argument.name, contract)
            yield from _all(argument.schema, contract)
        elif argument.target is Target.BODY and call.body_schema is not None:
            yield from _all(call.body_schema, contract)


def _sent_besides(step: Step, plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield what layer 1 and paging fill, not the definition: what asks for the next page, the key of a write."""
    if step.collect is not None and step.collect.argument.parameter is not None:
        asks = step.collect.argument.parameter
        yield "parameter", str(asks.location), asks.wire
    header = plan.service(step.call.service).idempotency_header.lower()
    for parameter in step.call.operation.parameters:
        if parameter.location is In.HEADER and header and parameter.wire.lower() == header:
            yield "parameter", str(parameter.location), parameter.wire


def _fixed(call: Call, contract: Contract) -> Iterator[tuple[tuple[str, str, str], frozenset[str]]]:
    """Yield each element that is filled by the definition's own words, with these."""
    for argument in call.arguments:
        words = _words(argument.value)
        if words is None:
            continue
        if argument.parameter is not None:
            yield ("parameter", str(argument.parameter.location), argument.parameter.wire), words
        elif argument.target is Target.FIELD and call.body_schema is not None:
            for key in _property(call.body_schema, argument.name, contract):
                yield key, words


def _words(value: Value) -> frozenset[str] | None:
    """Return the words that a value consists of, alone or in a list; None where something else is in it."""
    if not isinstance(value, Literal):
        return None
    members = value.value if isinstance(value.value, list) else [value.value]
    return frozenset(members) if all(isinstance(member, str) for member in members) else None


def _read(path: Sequence[Segment], answer: JsonSchema | None, contract: Contract) -> Iterator[tuple[str, str, str]]:
    node = answer or {}
    for segment in path:
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
    if segment.index is not None or segment.every:
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
