"""Every single fault at every place of the worked example `reorder_part`, as the table in docs/faults.md.

The services are the project's mocks, asked without a socket; the client, its policies and the action are the real ones,
on a clock that waits for nobody. `python -m tests.example.faults` writes the table again.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from codegen.core.diagnostics import Diagnostics
from codegen.mocking import exchange
from codegen.mocking.service import MockApplication
from codegen.project import Project, find
from codegen.runtime import Context
from codegen.runtime.effects import Answer, Failure, Send
from codegen.runtime.escalation import Escalation, FailuresInARow
from codegen.runtime.heard import heard_by_step
from codegen.runtime.last_good import LastGood
from codegen.runtime.repeats import RepeatsInMemory
from codegen.runtime.tokens import TokenStore
from codegen.runtime.world import World
from codegen.verbs.assemble import read
from codegen.verbs.mock import applications, stand_ins
from codegen.verbs.written import Written
from generated.actions.reorder_part import ACTION

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "faults.md"
HEAD = Path(__file__).with_name("faults_head.md")
INPUTS = {"sku": "M8-BOLT", "quantity": 40}
PLACES = ("stock read", "token", "order", "notify", "undo")
ANSWERS = {  # what is answered in place of the service's own answer: status, media type, body
    "500": (500, "", b""),
    "503": (503, "", b""),
    "429, Retry-After 1": (429, "", b""),
    "401": (401, "", b""),
    "404": (404, "", b""),
    "502, done all the same": (502, "", b""),
    "a page with 200": (200, "text/html", b"<html>Welcome</html>"),
    "half an answer": (200, "application/json", b'{"id": "PO-'),
    "an empty object": (200, "application/json", b"{}"),
}
LOST = ("refused", "no answer, not done", "no answer, done all the same", "broken off")
FAULTS = (*LOST, *ANSWERS, "503 once", "data of yesterday", "no, with 200")


@dataclass
class Stage:
    """The three services, one of which fails at one place."""

    mocks: dict[str, MockApplication]
    place: str
    fault: str
    now: float = 0.0
    asked: list[str] = field(default_factory=list)
    left: int = -1
    escalations: list[Escalation] = field(default_factory=list)

    def world(self) -> World:
        """Return the world of one run."""
        return World(
            clock=lambda: self.now,
            jitter=lambda: 1.0,
            sleep=self.sleep,
            sleep_async=self.sleep_async,
            tokens=TokenStore(),
            last_good=LastGood(lambda: self.now),
            failures=FailuresInARow(),
            repeats=RepeatsInMemory(lambda: self.now),
            escalate=self.escalations.append,
            transport=self.send,
        )

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        """Do the same in a task."""
        self.now += seconds

    def send(self, effect: Send) -> Answer | Failure:
        """Answer a request, or fail as the place asks."""
        service = effect.request.url.removeprefix("https://").partition(".")[0]
        path, _, query = effect.request.url.partition(".invalid")[2].partition("?")
        place = self._place(service, path)
        self.asked.append(place)
        if place != self.place:
            return self._real(service, path, query, effect)
        return self._faulty(service, path, query, effect)

    def _place(self, service: str, path: str) -> str:
        heard = heard_by_step()
        if heard is not None and heard.purpose == "undo":
            return "undo"
        if path.endswith("/token"):
            return "token"
        return {"inventory": "stock read", "erp": "order", "chat": "notify"}[service]

    def _faulty(self, service: str, path: str, query: str, effect: Send) -> Answer | Failure:
        if self.fault == "503 once":
            self.left += 1
            return Answer(503, {}) if self.left == 0 else self._real(service, path, query, effect)
        if self.fault == "refused":
            return Failure("connect", sent=False, reason="connection refused")
        if self.fault in ("no answer, done all the same", "502, done all the same"):
            self._real(service, path, query, effect)
        if self.fault.startswith("no answer"):
            self.now += effect.deadline.left
            return Failure("timeout", sent=True, reason="no answer in time")
        if self.fault == "broken off":
            return Failure("broken", sent=True, reason="the connection broke")
        if self.fault == "the action's time is over":
            self.now += 60
            return Failure("timeout", sent=True, reason="no answer in time")
        if self.fault == "data of yesterday":
            return _json({"sku": "M8-BOLT", "on_hand": 3, "as_of": "2026-01-01T00:00:00Z"})
        if self.fault == "no, with 200":
            return _json({"ok": False, "error": "channel_not_found"})
        status, media_type, body = ANSWERS[self.fault]
        more = {"retry-after": "1"} if status == 429 else {}
        return Answer(status, more | ({"content-type": media_type} if media_type else {}), body)

    def _real(self, service: str, path: str, query: str, effect: Send) -> Answer:
        headers = {name.lower(): value for name, value in effect.request.headers}
        request = exchange.Request(effect.request.method, path, query, headers, effect.request.content)
        reply = self.mocks[service].handle(request)
        typed = {"content-type": reply.media_type} if reply.media_type else {}
        return Answer(reply.status, typed, reply.body)


def _json(value: Any) -> Answer:
    return Answer(200, {"content-type": "application/json"}, json.dumps(value).encode())


@dataclass(frozen=True)
class Row:
    """What a caller sees of one fault at one place."""

    place: str
    fault: str
    envelope: dict[str, Any]
    asked: tuple[str, ...]
    remains: tuple[str, ...]

    @property
    def seen(self) -> str:
        """The answer in a few words."""
        if self.envelope["ok"]:
            warnings = ", ".join(f"`{warning['code']}`" for warning in self.envelope["warnings"])
            return f"ok, with a warning: {warnings}" if warnings else "ok"
        error = self.envelope["error"]
        again = ", retryable" if error["retryable"] else ""
        return f"`{error['layer']}` `{error['code']}`, {error['outcome']}{again}; {error['owner']}"

    @property
    def undone(self) -> str:
        """What was undone, and what remains."""
        message = "" if self.envelope["ok"] else self.envelope["error"]["message"]
        parts = ["undone: order"] if "Undone: order" in message else []
        parts += [f"remains: {named.partition(' ')[0]}" for named in self.remains]
        return ", ".join(parts)

    @property
    def line(self) -> str:
        """The row in Markdown."""
        sent = ", ".join(f"{place} {self.asked.count(place)}" for place in dict.fromkeys(self.asked))
        return f"| {self.place} | {self.fault} | {self.seen} | {sent or 'none'} | {self.undone} |"


def rows(*, is_async: bool) -> Iterator[Row]:
    """Yield a row for every fault at every place where it can stand."""
    for place in PLACES[:4]:
        for fault in FAULTS:
            if _can_stand(place, fault):
                yield play(place, fault, is_async=is_async)
    yield play("notify", "the action's time is over", is_async=is_async)
    for fault in ("refused", "500", "no answer, not done"):
        yield play("undo", fault, is_async=is_async)
    yield play("inputs", "quantity of 0", is_async=is_async, inputs={**INPUTS, "quantity": 0})
    yield play("caller", "without the role", is_async=is_async, roles=frozenset())


def _can_stand(place: str, fault: str) -> bool:
    if fault == "data of yesterday":
        return place == "stock read"
    return fault != "no, with 200" or place == "notify"


def play(
    place: str,
    fault: str,
    *,
    is_async: bool,
    inputs: dict[str, Any] | None = None,
    roles: frozenset[str] = frozenset({"buyer"}),
) -> Row:
    """Run the action with one fault; for the undo, with its time over at the notification, so that it has to undo."""
    project, written = _project()
    mocks = applications(project, written, Diagnostics())
    stage = _Undoing(mocks, place, fault) if place == "undo" else Stage(mocks, place, fault)
    bases = {name: f"https://{name}.invalid" for name in mocks}
    for name, mock in mocks.items():
        os.environ.update(stand_ins(written, name, mock.contract, bases[name]))
    context = Context(
        principal="ann",
        roles=roles,
        scopes=frozenset({"orders:write"}),
        base_urls=bases,
        correlation_id="c" * 32,
        world=stage.world(),
    )
    given = INPUTS if inputs is None else inputs
    envelope = asyncio.run(ACTION.invoke_async(given, context)) if is_async else ACTION.invoke(given, context)
    remains = tuple(name for record in stage.escalations for name in record.remains)
    return Row(place, fault, envelope, tuple(stage.asked), remains)


@cache
def _project() -> tuple[Project, Written]:
    problems = Diagnostics()
    project = find(ROOT, problems)
    assert project is not None
    return project, read(project, None, problems).written


class _Undoing(Stage):
    """The same, but the action's time is over at the notification."""

    def send(self, effect: Send) -> Answer | Failure:
        service = effect.request.url.removeprefix("https://").partition(".")[0]
        if service == "chat":
            self.asked.append("notify")
            self.now += 60
            return Failure("timeout", sent=True, reason="no answer in time")
        return super().send(effect)


def page() -> str:
    """Return docs/faults.md."""
    return HEAD.read_text(encoding="utf-8") + "\n".join(row.line for row in rows(is_async=False)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")  # noqa: T201
