"""One run of an action: its clients, its steps, what it did, and how that is taken back."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from .acting import Acting, act, act_async
from .client import AsyncServiceClient, ServiceClient
from .context import Context
from .deadline import Deadline
from .errors import ExternalServiceError, InvocableActionError, LayerError
from .expectation import Held, hold, reach
from .idempotency import key_scope
from .service import Owner, Service
from .step import Step

T = TypeVar("T")
C = TypeVar("C", bound=ServiceClient)
A = TypeVar("A", bound=AsyncServiceClient)


@dataclass(frozen=True, slots=True)
class Done:
    """A write that took effect, and what takes it back where that is declared."""

    step: Step
    answer: Any
    undo: Callable[[Any], Any] | None
    key: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a run that gave up did about its writes; steps by id and call."""

    undone: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


class _Run:
    """What both worlds share: everything but waiting.

    Attributes:
        warnings: what went wrong without ending the run, for the envelope.
    """

    def __init__(self, action: str, owner: Owner, context: Context, correlation_id: str, total: float) -> None:
        self.action = action
        self.owner = owner
        self.context = context
        self.correlation_id = correlation_id
        self.deadline = Deadline.after(total, context.world.clock)
        self.warnings: list[dict[str, Any]] = []
        self._id = uuid.uuid4().hex
        self._calls: Counter[str] = Counter()
        self._clients: dict[type, Any] = {}
        self._services: dict[str, Service] = {}
        self._done: list[Done] = []
        self._unsure: list[Step] = []

    def addressed(self, error: LayerError) -> LayerError:
        """Return the error with the action's name, its id, and, where it names nobody, the action's owner."""
        error.action = error.action or self.action
        error.correlation_id = error.correlation_id or self.correlation_id
        if not error.owner and error.layer != ExternalServiceError.layer:
            error.owner, error.escalation = self.owner.team, self.owner.escalation
        return error

    def take_back(self) -> Acting[TakenBack]:
        """Undo what was done, last first, and say what remains.

        A write whose outcome is unknown is not undone: it may never have happened, or happen still.
        """
        undone: list[str] = []
        remaining = [_named(step) for step in self._unsure]
        failures: list[str] = []
        while self._done:
            done = self._done.pop()
            if done.undo is None:
                remaining.append(_named(done.step))
                continue
            try:
                yield from self._undo(done, done.undo)
            except LayerError as error:
                remaining.append(_named(done.step))
                failures.append(error.message)
            except Exception as error:  # noqa: BLE001 - whatever fails here, the other writes are still to be undone
                remaining.append(_named(done.step))
                failures.append(f"undoing {done.step.call} raised {type(error).__name__}")
            else:
                undone.append(_named(done.step))
        return TakenBack(tuple(undone), tuple(remaining), tuple(failures))

    def _undo(self, done: Done, undo: Callable[[Any], Any]) -> Acting[None]:
        with key_scope(_digest(done.key, "undo")):
            yield lambda: undo(done.answer)

    def _client(self, cls: type[Any]) -> Any:
        """Return the run's client of that class; all its calls are bound to the run's deadline."""
        if cls not in self._clients:
            service: Service = cls.service
            self._services[service.name] = service
            self._clients[cls] = cls(
                base_url=self.context.base_urls.get(service.name),
                credentials=self.context.credentials.get(service.name),
                world=self.context.world,
            )
        return self._clients[cls]

    def _step(self, step: Step, call: Callable[[], Any], undo: Callable[[Any], Any] | None) -> Acting[Any]:
        """Make the call of a step, remember what it did and hold its answer to what is expected."""
        key = _digest(self._id, step.id, str(self._calls[step.id]))
        self._calls[step.id] += 1
        try:
            with key_scope(key):
                answer = yield call
            if step.effect == "write":
                self._done.append(Done(step, answer, undo, key))
            return self._held(step, answer)
        except LayerError as error:
            raise self._failure(step, error) from None

    def _attempt(self, step: Step, call: Callable[[], Any], undo: Callable[[Any], Any] | None) -> Acting[Any]:
        """Do the same, but pass over a failure with a warning; nothing is passed over once the time is up."""
        try:
            return (yield from self._step(step, call, undo))
        except LayerError as error:
            if error.code == "deadline_exceeded":
                raise
            self.warnings.append({"step": step.id, **error.as_dict()})
            return None

    def _held(self, step: Step, answer: Any) -> Any:
        if step.expect is not None:
            held = hold(answer, step.expect, self.context.world.wall(), lambda *said: self._expectation(step, *said))
            self._warn_of_defaults(step, held)
            answer = held.answer
        for path in step.reads:
            reach(answer, path)
        return answer

    def _warn_of_defaults(self, step: Step, held: Held) -> None:
        for pointer in held.defaulted:
            owner = self._owner(step.service)
            self.warnings.append(
                {
                    "step": step.id,
                    "layer": ExternalServiceError.layer,
                    "code": "default_used",
                    "service": step.service,
                    "operation": step.operation,
                    "owner": owner.team,
                    "message": f"{step.call} answered without a usable {pointer}; the declared default stands in",
                }
            )

    def _expectation(self, step: Step, code: str, message: str, next_step: str) -> ExternalServiceError:
        owner = self._owner(step.service)
        return ExternalServiceError(
            f"{step.call} {message}",
            code=code,
            next_step=next_step.replace("{whom}", owner.team or f"the owner of {step.service}"),
            retryable=code == "data_stale",
            outcome="failed",
            service=step.service,
            operation=step.operation,
            owner=owner.team,
            escalation=owner.escalation,
        )

    def _owner(self, service: str) -> Owner:
        known = self._services.get(service)
        return known.owner if known else Owner()

    def _failure(self, step: Step, error: LayerError) -> LayerError:
        """Return the error that a step ends with; it is the action's own where the action's time is up."""
        if error.outcome == "unknown" and step.effect == "write" and not self._is_done(step):
            self._unsure.append(step)
        if error.code == "timeout" and self.deadline.passed:
            error = overdue(f"the action's time was over while {step.call} was called", error)
            error.service, error.operation = step.service, step.operation
        return self.addressed(error)

    def _is_done(self, step: Step) -> bool:
        return bool(self._done) and self._done[-1].step is step


