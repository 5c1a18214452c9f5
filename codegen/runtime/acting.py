"""An action's policies as flows: a generator asks for calls to be made, and two short drivers make them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

from .pending import Pending

R = TypeVar("R")

Acting = Generator[Callable[[], Any], Any, R]
"""Yields calls without arguments, is sent what they return or thrown what they raise, and returns an R."""


def act(flow: Acting[R]) -> R:
    """Run `flow` to its end in this thread."""
    try:
        call = next(flow)
        while True:
            try:
                result = call()
            except (Exception, Pending) as error:  # noqa: BLE001 - the flow decides what an error of the call means
                call = flow.throw(error)
            else:
                call = flow.send(result)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]  # StopIteration is not generic
    finally:
        flow.close()


async def act_async(flow: Acting[R]) -> R:
    """Run `flow` to its end in this task; its calls return awaitables."""
    try:
        call: Callable[[], Awaitable[Any]] = next(flow)
        while True:
            try:
                result = await call()
            except (Exception, Pending) as error:  # noqa: BLE001 - as above
                call = flow.throw(error)
            else:
                call = flow.send(result)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]  # as above
    finally:
        flow.close()  # a cancelled flow lets go of what it holds
