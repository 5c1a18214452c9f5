"""The definition of three lines: one operation; its required arguments are the inputs, its answer the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from codegen.actions.bind.arguments import Slot, make_call, slots_of
from codegen.actions.bind.bodies import answer_schema
from codegen.actions.bind.inputs import input_of
from codegen.actions.bind.kinds import Typed, fits
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.outputs import output_of
from codegen.actions.bind.paths import Reached, follow
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Scope
from codegen.actions.bind.steps import effect_of
from codegen.actions.bind.values import always_there
from codegen.actions.definition import Definition
from codegen.actions.plan import Input, Output
from codegen.actions.steps import Argument, Step, Target
from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef, InputRef
from codegen.contract.model import Contract, Operation
from codegen.core.diagnostics import nearest
from codegen.core.names import assign, snake
from codegen.core.places import escape, pointer

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Short:
    """What the three lines stand for."""

    inputs: dict[str, Input]
    step: Step
    contract: Contract


def bind_short(
    definition: Definition, given: Mapping[str, Input | None], operations: Operations, report: Report
) -> Short | None:
    """Return the one step of a short definition, with its inputs; None where its operation is not there.

    Args:
        definition: a short definition.
        given: the inputs that the definition writes itself; each fills the argument of its name.
        operations: where to find the operation.
        report: collects `unknown-operation`, `unknown-argument`, `argument-type`.
    """
    found = operations.find(definition.steps[0].call.operation, "/operation", report)
    if found is None:
        return None
    contract, operation = found
    slots = slots_of(operation, contract)
    filled = _written(slots, given, contract, report)
    required = [slot for slot in slots if slot.required and slot.name not in filled]
    reserved = [bound.name for bound in filled.values()]
    names = assign([(slot.name, _input_name(slot)) for slot in required], {}, reserved=reserved)
    idents = assign([(name, snake(name)) for name in names.values()], {}, reserved=("steps", "inputs", *reserved))
    for slot in required:
        name = names[slot.name]
        filled[slot.name] = input_of(slot, name, idents[name], Typed(slot.schema, contract))
    arguments = tuple(_argument(slot, filled[slot.name]) for slot in slots if slot.name in filled)
    return Short({bound.name: bound for bound in filled.values()}, _step(definition, operation, arguments), contract)


def _written(
    slots: tuple[Slot, ...], given: Mapping[str, Input | None], contract: Contract, report: Report
) -> dict[str, Input]:
    """Return the inputs that the definition writes itself, by the slot that each fills."""
    filled = {}
    for name, bound in given.items():
        slot = next((slot for slot in slots if name in (slot.name, slot.ident)), None)
        at = f"/inputs/{escape(name)}"
        if slot is None:
            report.error(
                "unknown-argument",
                f"the operation takes no {name!r}",
                at,
                nearest(name, [s.name for s in slots]),
                key=True,
            )
        elif bound is not None:
            if not fits(Typed(bound.schema), Typed(slot.schema, contract)):
                report.error("argument-type", f"the operation takes another type for {name!r}", at, key=True)
            filled[slot.name] = bound
    return filled


def _input_name(slot: Slot) -> str:
    name = slot.name.removeprefix("body.")
    return name if _NAME.fullmatch(name) else slot.ident


def _argument(slot: Slot, bound: Input) -> Argument:
    optional = not always_there(bound) or Typed(bound.schema).nullable
    value = InputRef(bound.name, bound.ident, (), bound.schema, optional)
    name = slot.name.removeprefix("body.") if slot.target is Target.FIELD else slot.name
    return Argument(name, slot.ident, slot.target, slot.parameter, slot.required, slot.schema, value)


def _step(definition: Definition, operation: Operation, arguments: tuple[Argument, ...]) -> Step:
    written = definition.steps[0]
    call = make_call(written.call.service, operation, arguments)
    effect = Effect.READ if definition.effect == "read" else effect_of(call)
    ident = snake(operation.ident)
    return Step(ident, ident, call, effect, pointer="")


def short_outputs(step: Step, scope: Scope) -> tuple[Output, ...]:
    """Return the fields of the answer as outputs; an answer that is no object is one output, `result`."""
    answer = answer_schema(step.call.operation)
    if answer is None:
        return ()
    typed = Typed(answer, scope.contracts[step.call.service])
    members = [member for member in typed.members() if member.get("type") != "null"]
    if len(members) != 1 or not members[0].get("properties"):
        return (_output("result", "result", (), typed, step, scope),)
    shown = [name for name, node in members[0]["properties"].items() if not node.get("writeOnly")]
    wanted = {name: name if _NAME.fullmatch(name) else snake(name) for name in shown}
    idents = assign([(name, snake(name)) for name in shown], {})
    return tuple(_output(wanted[name], idents[name], (name,), typed, step, scope) for name in shown)


def _output(name: str, ident: str, tokens: tuple[str, ...], typed: Typed, step: Step, scope: Scope) -> Output:
    reached = follow(typed, tokens)
    assert isinstance(reached, Reached)  # noqa: S101  # the tokens come from the schema itself
    text = f"$steps.{step.id}.response.body" + (f"#{pointer(*tokens)}" if tokens else "")
    value = AnswerRef(
        step.id,
        reached.path,
        reached.typed.schema,
        step.call.service,
        reached.optional,
        conditional=False,
        expression=text,
    )
    return output_of(name, ident, value, scope)
