"""The policy of one call: authenticate, send, try again where that is safe, within one deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import failures
from .call import Call
from .credentials import Authorization, authorize
from .effects import Answer, Failure, Flow, Record, Request, Send, Wait
from .retry_after import retry_after

_FIRST_PAUSE = 0.1  # seconds; the bound doubles with every attempt
_LONGEST_PAUSE = 5.0

Prepare = Callable[[Authorization], Request]
Result = Answer | Failure


def perform(call: Call, prepare: Prepare) -> Flow[tuple[Call, Answer]]:
    """Send until there is an answer to keep, and return it, whatever its status, with what is known of the call then.

    Args:
        call: what is called, with its deadline.
        prepare: puts the authorization into the request.

    Raises:
        LayerError: if there is no answer.
    """
    if call.deadline.passed:
        raise failures.not_started(call)
    authorization = yield from authorize(call)
    renewed = False
    attempt = 1
    while True:
        result: Result = yield Send(
            prepare(authorization), call.deadline, call.service.connect_timeout, call.world.body_limit
        )
        yield _record(call, attempt, result)
        if not renewed and isinstance(result, Answer) and result.status == 401 and not call.deadline.passed:
            renewed = True
            fresh = yield from authorize(call, rejected=authorization)
            if fresh != authorization:  # a 401 was not acted on: sending once more is safe
                authorization = fresh
                continue
        pause = _pause(call, attempt, result)
        if pause is None:
            return call, _kept(call, result)
        if call.operation.is_write and failures.may_have_acted(result):
            call = replace(call, unsure=True)
        yield Wait(pause)
        attempt += 1


def _kept(call: Call, result: Result) -> Answer:
    if isinstance(result, Failure):
        raise failures.of_failure(call, result)
    return result


def _pause(call: Call, attempt: int, result: Result) -> float | None:
    """Return the seconds before the next attempt, or None where this was the last."""
    if attempt >= call.service.retry.attempts or not _again(call, result):
        return None
    bound = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (attempt - 1))
    pause = bound * call.world.jitter()
    if isinstance(result, Answer):
        asked = retry_after(result.headers, call.world.wall())
        pause = pause if asked is None else asked
    return pause if pause < call.deadline.left else None


def _again(call: Call, result: Result) -> bool:
    """Say whether another attempt is wanted and safe."""
    on = call.service.retry.on
    if isinstance(result, Answer):
        return str(result.status) in on and call.repeatable
    safe = call.repeatable or not result.sent
    match result.kind:
        case "connect" | "broken":
            return "connect" in on and safe
        case "timeout":
            return safe and ("timeout" in on or ("connect" in on and not result.sent))
        case _:
            return False


def _record(call: Call, attempt: int, result: Result) -> Record:
    what = result.status if isinstance(result, Answer) else result.kind
    facts = {
        "service": call.service.name,
        "operation": call.operation.name,
        "attempt": attempt,
        "result": what,
        "correlation_id": call.correlation_id,
    }
    return Record("attempt", facts)
