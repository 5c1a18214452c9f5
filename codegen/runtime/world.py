"""What a client takes from outside besides the network; replaceable in tests."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from .tokens import TOKENS, TokenStore


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The outside.

    Attributes:
        clock: monotonic seconds; wall: seconds since 1970.
        jitter: a number from 0 up to 1.
        body_limit: the most decoded bytes of an answer.
    """

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    jitter: Callable[[], float] = random.random
    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = asyncio.sleep
    body_limit: int = 16 * 1024 * 1024
    tokens: TokenStore = field(default_factory=lambda: TOKENS)


WORLD = World()
