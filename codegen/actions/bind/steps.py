"""Steps → bound steps, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codegen.actions.bind.accept import bind_accepted
from codegen.actions.bind.arguments import bind_call
from codegen.actions.bind.collect import bind_collect, gathered
from codegen.actions.bind.combinations import fit_together
from codegen.actions.bind.conditions import bind_condition
from codegen.actions.bind.each import bind_each, element_of, hold_items
from codegen.actions.bind.expect import bind_expect
from codegen.actions.bind.fallback import bind_fallback
from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.bind.wait import bind_wait
from codegen.actions.definition import StepDefinition
from codegen.actions.steps import Call, Step
from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef
from codegen.actions.walk import references
from codegen.contract.model import Json
from codegen.core.names import assign, snake
from codegen.core.places import escape, tokens

SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))  # RFC 9110, section 9.2.1


@dataclass(frozen=True, slots=True)
class Binding:
    """What a definition as a whole says about its steps.

    Attributes:
        read: whether the whole action only reads.
        handler: whether a person's code orchestrates the steps.
        status: the name that a status action of it has.
    """

    read: bool
    handler: bool
    status: str


@dataclass(frozen=True, slots=True)
class Bound:
    """Bound steps, and the scope behind the last one."""

    steps: tuple[Step, ...]
    scope: Scope


def bind_steps(
    definitions: Sequence[StepDefinition], operations: Operations, scope: Scope, report: Report, *, binding: Binding
) -> Bound:
    """Return the steps whose operations are there; what is wrong is collected.

    Args:
        definitions: the steps as written.
        operations: where to find what they call.
        scope: the inputs.
        report: collects `duplicate-step`, `wait-not-last`, `wrong-combination` and what the keys of a step report.
        binding: what the definition as a whole says.
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
        step = _step(definition, idents[definition.id], operations, scope, report, binding=binding)
        if step is None:
            lost = scope.lost | {definition.id}
            scope = replace(scope, lost=lost, later=scope.later - {definition.id})
            continue
        if steps and steps[-1].wait and not binding.handler:
            _refuse_behind(steps[-1], definition, report)
        steps.append(step)
        scope = scope.after(answer_of(step, scope))
    return Bound(tuple(steps), scope)


def _refuse_behind(waiting: Step, definition: StepDefinition, report: Report) -> None:
    message = f"a step behind {waiting.id!r} would be lost when what that waits for takes too long"
    hint = "make it an action of its own, or orchestrate the steps in a handler (handler: true)"
    report.error("wait-not-last", message, f"{definition.pointer}/id", hint)


def answer_of(step: Step, scope: Scope) -> Answer:
    """Return what later steps know of a step's answer."""
    call = step.answering
    contract = scope.contracts[call.service]
    typed = Typed(call.answer, contract) if call.answer is not None else None
    if step.collect is not None:
        typed = Typed(gathered(step.collect), contract)
    if step.each is not None:
        # A list is always there: empty where nothing was called, shorter where a call failed and was passed over.
        every = Typed({"type": "array", "items": typed.schema}, contract) if typed else None
        return Answer(step.id, call.service, every, conditional=False)
    return Answer(
        step.id,
        call.service,
        typed,
        conditional=step.when is not None or step.continue_on_failure,
        expect=step.expect,
        statuses={a.status: Typed(a.schema, contract) if a.schema is not None else None for a in step.accepted},
    )


def _step(
    definition: StepDefinition, ident: str, operations: Operations, scope: Scope, report: Report, *, binding: Binding
) -> Step | None:
    """Return a bound step; None where too little of it is right to go on with."""
    each = bind_each(definition.each, scope, report) if definition.each else None
    if each is None and "for_each" in _written(definition, report):
        return None
    scope = replace(scope, item=element_of(each, scope)) if each else scope
    collect = bind_collect(definition.collect, definition.call, operations, report) if definition.collect else None
    besides = collect.argument.name if collect else ""
    call = bind_call(definition.call, operations, scope, report, besides=besides)
    when = bind_condition(definition.when, f"{definition.pointer}/when", scope, report) if definition.when else None
    if call is None or (definition.collect and collect is None) or not fit_together(definition, report):
        return None
    if when is None and not definition.when:
        _warn_of_skipped(call, definition, report)
    step = Step(
        id=definition.id,
        ident=ident,
        call=call,
        effect=Effect.READ if binding.read else effect_of(call),
        pointer=definition.pointer,
        when=when,
        each=each,
        collect=collect,
        accept=definition.accept,
        accepted=bind_accepted(definition, call.operation, report),
        continue_on_failure=definition.continue_on_failure,
    )
    return _with_own_answer(definition, step, operations, scope, report, status=binding.status)


def _warn_of_skipped(call: Call, definition: StepDefinition, report: Report) -> None:
    """Warn of an argument that needs the answer of a step that may be skipped, in a step that never is."""
    for argument in call.arguments:
        for ref in references(argument.value):
            if argument.required and isinstance(ref, AnswerRef) and ref.conditional:
                message = (
                    f"where step {ref.step!r} gives no answer, {argument.name!r} has no value and the action fails"
                )
                at = f"{definition.pointer}/with/{escape(argument.name)}"
                report.warning("may-be-missing", message, at, "give this step a condition (when) too")


def _written(definition: StepDefinition, report: Report) -> Mapping[str, Json]:
    """Return the step as it stands in the file, with what is wrong in it."""
    node: Json = report.source.tree
    for token in tokens(definition.pointer):
        node = node[int(token)] if isinstance(node, list) else node[token]
    return node if isinstance(node, Mapping) else {}


def _with_own_answer(
    definition: StepDefinition, step: Step, operations: Operations, scope: Scope, report: Report, *, status: str
) -> Step | None:
    """Return the step with what refers to its own answer: expectation, undo, wait and fallback."""
    own = _one_answer(step, step.call, scope)
    wait = bind_wait(definition.wait, own, status, operations, scope, report) if definition.wait else None
    if definition.wait and wait is None:
        return None
    step = replace(step, wait=wait)
    whole = _one_answer(step, step.answering, scope)
    expect = bind_expect(definition.expect, whole, scope, report) if definition.expect else None
    undo_scope = scope.inside(own if wait else replace(own, expect=expect))
    undo = bind_call(definition.undo, operations, undo_scope, report) if definition.undo else None
    fallback = None
    if definition.fallback:
        fallback = bind_fallback(definition.fallback, own, step.effect, operations, scope, report)
    step = replace(step, expect=expect, undo=undo, fallback=fallback)
    return step if hold_items(step, report) else None


def _one_answer(step: Step, call: Call, scope: Scope) -> Answer:
    """Return what one call of a step answers, as its own undo and expectation see it."""
    typed = Typed(call.answer, scope.contracts[call.service]) if call.answer is not None else None
    return Answer(step.id, call.service, typed, conditional=False)


def effect_of(call: Call) -> Effect:
    """Return what a call does to the world, by its method."""
    return Effect.READ if call.operation.method in SAFE else Effect.WRITE
