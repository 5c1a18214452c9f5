"""An Invocable Action: from a caller's arguments to the envelope of results and errors."""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json, to_jsonable_python

from .acting import Acting, act, act_async
from .context import Context, Permissions
from .correlation import correlation_scope
from .deadline import Deadline, deadline_scope
from .decoding import Decoding, decoded
from .errors import AgentActionError, InvocableActionError, LayerError
from .escalation import Escalate, addressees, whom
from .file import FileError
from .files import Files, carried
from .pending import Pending
from .refusals import input_invalid, permission_denied, unread
from .repeats import keeps, key_of, repeated
from .run import AsyncRun, Run
from .service import Owner
from .step import Refuse
from .stepping import overdue
from .surface import without_nulls
from .taking_back import TakenBack

I = TypeVar("I", bound=BaseModel)  # noqa: E741 - the inputs
O = TypeVar("O", bound=BaseModel)  # noqa: E741 - the outputs

_LOGGER = logging.getLogger("codegen")
_GRACE = 0.05  # seconds in which calls may end by themselves, with what they know, before a handler is cut


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Action(Generic[I, O]):
    """An action as generated code declares it.

    Attributes:
        total: seconds for everything the action does; undoing has as long again, since it must have its chance.
        steps, async_steps: make the steps of a run.
        perform, perform_async: the declared sequence, where there is no handler.
        handler: loads the person's `run`, which may be a function or a coroutine function.
        decodings: where the tool's schema has another form than the inputs.
        escalate: when somebody is told that the action keeps failing.
        window: seconds in which the same call of the same caller is made once; 0 for no such window.
    """

    name: str
    title: str
    description: str
    effect: str
    owner: Owner
    total: float
    inputs: type[I]
    outputs: type[O]
    steps: Callable[[Run, I], Any]
    async_steps: Callable[[AsyncRun, I], Any]
    permissions: Permissions = field(default_factory=Permissions)
    perform: Callable[[I, Any], O] | None = None
    perform_async: Callable[[I, Any], Awaitable[O]] | None = None
    handler: Callable[[], Callable[..., Any]] | None = None
    decodings: tuple[Decoding, ...] = ()
    escalate: Escalate | None = None
    window: float = 0.0

    def invoke(self, arguments: Mapping[str, Any], context: Context | None = None) -> dict[str, Any]:
        """Run the action in this thread and return the envelope; a failure of any layer is in it, never raised."""
        context = context or Context()
        if self._is_coroutine():
            return asyncio.run(self.invoke_async(arguments, context))
        run = Run(self.name, self.owner, context, _correlated(context), self.total)
        return act(self._invoke(arguments, run, lambda inputs: self._call(inputs, self.steps(run, inputs))))

    async def invoke_async(self, arguments: Mapping[str, Any], context: Context | None = None) -> dict[str, Any]:
        """Run the action in this task and return the envelope; a handler that is no coroutine runs in a thread."""
        context = context or Context()
        if self.handler is not None and not self._is_coroutine():
            return await asyncio.to_thread(self.invoke, arguments, context)
        run = AsyncRun(self.name, self.owner, context, _correlated(context), self.total)

        async def perform(inputs: I) -> Any:
            async with asyncio.timeout(run.deadline.left + _GRACE):
                return await self._call_async(inputs, self.async_steps(run, inputs))

        return await act_async(self._invoke(arguments, run, perform))

    def turned_away(self, arguments: Mapping[str, Any], context: Context | None = None) -> dict[str, Any] | None:
        """Return the envelope of a call that would be turned away before anything is sent; None where it would not.

        Whoever asks a person for a yes asks here first: nobody should agree to what cannot be done.
        """
        context = context or Context()
        run = Run(self.name, self.owner, context, _correlated(context), self.total)
        try:
            self._admitted(arguments, context)
        except LayerError as error:
            return {"ok": False, "error": run.addressed(error).as_dict()}
        return None

    def refused(self, code: str, message: str, next_step: str, context: Context | None = None) -> dict[str, Any]:
        """Return the envelope of a call that the agent's side turns away, such as one that nobody agreed to."""
        context = context or Context()
        run = Run(self.name, self.owner, context, _correlated(context), self.total)
        return {
            "ok": False,
            "error": run.addressed(AgentActionError(message, code=code, next_step=next_step)).as_dict(),
        }

    def _is_coroutine(self) -> bool:
        try:
            return self.handler is not None and inspect.iscoroutinefunction(self.handler())
        except Exception:  # noqa: BLE001 - a handler that cannot be loaded fails when it is called, with its layer named
            return False

    def _call(self, inputs: I, steps: Any) -> Any:
        if self.handler is not None:
            return self.handler()(inputs, steps)
        if self.perform is None:
            raise TypeError(f"{self.name} has neither a handler nor a sequence")
        return self.perform(inputs, steps)

    async def _call_async(self, inputs: I, steps: Any) -> Any:
        if self.handler is not None:
            return await self.handler()(inputs, steps)
        if self.perform_async is None:
            raise TypeError(f"{self.name} has neither a handler nor a sequence")
        return await self.perform_async(inputs, steps)

    def _invoke(
        self, arguments: Mapping[str, Any], run: Run | AsyncRun, perform: Callable[[I], Any]
    ) -> Acting[dict[str, Any]]:
        """Check, perform, and where that fails take back what was done: the whole life of one call."""
        with correlation_scope(run.correlation_id):
            try:
                inputs = self._admitted(arguments, run.context)
            except LayerError as error:
                return {"ok": False, "error": self._given_up(run, run.addressed(error), TakenBack()).as_dict()}
            if self.effect != "write" or not self.window or not run.context.principal or run.context.rehearsal:
                return (yield from self._performed(run, lambda: perform(inputs)))
            return (yield from self._once(run, key_of(self.name, run.context, inputs), lambda: perform(inputs)))

    def _once(self, run: Run | AsyncRun, key: str, perform: Callable[[], Any]) -> Acting[dict[str, Any]]:
        """Perform a write, unless the same caller made the same call within the window: then say what came of it."""
        repeats = run.context.world.repeats
        while not (claim := repeats.claim(key)).first:
            try:
                known = yield run.joined(claim.result)
            except TimeoutError:
                error = overdue(f"the time of {self.name} was over while the same call was under way")
                return {"ok": False, "error": run.addressed(error).as_dict()}
            if known is not None:
                return repeated(known)
        envelope: dict[str, Any] | None = None
        try:
            envelope = yield from self._performed(run, perform)
            return envelope
        finally:
            if envelope is None and run.ledger.touched:  # cut short: nobody knows what came of it
                envelope = {"ok": False, "error": run.addressed(_cut_short(self.name)).as_dict()}
            repeats.settle(claim, envelope if envelope is not None and keeps(envelope) else None, self.window)

    def _performed(self, run: Run | AsyncRun, perform: Callable[[], Any]) -> Acting[dict[str, Any]]:
        """Perform, and where that fails take back what was done."""
        try:
            with deadline_scope(run.deadline):
                outputs = yield perform
            result = self._result(outputs, run.context.files)
        except Pending as pending:
            yield from self._rehearsed(run)
            return {"ok": True, "result": pending.result, "warnings": run.warnings}
        except Exception as error:  # noqa: BLE001 - the envelope carries every failure, with its layer
            failure = run.addressed(self._failure(error, late=run.deadline.passed))
            with deadline_scope(Deadline.after(self.total, run.context.world.clock)):
                taken_back = yield from run.ledger.take_back()
            return {"ok": False, "error": self._given_up(run, failure, taken_back).as_dict()}
        yield from self._rehearsed(run)
        run.context.world.failures.succeeded(self.name, run.context.tenant)
        return {"ok": True, "result": result, "warnings": run.warnings}

    def _rehearsed(self, run: Run | AsyncRun) -> Acting[None]:
        if run.context.rehearsal:
            yield from run.ledger.take_back()

    def _given_up(self, run: Run | AsyncRun, failure: LayerError, taken_back: TakenBack) -> LayerError:
        """Return the error of a run that gave up; what a person must look at is escalated."""
        error = run.addressed(_told_of(failure, taken_back))
        asked: tuple[str, ...] = ()
        if taken_back.remaining:
            asked = addressees(error.owner, error.escalation)
        if self.escalate is not None and not isinstance(failure, AgentActionError) and failure.code != "refused":
            in_a_row = run.context.world.failures.failed(self.name, run.context.tenant)
            asked = asked or (whom(self.escalate, self.owner, error) if in_a_row >= self.escalate.after else ())
        if asked:
            error.escalated_to = asked
            promised = self.owner if asked == addressees(self.owner.team, self.owner.escalation) else None
            respond = (promised or run.owner_of(error.service)).respond
            run.escalate(error, respond=respond, done=taken_back.undone, remains=taken_back.remaining)
        return error

    def _admitted(self, arguments: Mapping[str, Any], context: Context) -> I:
        """Return the inputs of a caller who may call.

        Raises:
            AgentActionError: `permission_denied` or `input_invalid`; nothing was sent.
        """
        if lacking := self.permissions.lacking(context):
            raise permission_denied(self.name, lacking, self.owner)
        own = without_nulls(decoded(carried(arguments), self.decodings), self.inputs)
        try:
            return self.inputs.model_validate_json(to_json(own), context={"files": context.files})
        except ValidationError as error:
            raise input_invalid(error, self.inputs) from None

    def _result(self, outputs: Any, files: Files) -> dict[str, Any]:
        """Return the outputs by their stable names; what has no value is left out, a file is written.

        Raises:
            InvocableActionError: `refused` if a handler did, `handler_failed` if it returned something else,
                `file_refused` if a file cannot be handed over.
        """
        if isinstance(outputs, Refuse):
            step = outputs.next_step or "Do not retry with the same inputs."
            raise InvocableActionError(outputs.reason, code="refused", next_step=step)
        if not isinstance(outputs, self.outputs):
            said = f"the handler of {self.name} returned {type(outputs).__name__} instead of Outputs or Refuse"
            raise InvocableActionError(said, code="handler_failed", next_step=self._ask())
        dumped = outputs.model_dump(by_alias=True, exclude_none=True)
        try:
            return {name: _jsonable(value, name, files) for name, value in dumped.items()}
        except FileError as refused:
            step = "Ask the operator of this server for a folder for files, or for a higher limit."
            raise InvocableActionError(str(refused), code="file_refused", next_step=step) from None

    def _failure(self, error: Exception, *, late: bool) -> LayerError:
        """Return what a failure is called; one that no layer has named is the handler's or the mapping's."""
        if isinstance(error, LayerError):
            return error
        if isinstance(error, TimeoutError) and late:
            return overdue(f"the time of {self.name} was over")
        where = _where(error)
        said = unread(error) if isinstance(error, ValidationError) else type(error).__name__
        _LOGGER.error("%s: %s at %s", self.name, said, where)
        if self.handler is not None:
            return InvocableActionError(
                f"the handler of {self.name} raised {said} at {where}", code="handler_failed", next_step=self._ask()
            )
        return InvocableActionError(
            f"the outputs of {self.name} could not be made: {said}", code="mapping_failed", next_step=self._ask()
        )

    def _ask(self) -> str:
        return f"Do not retry; tell {self.owner.team or 'the owner of the action'} that {self.name} is broken."


