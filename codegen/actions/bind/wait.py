"""`wait_for` → how to ask until it is done, and what hands over to the status action."""

from __future__ import annotations

from dataclasses import replace

from codegen.actions.bind.arguments import bind_call
from codegen.actions.bind.conditions import bind_condition
from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.definition import WaitDefinition
from codegen.actions.steps import Argument, Call, Wait
from codegen.actions.values import Comparison, Literal, StatusRef

_DONE = Comparison(StatusRef("", conditional=False, expression="$statusCode"), "==", Literal(200))


def bind_wait(
    wait: WaitDefinition, started: Answer, status: str, operations: Operations, scope: Scope, report: Report
) -> Wait | None:
    """Return how to wait; None where something in it is wrong, which is then collected.

    Args:
        wait: as the definition has it.
        started: the answer of what was started; `$response.body` under `with`.
        status: the name of the status action.
        operations: where to find the operation that is asked.
        scope: what the step may refer to.
        report: collects what calls and conditions report.
    """
    call = bind_call(wait.call, operations, scope.inside(started), report)
    if call is None:
        return None
    typed = Typed(call.answer, scope.contracts[call.service]) if call.answer is not None else None
    asked = replace(scope.inside(Answer(started.step, call.service, typed, conditional=False)), asking=True)
    done = bind_condition(wait.done, f"{wait.pointer}/done", asked, report) if wait.done else _DONE
    failed = bind_condition(wait.failed, f"{wait.pointer}/failed", asked, report) if wait.failed else None
    if done is None or (wait.failed and failed is None):
        return None
    handle = tuple((argument.ident, argument.value) for argument in handed_over(call))
    return Wait(call, done, failed, wait.every, wait.timeout, status, handle)


def handed_over(call: Call) -> tuple[Argument, ...]:
    """Return the arguments of a call that differ from run to run: the inputs of the status action."""
    return tuple(argument for argument in call.arguments if not isinstance(argument.value, Literal))