class Run(_Run):
    """A run in this thread."""

    def client(self, cls: type[C]) -> C:
        """Return the run's client of a service."""
        client: C = self._client(cls)
        return client

    def step(self, step: Step, call: Callable[[], T], *, undo: Callable[[T], object] | None = None) -> T:
        """Make a step's call under its policy.

        Args:
            step: what is declared of it.
            call: makes it, by layer 1.
            undo: takes it back, given its answer, when the action gives up.

        Raises:
            LayerError: if the step fails.
        """
        answer: T = act(self._step(step, call, undo))
        return answer

    def attempt(self, step: Step, call: Callable[[], T], *, undo: Callable[[T], object] | None = None) -> T | None:
        """Make a step's call as `step` does, but warn and return None where it fails.

        Raises:
            LayerError: if the action's time is up.
        """
        answer: T | None = act(self._attempt(step, call, undo))
        return answer


class AsyncRun(_Run):
    """A run in this task; the same as `Run` with `await`."""

    def client(self, cls: type[A]) -> A:
        """Return the run's client of a service."""
        client: A = self._client(cls)
        return client

    async def step(
        self, step: Step, call: Callable[[], Awaitable[T]], *, undo: Callable[[T], Awaitable[object]] | None = None
    ) -> T:
        """Make a step's call under its policy; as of `Run.step`."""
        answer: T = await act_async(self._step(step, call, undo))
        return answer

    async def attempt(
        self, step: Step, call: Callable[[], Awaitable[T]], *, undo: Callable[[T], Awaitable[object]] | None = None
    ) -> T | None:
        """Make a step's call, but warn and return None where it fails; as of `Run.attempt`."""
        answer: T | None = await act_async(self._attempt(step, call, undo))
        return answer


def overdue(message: str, cause: LayerError | None = None) -> LayerError:
    """Return the error of an action whose time is up; its outcome is that of the call that it cut."""
    return InvocableActionError(
        message,
        code="deadline_exceeded",
        next_step="Try again later, or ask for less at once.",
        retryable=cause is None or cause.retryable,
        outcome=cause.outcome if cause else "not_sent",
        caused_by=cause,
    )


def _named(step: Step) -> str:
    return f"{step.id} ({step.call})"


def _digest(*parts: str) -> str:
    """Return a key of these parts: the same for the same step of the same run, told apart from every other."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
