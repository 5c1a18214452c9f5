"""What a client takes from outside besides the network; replaceable in tests."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from .effects import Answer, Failure, Send
from .escalation import Escalation, FailuresInARow, log_escalation
from .last_good import LastGood
from .repeats import Repeats, RepeatsInMemory
from .tokens import TOKENS, TokenStore

LAST_GOOD = LastGood(time.monotonic)
FAILURES = FailuresInARow()
REPEATS = RepeatsInMemory(time.monotonic)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The outside.

    Attributes:
        clock: monotonic seconds; wall: seconds since 1970.
        jitter: a number from 0 up to 1.
        body_limit: the most decoded bytes of an answer.
        last_good: the last good answers, for steps that fall back to them.
        failures: how often each action has failed in a row.
        repeats: the writes that were made lately, for callers that ask again.
        escalate: takes the record of what a person must look at.
        transport: takes the place of the network, for dry runs and tests.
    """

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    jitter: Callable[[], float] = random.random
    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = asyncio.sleep
    body_limit: int = 16 * 1024 * 1024
    tokens: TokenStore = field(default_factory=lambda: TOKENS)
    last_good: LastGood = field(default_factory=lambda: LAST_GOOD)
    failures: FailuresInARow = field(default_factory=lambda: FAILURES)
    repeats: Repeats = field(default_factory=lambda: REPEATS)
    escalate: Callable[[Escalation], None] = log_escalation
    transport: Callable[[Send], Answer | Failure] | None = None


WORLD = World()
