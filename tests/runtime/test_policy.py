"""Policies are tested without a clock, a socket or an event loop; then both drivers with them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.runtime import ExternalServiceError, Retry
from codegen.runtime.call import Call
from codegen.runtime.deadline import Deadline, current, deadline_scope
from codegen.runtime.drive import drive, drive_async
from codegen.runtime.effects import Answer, Effect, Failure, Request, Send, Wait
from codegen.runtime.flow import perform
from codegen.runtime.retry_after import LONGEST, retry_after
from tests.runtime.calls import READ, SERVICE, WRITE, quick

REQUEST = Request("GET", "http://x/")
BAD, GOOD = Answer(503, {}), Answer(200, {})


def call_of(operation: Any = READ, seconds: float = 100, key: str = "", **policy: Any) -> Call:
    world = quick(clock=lambda: 0.0, wall=lambda: 0.0, jitter=lambda: 1.0)
    return Call(
        service=replace(SERVICE, retry=Retry(**{"attempts": 4, "on": ("connect", "503", "timeout"), **policy})),
        operation=operation,
        world=world,
        deadline=Deadline(seconds, world.clock),
        correlation_id="c",
        key=key,
    )


def acted(call: Call, *results: Answer | Failure) -> tuple[list[Effect], Any]:
    """Return what the flow asked for, and how it ended."""
    flow, seen, left = perform(call, lambda _: REQUEST), [], list(results)
    result: Any = None
    try:
        while True:
            effect = flow.send(result)
            seen += [effect] if isinstance(effect, Send | Wait) else []
            result = left.pop(0) if isinstance(effect, Send) else None
    except StopIteration as end:
        return seen, end.value[1]
    except ExternalServiceError as error:
        return seen, error.code


def test_each_pause_may_be_twice_as_long() -> None:
    seen, end = acted(call_of(), BAD, BAD, BAD, BAD)

    assert [effect.seconds for effect in seen if isinstance(effect, Wait)] == [0.1, 0.2, 0.4]
    assert end == BAD


def test_no_pause_reaches_beyond_the_deadline() -> None:
    seen, end = acted(call_of(seconds=0.15), BAD, BAD)

    assert [effect.seconds for effect in seen if isinstance(effect, Wait)] == [0.1]
    assert end == BAD


@pytest.mark.parametrize(
    ("result", "operation", "key", "sends"),
    [
        (BAD, READ, "", 2),
        (BAD, WRITE, "", 1),
        (BAD, WRITE, "k", 2),
        (Answer(400, {}), READ, "", 1),
        (Failure("connect", False, ""), WRITE, "", 2),
        (Failure("broken", True, ""), READ, "", 2),
        (Failure("broken", True, ""), WRITE, "", 1),
        (Failure("timeout", False, ""), WRITE, "", 2),
        (Failure("timeout", True, ""), WRITE, "", 1),
        (Failure("timeout", True, ""), WRITE, "k", 2),
        (Failure("tls", False, ""), READ, "", 1),
        (Failure("too_large", True, ""), READ, "", 1),
        (Failure("encoding", True, ""), READ, "", 1),
    ],
)
def test_only_what_is_safe_is_sent_again(result, operation, key, sends) -> None:
    seen, _ = acted(call_of(operation, key=key), result, GOOD)

    assert sum(isinstance(effect, Send) for effect in seen) == sends


@given(
    st.lists(
        st.sampled_from(
            [
                BAD,
                GOOD,
                Answer(401, {}),
                *(Failure(kind, sent, "") for kind in ("connect", "timeout", "broken") for sent in (True, False)),
            ]
        ),
        min_size=10,
        max_size=10,
    ),
    st.integers(1, 5),
)
def test_a_write_without_a_key_is_never_sent_after_it_may_have_been_seen(results: list[Any], attempts: int) -> None:
    seen, _ = acted(call_of(WRITE, attempts=attempts), *results)
    sends = sum(isinstance(effect, Send) for effect in seen)

    assert sends <= attempts
    assert all(isinstance(result, Failure) and not result.sent for result in results[: sends - 1])


def test_both_drivers_do_the_same() -> None:
    def sender() -> Any:
        replies = iter([BAD, GOOD])
        return lambda _: next(replies)

    async def run() -> Answer:
        reply = sender()

        async def send(effect: Send) -> Answer | Failure:
            return reply(effect)

        async def sleep(_: float) -> None:
            return None

        return await drive_async(perform(call_of(), lambda _: REQUEST), send, sleep)

    _, answer = drive(perform(call_of(), lambda _: REQUEST), sender(), lambda _: None)
    assert answer == asyncio.run(run())[1] == GOOD


@pytest.mark.parametrize("first", [Failure("broken", True, ""), Failure("timeout", True, ""), Answer(502, {})])
@pytest.mark.parametrize("last", [Failure("connect", False, "refused"), Answer(503, {}), Answer(500, {})])
def test_after_an_attempt_that_may_have_taken_effect_no_failure_says_that_it_did_not(first: Any, last: Any) -> None:
    call = call_of(WRITE, key="k", attempts=2, on=("connect", "timeout", "502"))
    flow, left = perform(call, lambda _: REQUEST), [first, last]
    known: Call | None = None
    outcome = ""
    result: Any = None
    try:
        while True:
            effect = flow.send(result)
            result = left.pop(0) if isinstance(effect, Send) else None
    except StopIteration as end:
        known = end.value[0]
        outcome = known.error("unavailable", "failed", "Try again.", outcome="failed").outcome
    except ExternalServiceError as error:
        outcome = error.outcome
    assert outcome == "unknown"


@given(st.text(), st.floats(0, 4e9))
def test_whatever_retry_after_says_is_nothing_or_a_sane_number_of_seconds(said: str, now: float) -> None:
    seconds = retry_after({"retry-after": said}, now)

    assert seconds is None or 0 <= seconds <= LONGEST


def test_the_earlier_of_two_deadlines_holds() -> None:
    early, late = Deadline.after(1), Deadline.after(2)
    with deadline_scope(early), deadline_scope(late) as effective:
        assert effective is early
        assert current() is early
    assert current() is None
