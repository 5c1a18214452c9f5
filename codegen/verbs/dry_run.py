"""`codegen run --dry-run`: what an action would send, by the generated code itself, with nothing sent.

The true client makes every request and a transport that knows no network takes it. The answers are made up from the
contracts, as the mocks make them; what a request owes to such an answer is said beside it.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from codegen.actions.plan import Action as Bound
from codegen.actions.plan import Plan
from codegen.actions.steps import Step
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.mocking import exchange
from codegen.mocking.answers import success
from codegen.mocking.routes import Routes
from codegen.mocking.service import MockApplication
from codegen.runtime import Context, Files
from codegen.runtime.departures import played
from codegen.runtime.effects import Answer, Failure, Request, Send
from codegen.runtime.escalation import Escalation, FailuresInARow
from codegen.runtime.heard import heard_by_step
from codegen.runtime.last_good import LastGood
from codegen.runtime.redact import HIDDEN, scrub
from codegen.runtime.references import is_reference, setting
from codegen.runtime.tokens import TokenStore
from codegen.runtime.world import World
from codegen.verbs.assemble import Inputs, bound, read
from codegen.verbs.assumptions import assumptions
from codegen.verbs.failure import UsageError
from codegen.verbs.invocation import CALLER, Invocation, importable, invocation
from codegen.verbs.mock import applications, stand_ins
from codegen.verbs.open import open_project
from codegen.verbs.policies import policies_of
from codegen.verbs.stopping import Stop, problem_of, stop_of
from codegen.verbs.unconditional import without_conditions

_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization"))
_TOKEN = {"access_token": "assumed", "token_type": "Bearer", "expires_in": 3600}


@dataclass(frozen=True, slots=True)
class Shown:
    """A request that would be sent, secrets hidden; `purpose` is `call`, `token`, `poll`, `fallback` or `undo`."""

    purpose: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step in a dry run.

    Attributes:
        condition: as the definition has it, "" without one.
        called: whether it is called with the answers that are assumed, even if its request cannot be made; where not,
            its requests are those that it would send if its condition held.
        assumed: what its requests owe to answers that were made up, as the definition has it.
        policies: what is declared of it, a line each.
        requests, undo: none where the step was not called.
        reached: whether the action gets so far that the step, or its condition, counts.
        problem: why it cannot be sent, fails or is not reached; "" where nothing is in the way.
    """

    id: str
    operation: str
    owner: str
    condition: str
    called: bool
    assumed: tuple[str, ...]
    policies: tuple[str, ...]
    requests: tuple[Shown, ...]
    undo: tuple[Shown, ...]
    reached: bool
    problem: str


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an action would do; `envelope` is what it would answer if the services answered as assumed."""

    action: str
    effect: str
    owner: str
    handler: bool
    permissions: tuple[str, ...]
    steps: tuple[ShownStep, ...]
    envelope: Mapping[str, Json]
    exit_code: int


def dry_run(
    start: Path,
    name: str,
    *,
    pairs: Collection[tuple[str, str]] = (),
    document: str = "",
    roles: Collection[str] = (),
    scopes: Collection[str] = (),
    files: Path | None = None,
) -> DryRun:
    """Go through an action of the project that `start` lies in, with no socket opened.

    Args:
        start: a folder in the project.
        name: the action's.
        pairs: inputs as name and text; this and what follows as of `codegen.verbs.run.run`.
        document: further inputs as a JSON object.
        roles: what the caller has.
        scopes: likewise.
        files: the folder of the files that the action is given and gives.

    Raises:
        UsageError: if there is no such action, an input cannot be read, or the project does not bind.
    """
    project, diagnostics = open_project(start), Diagnostics()
    with importable(project):
        asked = invocation(project, name, pairs, document)
        inputs = read(project, None, diagnostics)
        plan = bound(inputs, inputs.contracts, project, diagnostics)
        mocks = applications(project, inputs.written, diagnostics)
        if diagnostics.failed:
            raise UsageError("\n".join(str(item) for item in diagnostics))
        action = next(action for action in plan.actions if action.name == name)
        conditions = _conditions(inputs, name)
        go = partial(_rehearse, roles=roles, scopes=scopes, files=files)
        variables = [stand_ins(inputs.written, each, mock.contract, base_of(each)) for each, mock in mocks.items()]
        with _set_where_missing(variables), played(mocks):
            seen, freely = _both_ways(asked, plan, (_Stage(plan, mocks), _Stage(plan, mocks)), conditions, go)
    return DryRun(
        action=action.name,
        effect=action.effect.value,
        owner=action.owner.team,
        handler=action.handler,
        permissions=_permissions(action),
        steps=tuple(_shown(step, action, plan, (seen, freely), conditions) for step in action.steps),
        envelope=seen.envelope,
        exit_code=0 if seen.envelope.get("ok") is True else 1,
    )


def _permissions(action: Bound) -> tuple[str, ...]:
    """Return what a caller needs, in words."""
    needed = action.permissions
    return (*(f"role {role}" for role in needed.roles), *(f"scope {scope}" for scope in needed.scopes))


def _both_ways(
    asked: Invocation,
    plan: Plan,
    stages: tuple[_Stage, _Stage],
    conditions: Mapping[str, str],
    go: Callable[[Invocation, _Stage], Mapping[str, Json]],
) -> tuple[_Seen, _Seen]:
    """Return what came of an action as it is, and of the same without conditions where it has any."""
    stage, other = stages
    action = next(action for action in plan.actions if action.name == asked.action.name)
    envelope = freely = go(asked, stage)
    if conditions and not action.handler:
        with without_conditions(action, plan, asked.package) as free:
            freely = go(replace(asked, action=free), other)
    seen = _Seen(stage, envelope, _stop(action, stage, envelope, conditions))
    unconditional = _Seen(other, freely, _stop(action, other, freely)) if other.called else seen
    return _told_apart(seen, unconditional), unconditional


def _rehearse(
    asked: Invocation, stage: _Stage, roles: Collection[str], scopes: Collection[str], files: Path | None
) -> Mapping[str, Json]:
    world = World(
        sleep=_no_sleep,
        sleep_async=_no_sleep_async,
        clock=stage.clock,
        wall=stage.clock,  # so that no example in a contract is too old
        tokens=TokenStore(),
        last_good=LastGood(stage.clock),
        failures=FailuresInARow(),
        escalate=_told_to_nobody,
        transport=stage.send,
    )
    context = Context(
        principal=CALLER,
        roles=frozenset(roles),
        scopes=frozenset(scopes),
        base_urls=stage.bases,
        correlation_id=uuid.UUID(int=0).hex,
        rehearsal=True,
        files=Files(root=files),
        world=world,
    )
    return asked.action.invoke(asked.arguments, context)


def _no_sleep(_: float) -> None:
    """Let no time pass: nobody waits for answers that are made up."""


async def _no_sleep_async(_: float) -> None:
    """Do the same in a task."""


def _told_to_nobody(_: Escalation) -> None:
    """Ask nobody: nothing has happened."""


def base_of(service: str) -> str:
    """Return the address by which requests to a service are known; no name server knows it (RFC 2606)."""
    return f"https://{service.replace('_', '-')}.dry-run.invalid"


class _Stage:
    """Where requests go instead of to the services."""

    def __init__(self, plan: Plan, mocks: Mapping[str, MockApplication]) -> None:
        self._plan = plan
        self._mocks = mocks
        self.bases = {service: base_of(service) for service in mocks}
        self.sent: list[tuple[str, Shown]] = []
        self.called: set[str] = set()  # the steps, by id; nothing need have been sent
        schemes = (scheme for service in plan.services for scheme in service.contract.security_schemes.values())
        self._hidden = frozenset(scheme.parameter.lower() for scheme in schemes)
        self._keys = {service.name: service.idempotency_header.lower() for service in plan.services}

    def of(self, step: str) -> list[Shown]:
        """Return what a step would send."""
        return [shown for id_, shown in self.sent if id_ == step]

    def clock(self) -> float:
        """Return a time that stands still; a call that begins asks for it, before its request is made."""
        heard = heard_by_step()
        if heard is not None and heard.purpose != "undo":
            self.called.add(heard.step)
        return 0.0

    def send(self, effect: Send) -> Answer | Failure:
        """Note a request and answer it as the contract says."""
        request = effect.request
        heard = heard_by_step()
        step, purpose = (heard.step, heard.purpose) if heard else ("", "call")
        service = next((name for name, base in self.bases.items() if request.url.startswith(f"{base}/")), "")
        endpoint = self._token_endpoint(request.url)
        if endpoint is not None:
            self.sent.append((step, self._shown(endpoint[0], "token", request, endpoint[1])))
        elif service:
            self.sent.append((step, self._shown(service, purpose, request, self._url(service, request.url))))
        if not service:  # a token endpoint at an address of its own
            return Answer(200, {"content-type": "application/json"}, json.dumps(_TOKEN).encode())
        return self._answer(service, request)

    def _token_endpoint(self, url: str) -> tuple[str, str] | None:
        """Return whose endpoint for tokens an address is and how it is shown; None where it is none."""
        for service, ours in self.bases.items():
            for credential in self._plan.service(service).credentials.values():
                told = str(credential.settings.get("token_url", ""))
                if url == (setting(told) if is_reference(told) else told):
                    return service, _address(told, ours)
        return None

    def _answer(self, service: str, request: Request) -> Answer:
        mock = self._mocks[service]
        path, _, query = request.url.removeprefix(self.bases[service]).partition("?")
        headers = {name.lower(): value for name, value in request.headers}
        reply = mock.handle(exchange.Request(request.method, path, query, headers, request.content))
        if reply.status >= 400:  # the mock does not know what the inputs name: what the contract promises will do
            route = Routes(mock.contract).find(request.method, path)
            reply = success(mock.contract, route.operation) if route is not None else reply
        typed = {"content-type": reply.media_type} if reply.media_type else {}
        return Answer(reply.status, typed, reply.body)

    def _url(self, service: str, url: str) -> str:
        """Return the address that a request to a service would really go to."""
        base = _address(self._plan.service(service).base_url, self.bases[service])
        return url.replace(self.bases[service], base.rstrip("/"), 1)

    def _shown(self, service: str, purpose: str, request: Request, url: str) -> Shown:
        headers = {name: self._value(service, name, value) for name, value in request.headers}
        return Shown(purpose, request.method, scrub(url), headers, scrub(_text(request)))

    def _value(self, service: str, name: str, value: str) -> str:
        if name.lower() == self._keys[service]:
            return "(made of run, step and call)"
        if name.lower() in _CREDENTIALS or name.lower() in self._hidden:
            return f"{value.partition(' ')[0]} {HIDDEN}" if value.startswith(("Bearer ", "Basic ")) else HIDDEN
        return scrub(value)


def _address(configured: str, ours: str) -> str:
    """Return an address as it is configured; one that the environment does not say, or says as ours, by its variable.

    Args:
        configured: an address or `env:NAME`.
        ours: where requests go instead.
    """
    if not configured.startswith("env:"):
        return configured
    name = configured[4:]
    value = os.environ.get(name, "")
    return value if value and not value.startswith(ours) else f"${{{name}}}"


def _text(request: Request) -> str:
    """Return a body as people read it: JSON laid out, other text as it is, bytes by their number."""
    media = next((value for name, value in request.headers if name.lower() == "content-type"), "")
    if not request.content:
        return ""
    try:
        text = request.content.decode()
    except UnicodeDecodeError:
        return f"({len(request.content)} bytes of {media or 'unknown type'})"
    if "json" in media:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if "multipart" not in media else f"({len(request.content)} bytes of multipart/form-data)"


def _shown(
    step: Step, action: Bound, plan: Plan, seen: tuple[_Seen, _Seen], conditions: Mapping[str, str]
) -> ShownStep:
    """Return a step as the action goes through it; one that it passes over, as without conditions."""
    service, place = plan.service(step.call.service), action.steps.index(step)
    assumed, freely = seen
    called = assumed.calls(step)
    by = assumed if called else freely
    mine = by.stage.of(step.id)
    sent = any(shown.purpose != "undo" for shown in mine)
    return ShownStep(
        id=step.id,
        operation=f"{service.name}.{step.call.operation.name}",
        owner=service.owner.team,
        condition=conditions.get(step.id, ""),
        called=called,
        assumed=tuple(dict.fromkeys(assumptions(step))),
        policies=policies_of(step, action, service),
        requests=tuple(shown for shown in mine if shown.purpose != "undo"),
        undo=tuple(shown for shown in mine if shown.purpose == "undo"),
        reached=called or assumed.stop is None or place < assumed.stop.at,
        problem=problem_of(step, place, by.stop, by.envelope, sent=sent),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came of one rehearsal."""

    stage: _Stage
    envelope: Mapping[str, Json]
    stop: Stop | None

    def calls(self, step: Step) -> bool:
        """Say whether a step was called, or failed before it could be."""
        return step.id in self.stage.called or (self.stop is not None and self.stop.step == step.id)


def _stop(action: Bound, stage: _Stage, envelope: Mapping[str, Json], conditional: Collection[str] = ()) -> Stop | None:
    sent = {id_ for id_, shown in stage.sent if shown.purpose != "undo"}
    return stop_of(action, envelope, called=stage.called, sent=sent, conditional=conditional)


def _told_apart(seen: _Seen, freely: _Seen) -> _Seen:
    """Let a rehearsal that passes over no step say which one fails, where both fail for the same reason."""
    if seen.stop is None or freely.stop is None or seen.stop.reason != freely.stop.reason:
        return seen
    return replace(seen, stop=freely.stop)


def _conditions(inputs: Inputs, action: str) -> Mapping[str, str]:
    """Return the conditions of an action's steps as the definition has them; a status action's step has none."""
    found = (definition for definition in inputs.written.definitions if definition.name == action)
    return {step.id: step.when for definition in found for step in definition.steps if step.when}


@contextmanager
def _set_where_missing(variables: Collection[Mapping[str, str]]) -> Iterator[None]:
    """Give the variables of the environment that are not set a value, until the block ends."""
    added = {name: value for found in variables for name, value in found.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
