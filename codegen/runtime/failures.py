"""From what came instead of a good answer to the error that says it."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

from .call import Call
from .effects import Answer, Failure
from .errors import ExternalServiceError, InvocableActionError, LayerError, Outcome
from .redact import bounded
from .retry_after import retry_after

_UNANSWERED_BY_GATEWAY = (502, 504)


def may_have_acted(result: Answer | Failure) -> bool:
    """Return whether a service may have done what it was asked, whatever came instead of an answer."""
    return result.status in _UNANSWERED_BY_GATEWAY if isinstance(result, Answer) else result.sent


def not_started(call: Call) -> LayerError:
    """Return the error of a call whose time was over before anything was sent."""
    if not call.narrowed:
        return call.error("timeout", "had no time to be called", "Try again later.", outcome="not_sent", retryable=True)
    return InvocableActionError(
        f"the action's time was over before {call.service.name}.{call.operation.name} was called",
        code="deadline_exceeded",
        next_step="Try again later, or ask for less at once.",
        retryable=True,
        outcome="not_sent",
        service=call.service.name,
        operation=call.operation.name,
        correlation_id=call.correlation_id,
    )


def of_failure(call: Call, failure: Failure) -> ExternalServiceError:
    """Return the error of a request that got no usable response."""
    outcome = _outcome(call, sent=failure.sent)
    again = outcome != "unknown" or call.repeatable
    match failure.kind:
        case "connect":
            return call.error(
                "connect_failed",
                f"could not be reached: {failure.reason}",
                _later(call),
                outcome=outcome,
                retryable=again,
            )
        case "tls":
            step = f"Do not retry; tell {call.whom} that the TLS connection cannot be trusted."
            return call.error("connect_failed", f"could not be reached safely: {failure.reason}", step, outcome=outcome)
        case "timeout":
            return call.error(
                "timeout",
                f"did not answer in time: {failure.reason}",
                _unsure(call, outcome),
                outcome=outcome,
                retryable=again,
            )
        case "broken":
            return call.error(
                "connect_failed",
                f"broke off: {failure.reason}",
                _unsure(call, outcome),
                outcome=outcome,
                retryable=again,
            )
        case "too_large":
            step = f"Do not retry as it is: ask for less at once, or tell {call.whom}."
            return call.error(
                "body_too_large", f"answered too much: {failure.reason}", step, outcome=outcome, status=failure.status
            )
        case "encoding":
            step = f"Do not retry; tell {call.whom} that the answer cannot be read."
            return call.error(
                "answer_invalid", f"cannot be read: {failure.reason}", step, outcome=outcome, status=failure.status
            )


def of_status(call: Call, answer: Answer) -> ExternalServiceError:
    """Return the error of a response whose status is not accepted, with the vendor's own sentence if any."""
    status, said = answer.status, _problem(answer)
    told = f"answered {status}{': ' + said if said else ''}"
    wait = retry_after(answer.headers, call.world.wall())
    if status == 429:
        step = f"Wait {_seconds(wait)} and try again." if wait is not None else "Wait a while and try again."
        return call.error("rate_limited", told, step, outcome="failed", retryable=True, status=status, retry_after=wait)
    if status >= 500:
        outcome = _outcome(call, sent=status in _UNANSWERED_BY_GATEWAY)
        outcome = "failed" if outcome == "not_sent" else outcome
        again = outcome != "unknown" or call.repeatable
        step = _unsure(call, outcome) if outcome == "unknown" else _later(call, wait)
        return call.error("unavailable", told, step, outcome=outcome, retryable=again, status=status, retry_after=wait)
    return call.error("rejected", told, _rejected_step(call, status), outcome="failed", status=status)


def _rejected_step(call: Call, status: int) -> str:
    if status < 400:
        return f"Do not retry; tell {call.whom} that the service redirects, which is not followed."
    if status in (401, 403):
        return f"Do not retry; ask {call.whom} to check the credentials and what they may do."
    if status in (404, 410):
        return "Check the identifiers in the inputs: what they name is not there."
    if status in (409, 412):
        return "Read the current state first, then decide again."
    return f"Change the inputs as the message says; if they are right, tell {call.whom}."


def _outcome(call: Call, *, sent: bool) -> Outcome:
    """Return what is known of the world after a request that may have been sent."""
    if not sent:
        return "not_sent"
    return "unknown" if call.operation.is_write else "failed"


def _later(call: Call, wait: float | None = None) -> str:
    when = f"in {_seconds(wait)}" if wait is not None else "later"
    return f"Try again {when}; if it lasts, tell {call.whom}."


def _unsure(call: Call, outcome: Outcome) -> str:
    if outcome != "unknown":
        return _later(call)
    return f"Do not repeat it blindly: check whether it took effect, or ask {call.whom}."


def _seconds(wait: float) -> str:
    return f"{wait:.0f} s" if wait >= 1 else "a second"


def _problem(answer: Answer) -> str:
    """Return the title and detail of a problem+json body (RFC 9457); nothing of any other body."""
    if not answer.headers.get("content-type", "").lower().startswith("application/problem+json"):
        return ""
    body: Any = None
    try:
        body = from_json(answer.content)
    except ValueError:
        return ""
    if not isinstance(body, dict):
        return ""
    said = [body[key] for key in ("title", "detail") if isinstance(body.get(key), str)]
    return bounded(": ".join(said))
