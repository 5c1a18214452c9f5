"""One run of an action, as its steps see it: in this thread, or in this task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from .acting import act, act_async
from .client import AsyncServiceClient, ServiceClient
from .pages import Collected, Reading
from .step import Step
from .stepping import Stepping

T = TypeVar("T")
R = TypeVar("R")
P = TypeVar("P")
E = TypeVar("E")
C = TypeVar("C", bound=ServiceClient)
A = TypeVar("A", bound=AsyncServiceClient)


class Run(Stepping):
    """A run in this thread."""

    def client(self, cls: type[C]) -> C:
        """Return the run's client of a service."""
        client: C = self._client(cls)
        return client

    def step(
        self,
        step: Step,
        call: Callable[[], T],
        *,
        undo: Callable[[T], object] | None = None,
        instead: Callable[[], R] | None = None,
        given: tuple[Any, ...] = (),
    ) -> T | R:
        """Make a step's call under its policy.

        Args:
            step: what is declared of it.
            call: makes it, by layer 1.
            undo: takes it back, given its answer, when the action gives up.
            instead: makes another call where the service fails.
            given: the arguments, by which a last good answer is known again.

        Raises:
            LayerError: if the step fails.
        """
        answer: T | R = act(self._step(step, call, undo, instead, given))
        return answer

    def attempt(
        self,
        step: Step,
        call: Callable[[], T],
        *,
        undo: Callable[[T], object] | None = None,
        instead: Callable[[], R] | None = None,
        given: tuple[Any, ...] = (),
    ) -> T | R | None:
        """Make a step's call as `step` does, but warn and return None where it fails.

        Raises:
            LayerError: if the action's time is up.
        """
        answer: T | R | None = act(self._attempt(step, self._step(step, call, undo, instead, given)))
        return answer

    def optional(self, step: Step, call: Callable[[], T]) -> T | None:
        """Do what another method of this run does, but warn and return None where it fails.

        Raises:
            LayerError: if the action's time is up.
        """
        answer: T | None = act(self._optional(step, call))
        return answer

    def answered(
        self,
        step: Step,
        call: Callable[[], T],
        into: Callable[..., R],
        *,
        undo: Callable[[T], object] | None = None,
    ) -> R:
        """Make a call that other statuses than successes answer too.

        Args:
            step: what is declared of it.
            call: makes it.
            into: makes what tells the statuses apart, of `status_code` and `body` or `body_<status>`.
            undo: takes a success back.

        Raises:
            LayerError: if the step fails.
        """
        answer: R = act(self._answered(step, call, into, undo))
        return answer

    def collect(
        self,
        step: Step,
        call: Callable[[Any], P],
        *,
        items: Callable[[P], Sequence[E] | None],
        following: Callable[[P], object] | None = None,
        more: Callable[[P], bool | int | None] | None = None,
    ) -> Collected[E]:
        """Gather the items of all pages, up to the step's bound.

        Args:
            step: what is declared of it.
            call: asks for a page by its cursor, number or offset; None asks for the first.
            items: reads a page's list.
            following: reads the next page's cursor.
            more: reads whether there is another page, or how many there are.

        Raises:
            LayerError: if a page cannot be had.
        """
        collected: Collected[E] = act(self._collect(step, call, Reading(items=items, next=following, more=more)))
        return collected

    def wait(
        self,
        step: Step,
        call: Callable[[], T],
        *,
        poll: Callable[[T], R],
        done: Callable[[R, int], bool],
        handle: Callable[[T], Mapping[str, Any]],
        failed: Callable[[R, int], bool] | None = None,
        undo: Callable[[T], object] | None = None,
    ) -> R:
        """Start something, and ask until it is done.

        Args:
            step: what is declared of it.
            call: starts it.
            poll: asks, given what starting it answered.
            done: tells by an answer and its status whether it is done.
            failed: tells likewise whether it has failed for good.
            handle: the inputs of the status action, given what starting it answered.
            undo: takes it back, likewise.

        Raises:
            LayerError: if it fails.
            Pending: if it takes longer than the step or the action may.
        """
        answer: R = act(self._wait(step, call, poll, done, failed, handle, undo))
        return answer

    def ask(
        self,
        step: Step,
        call: Callable[[], T],
        *,
        done: Callable[[T, int], bool],
        handle: Mapping[str, Any],
        failed: Callable[[T, int], bool] | None = None,
    ) -> T:
        """Ask once whether what was started earlier is done; as of `wait`.

        Raises:
            LayerError: if it fails.
            Pending: if it is not done yet.
        """
        answer: T = act(self._ask(step, call, done, failed, handle))
        return answer

    def _sleep(self, seconds: float) -> Callable[[], Any]:
        return lambda: self.context.world.sleep(seconds)

    def joined(self, future: Future[T]) -> Callable[[], Any]:
        """Return the call that waits for what another run is finding out, no longer than this one may."""
        return lambda: future.result(self.deadline.left)


