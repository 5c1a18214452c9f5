"""The two drivers of a flow: the only place where sync and async differ."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from .effects import Answer, Failure, Flow, Join, Record, Send, Wait

R = TypeVar("R")

Sender = Callable[[Send], Answer | Failure]
AsyncSender = Callable[[Send], Awaitable[Answer | Failure]]

_LOGGER = logging.getLogger("codegen")


def drive(flow: Flow[R], send: Sender, sleep: Callable[[float], None] = time.sleep) -> R:
    """Run `flow` to its end in this thread."""
    result: Answer | Failure | bool | None = None
    try:
        while True:
            try:
                effect = flow.send(result)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # StopIteration is not generic
            match effect:
                case Send():
                    result = send(effect)
                case Wait(seconds):
                    result = sleep(seconds)  # type: ignore[func-returns-value]  # None is what the flow is sent
                case Join(future, deadline):
                    result = bool(concurrent.futures.wait((future,), timeout=deadline.left).done)
                case Record():
                    result = _record(effect)  # type: ignore[func-returns-value]  # as above
    finally:
        flow.close()  # an interrupted flow lets go of what it holds


async def drive_async(flow: Flow[R], send: AsyncSender, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> R:
    """Run `flow` to its end in this task."""
    result: Answer | Failure | bool | None = None
    try:
        while True:
            try:
                effect = flow.send(result)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # StopIteration is not generic
            match effect:
                case Send():
                    result = await send(effect)
                case Wait(seconds):
                    result = await sleep(seconds)  # type: ignore[func-returns-value]  # None is what the flow is sent
                case Join(future, deadline):
                    waiting = asyncio.wrap_future(future)
                    result = bool((await asyncio.wait((waiting,), timeout=deadline.left))[0])
                case Record():
                    result = _record(effect)  # type: ignore[func-returns-value]  # as above
    finally:
        flow.close()  # a cancelled flow lets go of what it holds


def _record(effect: Record) -> None:
    if _LOGGER.isEnabledFor(logging.DEBUG):
        _LOGGER.debug("%s %s", effect.event, dict(effect.facts))
