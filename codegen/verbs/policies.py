"""What is declared of a step and of its service, in words: the policies under which a call is made."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.actions.plan import Action, Service
from codegen.actions.steps import Step
from codegen.actions.terms import Effect

_SAFE_TO_REPEAT = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"))  # RFC 9110, section 9.2.2


def policies_of(step: Step, action: Action, service: Service) -> tuple[str, ...]:
    """Return the policies of a step's call, a line each."""
    return tuple(_lines(step, action, service))


def _lines(step: Step, action: Action, service: Service) -> Iterator[str]:
    each = f"{service.connect_timeout:g} s to connect, {service.total_timeout:g} s in all"
    yield f"time: {each}; {action.total:g} s for the action"
    yield _retry(step, service)
    if names := sorted({f"{c.name} ({c.type})" for c in service.credentials.values() if c.name}):
        yield f"credential: {', '.join(names)}"
    if step.each:
        yield f"at most {step.each.most} calls, one for each element"
    if step.collect:
        yield f"page after page, at most {step.collect.max_items} items"
    if step.accept:
        yield f"answers: {', '.join(map(str, step.accept))}"
    if step.wait and step.wait.call:
        asked = f"{step.wait.call.service}.{step.wait.call.operation.name}"
        yield f"then asks {asked} every {step.wait.every:g} s, at most {step.wait.timeout:g} s"
    if step.expect:
        yield from _expectations(step)
    yield from _failing(step)


def _retry(step: Step, service: Service) -> str:
    retry, header = service.retry, service.idempotency_header
    often = (
        f"retry: {retry.attempts} attempts in all, on {', '.join(retry.on)}" if retry.attempts > 1 else "retry: none"
    )
    if step.call.operation.method in _SAFE_TO_REPEAT or retry.attempts == 1:
        return often
    return f"{often}, under one key in {header}" if header else f"{often}, and only where nothing was sent"


def _expectations(step: Step) -> Iterator[str]:
    expect = step.expect
    if expect is None:
        return
    if expect.max_age is not None:
        yield f"expects data at most {expect.max_age:g} s old"
    for rule in expect.missing:
        yield f"where {rule.pointer} is missing: {rule.rule.value}"
    for field in expect.fields:
        yield f"{field.pointer} must keep {', '.join(f'{key} {value}' for key, value in field.keeps.items())}"


def _failing(step: Step) -> Iterator[str]:
    fallback = step.fallback
    if fallback is not None:
        ways = [f"{fallback.call.service}.{fallback.call.operation.name} instead"] if fallback.call else []
        ways += [f"the last good answer up to {fallback.last_good:g} s old"] if fallback.last_good is not None else []
        ways += ["a fixed answer"] if fallback.fixed is not None else []
        ways += ["its owner is asked"] if fallback.escalate else []
        yield f"where the service fails: {', else '.join(ways)}"
    if step.continue_on_failure:
        yield "where it fails: the action goes on and warns"
    elif step.effect is Effect.WRITE and step.undo is None:
        yield "nothing takes it back"