class AsyncRun(Stepping):
    """A run in this task; the same as `Run` with `await`."""

    def client(self, cls: type[A]) -> A:
        """Return the run's client of a service."""
        client: A = self._client(cls)
        return client

    async def step(
        self,
        step: Step,
        call: Callable[[], Awaitable[T]],
        *,
        undo: Callable[[T], Awaitable[object]] | None = None,
        instead: Callable[[], Awaitable[R]] | None = None,
        given: tuple[Any, ...] = (),
    ) -> T | R:
        """Make a step's call under its policy; as of `Run.step`."""
        answer: T | R = await act_async(self._step(step, call, undo, instead, given))
        return answer

    async def attempt(
        self,
        step: Step,
        call: Callable[[], Awaitable[T]],
        *,
        undo: Callable[[T], Awaitable[object]] | None = None,
        instead: Callable[[], Awaitable[R]] | None = None,
        given: tuple[Any, ...] = (),
    ) -> T | R | None:
        """Make a step's call, but warn and return None where it fails; as of `Run.attempt`."""
        answer: T | R | None = await act_async(self._attempt(step, self._step(step, call, undo, instead, given)))
        return answer

    async def optional(self, step: Step, call: Callable[[], Awaitable[T]]) -> T | None:
        """Do what another method does, but warn and return None where it fails; as of `Run.optional`."""
        answer: T | None = await act_async(self._optional(step, call))
        return answer

    async def answered(
        self,
        step: Step,
        call: Callable[[], Awaitable[T]],
        into: Callable[..., R],
        *,
        undo: Callable[[T], Awaitable[object]] | None = None,
    ) -> R:
        """Make a call that other statuses than successes answer too; as of `Run.answered`."""
        answer: R = await act_async(self._answered(step, call, into, undo))
        return answer

    async def collect(
        self,
        step: Step,
        call: Callable[[Any], Awaitable[P]],
        *,
        items: Callable[[P], Sequence[E] | None],
        following: Callable[[P], object] | None = None,
        more: Callable[[P], bool | int | None] | None = None,
    ) -> Collected[E]:
        """Gather the items of all pages; as of `Run.collect`."""
        reading = Reading(items=items, next=following, more=more)
        collected: Collected[E] = await act_async(self._collect(step, call, reading))
        return collected

    async def wait(
        self,
        step: Step,
        call: Callable[[], Awaitable[T]],
        *,
        poll: Callable[[T], Awaitable[R]],
        done: Callable[[R, int], bool],
        handle: Callable[[T], Mapping[str, Any]],
        failed: Callable[[R, int], bool] | None = None,
        undo: Callable[[T], Awaitable[object]] | None = None,
    ) -> R:
        """Start something, and ask until it is done; as of `Run.wait`."""
        answer: R = await act_async(self._wait(step, call, poll, done, failed, handle, undo))
        return answer

    async def ask(
        self,
        step: Step,
        call: Callable[[], Awaitable[T]],
        *,
        done: Callable[[T, int], bool],
        handle: Mapping[str, Any],
        failed: Callable[[T, int], bool] | None = None,
    ) -> T:
        """Ask once whether what was started earlier is done; as of `Run.ask`."""
        answer: T = await act_async(self._ask(step, call, done, failed, handle))
        return answer

    def _sleep(self, seconds: float) -> Callable[[], Any]:
        return lambda: self.context.world.sleep_async(seconds)

    def joined(self, future: Future[T]) -> Callable[[], Any]:
        """Return the call that waits for what another run is finding out; as of `Run.joined`."""
        return lambda: asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), self.deadline.left)