def _told_of(error: LayerError, taken_back: TakenBack) -> LayerError:
    """Return the error of a run that gave up: what it failed of, and what of its writes was undone and what remains."""
    if taken_back.undone:
        error = _told(error, f"Undone: {', '.join(taken_back.undone)}.")
    if not taken_back.remaining:
        return error
    remaining = ", ".join(taken_back.remaining)
    step = f"Do not repeat it: ask {error.owner or 'the owner'} to check {remaining}, which may still be in place."
    if taken_back.failures:
        said = f"{error.message}; undoing failed: {'; '.join(taken_back.failures)}. Still in place: {remaining}."
        return InvocableActionError(said, code="undo_failed", next_step=step, outcome="unknown", caused_by=error)
    error = _told(error, f"Not undone: {remaining}.")
    error.next_step, error.retryable, error.outcome = step, False, "unknown"
    return error


def _told(error: LayerError, more: str) -> LayerError:
    error.message = f"{error.message.rstrip('.')}. {more}"
    return error


def _cut_short(action: str) -> LayerError:
    return InvocableActionError(
        f"the first call of {action} was cut short, and nobody knows what came of it",
        code="cancelled",
        next_step="Do not repeat it blindly: check whether it took effect.",
        outcome="unknown",
    )


def _where(error: Exception) -> str:
    """Return file and line of the innermost frame of an error; no text of it, which may hold a secret."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown line"


def _jsonable(value: Any, name: str, files: Files) -> Any:
    """Return a dumped value as JSON; decimals are numbers, as the outputs' schema says, and files are put in place."""
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item, f"{name}_{key}", files) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item, name, files) for item in value]
    if isinstance(value, bytes):
        return files.write(value, re.sub(r"[^A-Za-z0-9_]", "_", name))
    return float(value) if isinstance(value, Decimal) else to_jsonable_python(value)


def _correlated(context: Context) -> str:
    return context.correlation_id or uuid.uuid4().hex
