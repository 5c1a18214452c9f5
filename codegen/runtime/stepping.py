"""What a run does for its steps in both worlds, as flows: everything but waiting."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from .acting import Acting
from .context import Context
from .deadline import Deadline
from .departures import LOGGER
from .digest import digest
from .errors import AgentActionError, ExternalServiceError, InvocableActionError, LayerError, RequestInvalid
from .escalation import Escalation, addressees
from .expectation import Held, hold, reach
from .heard import Heard, hearing
from .idempotency import key_scope
from .last_good import key_of
from .mapping import too_many
from .pages import Gathering, Reading
from .pending import Pending
from .service import Owner, Service
from .standing import standing_in
from .step import Fallback, Step
from .taking_back import Done, Ledger

T = TypeVar("T")

Call = Callable[[], Any]
Undo = Callable[[Any], Any]
Test = Callable[[Any, int], bool]
"""A condition on an answer and its status."""

# What these say is about the request, not about the service: nothing stands in for an answer to a wrong question.
_OF_THE_REQUEST = frozenset({"rejected", "answer_failed", "job_failed"})


class Stepping:
    """A run, short of the waiting.

    Attributes:
        warnings: what went wrong without ending the run, for the envelope.
        ledger: the writes that took effect, or may have.
    """

    def __init__(self, action: str, owner: Owner, context: Context, correlation_id: str, total: float) -> None:
        self.action = action
        self.owner = owner
        self.context = context
        self.correlation_id = correlation_id
        self.deadline = Deadline.after(total, context.world.clock)
        self.warnings: list[dict[str, Any]] = []
        self.ledger = Ledger()
        self._id = uuid.uuid4().hex
        self._calls: Counter[tuple[str, str, str]] = Counter()
        self._clients: dict[type, Any] = {}
        self._services: dict[str, Service] = {}

    def addressed(self, error: LayerError) -> LayerError:
        """Return the error with the action's name, its id, and, where it names nobody, the action's owner."""
        error.action = error.action or self.action
        error.correlation_id = error.correlation_id or self.correlation_id
        if not error.owner and error.layer != ExternalServiceError.layer:
            error.owner, error.escalation = self.owner.team, self.owner.escalation
        return error

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

    def _sleep(self, seconds: float) -> Call:
        """Return the call that sleeps."""
        raise NotImplementedError

    # ------------------------------------------------------------------ one call

    def _step(
        self, step: Step, call: Call, undo: Undo | None, instead: Call | None = None, given: tuple[Any, ...] = ()
    ) -> Acting[Any]:
        """Make the call of a step, remember what it did and hold its answer to what is expected."""
        called = self._calls[step.id, step.call, "call"]
        if step.most is not None and called >= step.most:
            raise too_many(step.id, called + 1, step.most)
        fallback = step.fallback
        key = key_of(step, self.context, given) if fallback and fallback.last_good is not None else ""
        try:
            answer = yield from self._called(step, call, undo, Heard())
        except LayerError as error:
            if fallback is None or not self._may_stand_in(error):
                raise
            return (yield from self._instead(step, fallback, error, call, instead, key))
        if key:
            self.context.world.last_good.keep(key, answer)
        return answer

    def _called(
        self, step: Step, call: Call, undo: Undo | None, heard: Heard, *, held: bool = True, purpose: str = "call"
    ) -> Acting[Any]:
        """Make one call; `heard` gets the status that came."""
        counted = (
            step.id,
            step.call,
            purpose,
        )  # a fallback may be the same operation, and is no call of the step's own
        key = digest(self._id, *counted, str(self._calls[counted]))
        self._calls[counted] += 1
        written = False
        self.ledger.touched = self.ledger.touched or step.effect == "write"
        try:
            with key_scope(key), hearing(step.id, purpose, frozenset(step.accept)) as ear:
                answer = yield call
            heard.status, heard.retry_after = ear.status, ear.retry_after
            success = heard.status < 300  # another accepted status says that nothing was done
            if step.effect == "write" and success:
                self.ledger.did(Done(step, answer, undo, key))
                written = True
            return self._held(step, answer) if held and success else answer
        except LayerError as error:
            raise self._failure(step, error, written=written) from None

    def _optional(self, step: Step, call: Call) -> Acting[Any]:
        """Pass over a failure with a warning; nothing is passed over once the time is up."""
        try:
            return (yield call)
        except LayerError as error:
            return self._passed_over(step, error)

    def _attempt(self, step: Step, flow: Acting[Any]) -> Acting[Any]:
        """Do the same with what is a flow already."""
        try:
            return (yield from flow)
        except LayerError as error:
            return self._passed_over(step, error)

    def _passed_over(self, step: Step, error: LayerError) -> None:
        if error.code == "deadline_exceeded":
            raise error
        self.warnings.append({"step": step.id, **self.addressed(error).as_dict()})

    def _answered(self, step: Step, call: Call, into: Callable[..., Any], undo: Undo | None) -> Acting[Any]:
        """Make a call that more than successes answer, and tell the statuses apart."""
        heard = Heard()
        answer = yield from self._called(step, call, undo, heard)
        if heard.status < 300:
            return into(status_code=heard.status, body=answer)
        return into(**{"status_code": heard.status, f"body_{heard.status}": answer})

    # ------------------------------------------------------------------ many calls

    def _collect(self, step: Step, call: Callable[[Any], Any], reading: Reading) -> Acting[Any]:
        """Ask for page after page."""
        if step.pages is None:
            raise TypeError(f"{step.id} gathers no pages")
        gathering = Gathering(step.pages, reading)
        while not gathering.finished:
            page = yield from self._called(step, partial(call, gathering.asked), None, Heard())
            if not self._read(step, gathering.add, page):
                raise self._says(step, "answer_invalid", "answers the same page again and again")
        collected = gathering.result()
        if collected.truncated:
            self._warn(step, "truncated", f"{step.call} has more than the {len(collected.items)} items gathered")
        return collected

    def _wait(
        self,
        step: Step,
        call: Call,
        poll: Callable[[Any], Any],
        done: Test,
        failed: Test | None,
        handle: Callable[[Any], Mapping[str, Any]],
        undo: Undo | None,
    ) -> Acting[Any]:
        """Start something, and ask until it is done.

        Raises:
            Pending: if that takes longer than the step or the action may.
        """
        if step.waiting is None:
            raise TypeError(f"{step.id} waits for nothing")
        waiting = step.waiting
        asking = replace(step, service=waiting.service, operation=waiting.operation, effect="read", accept=())
        heard = Heard()
        started = yield from self._called(step, call, undo, heard, held=False)
        inputs = self._read(step, handle, started)
        until = Deadline.after(waiting.timeout, self.context.world.clock).no_later_than(self.deadline)
        while True:
            pause = max(waiting.every, heard.retry_after or 0.0)
            if pause >= until.left:
                raise Pending(waiting, inputs, pause)
            yield self._sleep(pause)
            try:
                asked = partial(poll, started)
                answer = yield from self._called(asking, asked, None, heard, held=False, purpose="poll")
            except ExternalServiceError as error:
                if not error.retryable:
                    raise
                heard.retry_after = error.retry_after  # a failure that may pass is waited out
                continue
            except InvocableActionError as error:
                if error.code != "deadline_exceeded":
                    raise
                raise Pending(waiting, inputs, waiting.every) from None
            if self._is_done(asking, answer, heard.status, done, failed):
                return self._read(asking, partial(self._held, asking), answer)

    def _ask(self, step: Step, call: Call, done: Test, failed: Test | None, handle: Mapping[str, Any]) -> Acting[Any]:
        """Ask once whether it is done.

        Raises:
            Pending: if it is not.
        """
        if step.waiting is None:
            raise TypeError(f"{step.id} waits for nothing")
        heard = Heard()
        answer = yield from self._called(step, call, None, heard, held=False)
        if not self._is_done(step, answer, heard.status, done, failed):
            raise Pending(step.waiting, handle, max(step.waiting.every, heard.retry_after or 0.0))
        return self._read(step, partial(self._held, step), answer)

    def _is_done(self, step: Step, answer: Any, status: int, done: Test, failed: Test | None) -> bool:
        if failed is not None and self._read(step, lambda seen: failed(seen, status), answer):
            raise self._says(step, "job_failed", "says that what was started has failed for good")
        return self._read(step, lambda seen: done(seen, status), answer)

    def _read(self, step: Step, read: Callable[[Any], T], answer: Any) -> T:
        """Return what is read of an answer; where that departs from its contract, the step fails."""
        try:
            return read(answer)
        except LayerError as error:
            raise self._failure(step, error, written=True) from None

    # ------------------------------------------------------------------ what stands in

    def _may_stand_in(self, error: LayerError) -> bool:
        """Say whether something may stand in: the service failed, and nothing of a write is left open."""
        return (
            isinstance(error, ExternalServiceError)
            and error.code not in _OF_THE_REQUEST
            and error.outcome != "unknown"
            and not self.deadline.passed
        )

    def _instead(
        self, step: Step, fallback: Fallback, error: LayerError, call: Call, instead: Call | None, key: str
    ) -> Acting[Any]:
        """Return what stands in for the answer; the error where nothing does."""
        if fallback.instead is not None and instead is not None:
            try:
                answer = yield from self._called(fallback.instead, instead, None, Heard(), purpose="fallback")
            except ExternalServiceError as other:
                if not self._may_stand_in(other):
                    raise
            else:
                self._stood_in(step, error, f"{fallback.instead.call} stands in")
                return answer
        remembered = self.context.world.last_good.recall(key, fallback.last_good or 0.0) if key else None
        if remembered is not None:
            said = f"the last good answer, {remembered.age:.0f} s old, stands in"
            self._stood_in(step, error, said, code="stale_answer", stale=True)
            return remembered.answer
        if fallback.fixed:
            with standing_in(fallback.fixed[0]):
                answer = yield call
            self._stood_in(step, error, "a fixed answer stands in")
            return answer
        if fallback.escalate:
            self._ask_a_person(step, error)
        raise error

    def _stood_in(self, step: Step, error: LayerError, said: str, code: str = "fallback_used", **more: Any) -> None:
        message = f"{error.message.rstrip('.')}; {said}"
        self._warn(step, code, message, **more, caused_by=error.as_dict())

    def _ask_a_person(self, step: Step, error: LayerError) -> None:
        owner = self.owner_of(step.service)
        error.escalated_to = addressees(owner.team, owner.escalation)
        error.next_step = f"Do not retry: {', '.join(error.escalated_to) or 'the owner'} was asked to look at it."
        error.retryable = False
        self.escalate(error, respond=owner.respond)

    def escalate(
        self, error: LayerError, *, respond: float | None, done: tuple[str, ...] = (), remains: tuple[str, ...] = ()
    ) -> None:
        """Hand the record of what a person must look at to its sink; a sink that fails is warned of.

        Args:
            error: what went wrong; `escalated_to` says who is asked.
            respond: seconds within which the owner has promised to answer.
            done: writes that were undone.
            remains: writes that may be in place.
        """
        error = self.addressed(error)
        record = Escalation(
            action=self.action,
            correlation_id=self.correlation_id,
            to=error.escalated_to,
            owner=error.owner,
            layer=error.layer,
            code=error.code,
            service=error.service,
            operation=error.operation,
            reason=error.message,
            done=done,
            remains=remains,
            respond=respond,
            principal=self.context.principal,
            tenant=self.context.tenant,
        )
        try:
            self.context.world.escalate(record)
        except Exception as failure:  # noqa: BLE001 - whatever a sink does, the action's own failure must be told
            LOGGER.exception("the escalation of %s could not be handed on", self.action)
            error.message += f" The escalation could not be handed on: {type(failure).__name__}."

    # ------------------------------------------------------------------ what is said of answers

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
            said = f"{step.call} answered without a usable {pointer}; the declared default stands in"
            self._warn(step, "default_used", said)

    def _warn(self, step: Step, code: str, message: str, **more: Any) -> None:
        self.warnings.append(
            {
                "step": step.id,
                "layer": ExternalServiceError.layer,
                "code": code,
                "service": step.service,
                "operation": step.operation,
                "owner": self.owner_of(step.service).team,
                "message": message,
                **more,
            }
        )

    def _expectation(self, step: Step, code: str, message: str, next_step: str) -> ExternalServiceError:
        owner = self.owner_of(step.service)
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

    def owner_of(self, service: str) -> Owner:
        """Return who answers for a service that the run has called; nobody for any other."""
        known = self._services.get(service)
        return known.owner if known else Owner()

    def _says(self, step: Step, code: str, said: str) -> LayerError:
        """Return the error of a service whose answers are well formed, but say what cannot be gone on with."""
        next_step = "Do not retry; ask {whom} about it."
        return self._failure(step, self._expectation(step, code, said, next_step), written=True)

    def _failure(self, step: Step, error: LayerError, *, written: bool) -> LayerError:
        """Return the error that a step ends with; it is the action's own where the action's time is up.

        Args:
            step: which.
            error: as it was raised.
            written: whether the ledger knows of the write, so that its outcome is not open.
        """
        if error.outcome == "unknown" and step.effect == "write" and not written:
            self.ledger.unsure(step)
        if isinstance(error, RequestInvalid) and (wrong := _given_wrong(step, error)):
            error = wrong
        if error.code == "timeout" and self.deadline.passed:
            error = overdue(f"the action's time was over while {step.call} was called", error)
            error.service, error.operation = step.service, step.operation
        return self.addressed(error)


def _given_wrong(step: Step, error: RequestInvalid) -> AgentActionError | None:
    """Return the error of the agent that gave an input which the operation does not take; None where it gave none."""
    inputs = [step.inputs[error.argument]] if error.argument in step.inputs else []
    if error.argument == "body":  # all of it together
        inputs = list(dict.fromkeys(step.inputs.values()))
    if not inputs:
        return None
    named = ", ".join(inputs)
    said = f"{named}: {error.reason}"
    return AgentActionError(said, code="input_invalid", next_step=f"Correct {named} and call again.")


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
