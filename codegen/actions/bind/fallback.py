"""`fallback` → what stands in where the service fails."""

from __future__ import annotations

from codegen.actions.bind.arguments import bind_call
from codegen.actions.bind.kinds import Typed, fits, mismatch
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.paths import Missed, follow
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.definition import FallbackDefinition
from codegen.actions.plan import Action
from codegen.actions.steps import Call, Fallback
from codegen.actions.terms import Effect
from codegen.actions.values import Literal, Segment
from codegen.actions.walk import answers_read


def bind_fallback(
    fallback: FallbackDefinition, answer: Answer, effect: Effect, operations: Operations, scope: Scope, report: Report
) -> Fallback | None:
    """Return what stands in; None where it is wrong, which is then collected.

    Args:
        fallback: as the definition has it.
        answer: the step's own.
        effect: what the step does to the world.
        operations: where to find another operation.
        scope: what the step may refer to.
        report: collects `argument-type`, `wrong-fallback` and what calls report.
    """
    at = fallback.pointer
    if effect is Effect.WRITE and (fallback.last_good is not None or fallback.fixed):
        key = "value" if fallback.fixed else "last_good"
        message = "a write that failed did not happen, so no answer can stand in for it"
        report.error("wrong-fallback", message, f"{at}/{key}", "name another operation, or escalate: true", key=True)
        return None
    call = bind_call(fallback.call, operations, scope, report) if fallback.call else None
    if fallback.call and call is None:
        return None
    if fallback.fixed:
        message, hint = mismatch(fallback.value, answer.typed) if answer.typed else ("must be left out", "")
        if message:
            report.error("argument-type", f"the fixed answer {message}", f"{at}/value", hint)
            return None
    return Fallback(
        call=call,
        last_good=fallback.last_good,
        fixed=Literal(fallback.value) if fallback.fixed else None,
        escalate=fallback.escalate,
    )


def hold_fallbacks(action: Action, scope: Scope, report: Report) -> None:
    """Collect what the action reads of an answer that the operation standing in does not give (`wrong-fallback`)."""
    for step in action.steps:
        call = step.fallback.call if step.fallback else None
        if call is None:
            continue
        for ref in answers_read(action):
            path = step.in_one_answer(ref.path) if ref.step == step.id else None
            if path is not None and (why := _lacks(call, step.call, path, scope)):
                at = f"{step.pointer}/fallback/operation"
                report.error("wrong-fallback", why, at, f"{ref.expression} is read from the answer")
                break


def _lacks(call: Call, own: Call, path: tuple[Segment, ...], scope: Scope) -> str:
    """Return why what `path` leads to in `own`'s answer cannot be read from that of `call`; "" where it can."""
    name = f"{call.service}.{call.operation.name}"
    if call.answer is None or own.answer is None:
        return f"{name} answers nothing"
    wanted = follow(Typed(own.answer, scope.contracts[own.service]), [segment.name for segment in path])
    reached = follow(Typed(call.answer, scope.contracts[call.service]), [segment.name for segment in path])
    if isinstance(reached, Missed) or isinstance(wanted, Missed):
        return f"the answer of {name} has no field {reached.token!r}" if isinstance(reached, Missed) else ""
    if [segment.ident for segment in reached.path] != [segment.ident for segment in path]:
        return f"the answer of {name} calls it otherwise"
    if reached.optional and not wanted.optional:
        return f"in the answer of {name}, {path[-1].name if path else 'it'} may be missing"
    return "" if fits(reached.typed, wanted.typed) else f"in the answer of {name}, it is of another type"
