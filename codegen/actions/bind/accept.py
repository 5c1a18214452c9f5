"""`accept_status` → the statuses beside the successes that are answers, each with what comes with it."""

from __future__ import annotations

from codegen.actions.bind.bodies import response_schema
from codegen.actions.bind.report import Report
from codegen.actions.definition import StepDefinition
from codegen.actions.steps import Accepted
from codegen.contract.model import Operation, Response


def bind_accepted(step: StepDefinition, operation: Operation, report: Report) -> tuple[Accepted, ...]:
    """Return the other statuses that are answers; what is wrong is collected.

    Args:
        step: as the definition has it.
        operation: what it calls.
        report: collects `wrong-status`.
    """
    if not step.accept:
        return ()
    at = f"{step.pointer}/accept_status"
    good = [response.status for response in operation.successes]
    others = [status for status in step.accept if not _among(status, good)]
    if len(others) == len(step.accept):
        report.error("wrong-status", "no success is accepted", at, f"add {', '.join(good) or '200'}", key=True)
    found = []
    for number, status in enumerate(step.accept):
        if status not in others:
            continue
        response = _response(operation, status)
        if response is None:
            hint = f"the contract knows {', '.join(r.status for r in operation.responses)}"
            message = f"the contract does not say what comes with {status}"
            report.error("wrong-status", message, f"{at}/{number}", hint)
        else:
            found.append(Accepted(status, response_schema(response)))
    return tuple(found)


def _among(status: int, documented: list[str]) -> bool:
    if "default" in documented and status < 300:
        return True
    return str(status) in documented or f"{status // 100}XX" in documented


def _response(operation: Operation, status: int) -> Response | None:
    for text in (str(status), f"{status // 100}XX", "default"):
        if found := next((r for r in operation.responses if r.status.upper() == text.upper()), None):
            return found
    return None
