"""Steps → bound steps, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codegen.actions.bind.arguments import bind_call
from codegen.actions.bind.conditions import bind_condition
from codegen.actions.bind.expect import bind_expect
from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.definition import StepDefinition
from codegen.actions.plan import Call, Effect, Step
from codegen.core.names import assign, snake

SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))  # RFC 9110, section 9.2.1


@dataclass(frozen=True, slots=True)
class Bound:
    """Bound steps, and the scope behind the last one."""

    steps: tuple[Step, ...]
    scope: Scope


def bind_steps(
    definitions: Sequence[StepDefinition], operations: Operations, scope: Scope, report: Report, *, read: bool
) -> Bound:
    """Return the steps whose operations are there; what is wrong is collected.

    Args:
        definitions: the steps as written.
        operations: where to find what they call.
        scope: the inputs.
        report: collects `duplicate-step` and what calls, conditions and expectations report.
        read: whether the definition says that the whole action only reads.
    """
    ids = [definition.id for definition in definitions]
    idents = assign([(id_, snake(id_)) for id_ in ids], {}, reserved=("inputs", "steps", "run", "self"))
    scope = replace(scope, later=frozenset(ids))
    steps: list[Step] = []
    for number, definition in enumerate(definitions):
        if definition.id in ids[:number]:
            message = f"two steps have the id {definition.id!r}"
            report.error("duplicate-step", message, f"{definition.pointer}/id")
            continue
        step = _step(definition, idents[definition.id], operations, scope, report, read=read)
        if step is None:
            lost = scope.lost | {definition.id}
            scope = replace(scope, lost=lost, later=scope.later - {definition.id})
            continue
        steps.append(step)
        scope = scope.after(answer_of(step, scope))
    return Bound(tuple(steps), scope)


def answer_of(step: Step, scope: Scope) -> Answer:
    """Return what later steps know of a step's answer."""
    conditional = step.when is not None or step.continue_on_failure
    return _answer(step.id, step.call, step, scope, conditional=conditional)


def _answer(id_: str, call: Call, step: Step | None, scope: Scope, *, conditional: bool) -> Answer:
    typed = Typed(call.answer, scope.contracts[call.service]) if call.answer is not None else None
    return Answer(id_, call.service, typed, conditional, step.expect if step else None)


def _step(
    definition: StepDefinition, ident: str, operations: Operations, scope: Scope, report: Report, *, read: bool
) -> Step | None:
    call = bind_call(definition.call, operations, scope, report)
    when = bind_condition(definition.when, f"{definition.pointer}/when", scope, report) if definition.when else None
    if call is None:
        return None
    own = _answer(definition.id, call, None, scope, conditional=False)
    expect = bind_expect(definition.expect, own, scope, report) if definition.expect else None
    undo_scope = scope.inside(replace(own, expect=expect))
    undo = bind_call(definition.undo, operations, undo_scope, report) if definition.undo else None
    return Step(
        id=definition.id,
        ident=ident,
        call=call,
        effect=Effect.READ if read else effect_of(call),
        when=when,
        undo=undo,
        expect=expect,
        continue_on_failure=definition.continue_on_failure,
        pointer=definition.pointer,
    )


def effect_of(call: Call) -> Effect:
    """Return what a call does to the world, by its method."""
    return Effect.READ if call.operation.method in SAFE else Effect.WRITE
