"""One mock service: a contract that answers.

Requests are held to the contract before anything happens: credentials, parameters, body. What an operation then does is
in `behaviour`; what goes wrong on demand, in `faults`. Nothing here knows of sockets.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock

from codegen.contract.model import Contract, Json, Operation
from codegen.mocking.answers import failure, scripted_failure
from codegen.mocking.behaviour import Behaviour, Call
from codegen.mocking.bodies import read_body
from codegen.mocking.credentials import Guard
from codegen.mocking.exchange import Recorded, RefusedError, Reply, Request, is_json, json_reply
from codegen.mocking.faults import Fault, Faults, renamed
from codegen.mocking.parameters import read_parameters
from codegen.mocking.routes import Routes
from codegen.mocking.script import Script

CONTROL = "/__mock__"  # POST /__mock__/faults, DELETE /__mock__/faults, GET /__mock__/requests


def utc_now() -> str:
    """Return the present moment as RFC 3339 text in seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class MockApplication:
    """Answers requests as the contract promises; give it requests by `handle`."""

    def __init__(
        self,
        contract: Contract,
        script: Script | None = None,
        *,
        secrets: Mapping[str, str] | None = None,
        now: Callable[[], str] = utc_now,
    ) -> None:
        """Make a mock of one service.

        Args:
            contract: read without `adapt`, so that its names are those on the wire.
            script: what the contract cannot say, from `mock.yaml`.
            secrets: the values that are taken as credentials, by security scheme; any value where it names none.
            now: tells the time.
        """
        self.contract = contract
        self.script = script or Script()
        self.guard = Guard(contract, secrets)
        self.faults = Faults()
        self.requests: list[Recorded] = []
        self._routes = Routes(contract)
        self._behaviour = Behaviour(contract, self.script, now)
        self._replies: dict[tuple[str, str, str], Reply] = {}
        self._lock = Lock()

    def handle(self, request: Request) -> Reply:
        """Answer one request and record it."""
        if request.path.startswith(CONTROL):
            return self._control(request)
        scheme = self.guard.token_paths.get(request.path)
        route = self._routes.find(request.method, request.path)
        if scheme is not None and request.method == "POST" and route is None:
            reply = self._faulty("token", None, request, lambda: self.guard.give_token(scheme, request))
            return self._record("token", request, reply)
        if route is None:
            known = self._routes.methods(request.path)
            refused = RefusedError(
                405 if known else 404, "no_such_operation", f"The contract has no {request.method} {request.path}."
            )
            return self._record("", request, failure(self.contract, None, refused))
        reply = self._faulty(route.operation.name, route.operation, request, lambda: self._answer(request))
        return self._record(route.operation.name, request, reply)

    def fail(
        self,
        operation: str,
        status: int,
        *,
        body: Json = None,
        times: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make an operation answer `status`, `times` times or until `heal`."""
        self.faults.add(Fault(operation=operation, status=status, body=body, times=times, headers=headers or {}))

    def delay(self, operation: str, seconds: float, *, times: int = 0) -> None:
        """Make an operation answer late."""
        self.faults.add(Fault(operation=operation, latency=seconds, times=times))

    def rename(self, operation: str, names: Mapping[str, str]) -> None:
        """Call fields of an operation's answers otherwise, as a vendor does that changes its API."""
        self.faults.add(Fault(operation=operation, rename=names))

    def heal(self) -> None:
        """Take every fault away."""
        self.faults.clear()

    def _answer(self, request: Request) -> Reply:
        route = self._routes.find(request.method, request.path)
        if route is None:  # found before by the caller
            raise RefusedError(404, "no_such_operation", "The contract has no such operation.")
        self.guard.check(route.operation, request)
        parameters = read_parameters(self.contract, route, request)
        body = read_body(self.contract, route.operation.body, request)
        return self._once(route.operation, request, lambda: self._behaviour.answer(Call(route, parameters, body)))

    def _once(self, operation: Operation, request: Request, act: Callable[[], Reply]) -> Reply:
        """Answer a repeated write as the first time, where the service recognises one."""
        key = request.headers.get(self.script.idempotency.lower(), "") if self.script.idempotency else ""
        if not key or operation.method == "GET":
            return act()
        with self._lock:
            known = (operation.name, request.path, key)
            if known not in self._replies:
                self._replies[known] = act()
            return self._replies[known]

    def _faulty(self, name: str, operation: Operation | None, request: Request, act: Callable[[], Reply]) -> Reply:
        """Answer under the faults of the moment; the header `Prefer: code=503` asks for one for this request alone."""
        due = self.faults.take(name)
        wanted = request.headers.get("prefer", "").partition("code=")[2]
        if wanted.isdigit():
            due.append(Fault(status=int(wanted)))
        for fault in due:
            if fault.latency:
                time.sleep(fault.latency)
        broken = next((fault for fault in due if fault.status), None)
        reply = self._told(operation, act) if broken is None else self._broken(operation, broken)
        for fault in due:
            reply = _changed(reply, fault)
        return reply

    def _told(self, operation: Operation | None, act: Callable[[], Reply]) -> Reply:
        try:
            return act()
        except RefusedError as refused:
            if self.script.problems is not None:
                return scripted_failure(self.script.problems, refused)
            return failure(self.contract, operation, refused)

    def _broken(self, operation: Operation | None, fault: Fault) -> Reply:
        if fault.body is not None:
            return json_reply(fault.status, fault.body)
        refused = RefusedError(fault.status, "fault_on_demand", "This failure was asked for.")
        return failure(self.contract, operation, refused)

    def _record(self, operation: str, request: Request, reply: Reply) -> Reply:
        with self._lock:
            self.requests.append(Recorded(operation, request, reply.status))
        return reply

    def _control(self, request: Request) -> Reply:
        """Serve the mock's own endpoints, for those who reach it only by HTTP."""
        what = request.path.removeprefix(CONTROL).strip("/")
        if what == "faults" and request.method == "POST":
            return self._add_fault(request)
        if what == "faults" and request.method == "DELETE":
            self.heal()
            return Reply(204)
        if what == "requests" and request.method == "GET":
            with self._lock:
                seen = [_as_json(recorded) for recorded in self.requests]
            return json_reply(200, seen)
        return json_reply(404, {"message": "There are /faults and /requests here."})

    def _add_fault(self, request: Request) -> Reply:
        try:
            fault = Fault(**json.loads(request.body))
        except (ValueError, TypeError) as problem:
            return json_reply(400, {"message": f"This is no fault: {problem}"})
        self.faults.add(fault)
        return Reply(204)


def _as_json(recorded: Recorded) -> Json:
    """Return what a mock tells of a request that it answered."""
    request = recorded.request
    return {
        "operation": recorded.operation,
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "body": request.body.decode(errors="replace"),
        "status": recorded.status,
    }


def _changed(reply: Reply, fault: Fault) -> Reply:
    headers = {**reply.headers, **fault.headers}
    if fault.rename and is_json(reply.media_type):
        body = renamed(json.loads(reply.body), fault.rename)
        return replace(json_reply(reply.status, body, reply.media_type), headers=headers)
    return replace(reply, headers=headers)
