"""Two servers that keep state, a network that fails on demand, and a clock of their own; no socket, no sleep."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from codegen.runtime.effects import Answer, Failure, Send
from codegen.runtime.escalation import Escalation, FailuresInARow
from codegen.runtime.heard import heard_by_step
from codegen.runtime.last_good import LastGood
from codegen.runtime.repeats import RepeatsInMemory
from codegen.runtime.world import World

# What may befall a request. `acted` faults come after the server did what was asked.
FAULTS = (
    *("good", "good", "good", "500", "503", "502", "502 acted", "429", "404", "refused", "timeout", "timeout acted"),
    *("broken", "broken acted", "html", "truncated", "missing", "null", "negative", "stale", "202"),
)
# The code that each may lead to; a fault that spoils only what nobody reads leads to none.
CODES: Mapping[str, frozenset[str]] = {
    "500": frozenset({"unavailable"}),
    "503": frozenset({"unavailable"}),
    "502": frozenset({"unavailable"}),
    "502 acted": frozenset({"unavailable"}),
    "429": frozenset({"rate_limited"}),
    "404": frozenset({"rejected"}),
    "refused": frozenset({"connect_failed"}),
    "timeout": frozenset({"timeout"}),
    "timeout acted": frozenset({"timeout"}),
    "broken": frozenset({"connect_failed"}),
    "broken acted": frozenset({"connect_failed"}),
    "html": frozenset({"answer_invalid"}),
    "truncated": frozenset({"answer_invalid"}),
    "missing": frozenset({"field_missing", "answer_invalid"}),
    "null": frozenset({"field_missing", "answer_invalid"}),
    "negative": frozenset({"answer_invalid"}),
    "stale": frozenset({"data_stale"}),
    "202": frozenset(),
}
NOW = 1_800_000_000.0  # seconds since 1970 on the wall
FRESH, OLD = "2027-01-15T08:00:00Z", "2020-01-01T00:00:00Z"


@dataclass
class Sent:
    """One request: what it was, whose it was, what befell it, and what it changed."""

    step: str
    purpose: str
    service: str
    operation: str
    key: str
    fault: str
    created: str = ""
    removed: str = ""
    status: int = 0


@dataclass
class FaultyWorld:
    """The services shop and stock behind a network that fails as `faults` says, request by request."""

    faults: list[str]
    now: float = 0.0
    orders: dict[str, str] = field(default_factory=dict)
    exports: dict[str, int] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    _known: dict[str, tuple[int, Any]] = field(default_factory=dict)

    def world(self) -> World:
        """Return the world in which an action meets these servers."""
        return World(
            clock=lambda: self.now,
            wall=lambda: NOW,
            jitter=lambda: 1.0,
            sleep=self._sleep,
            sleep_async=self._sleep_async,
            last_good=LastGood(lambda: self.now),
            failures=FailuresInARow(),
            repeats=RepeatsInMemory(lambda: self.now),
            escalate=self.escalations.append,
            transport=self._transport,
        )

    def _sleep(self, seconds: float) -> None:
        self.now += seconds

    async def _sleep_async(self, seconds: float) -> None:
        self.now += seconds

    def _transport(self, effect: Send) -> Answer | Failure:
        request = effect.request
        split = urlsplit(request.url)
        heard = heard_by_step()
        headers = {name.lower(): value for name, value in request.headers}
        sent = Sent(
            step=heard.step if heard else "",
            purpose=heard.purpose if heard else "",
            service=split.hostname or "",
            operation=_operation(request.method, split.path),
            key=headers.get("idempotency-key", ""),
            fault=self.faults[len(self.sent)] if len(self.sent) < len(self.faults) else "good",
        )
        self.sent.append(sent)
        body = json.loads(request.content) if request.content else {}
        return self._befallen(sent, effect, lambda: self._act(sent, split.path, dict(parse_qsl(split.query)), body))

    def _befallen(self, sent: Sent, effect: Send, act: Callable[[], tuple[int, Any]]) -> Answer | Failure:
        fault = sent.fault
        if fault.isdigit() and fault != "202":
            sent.status = int(fault)
            more = {"retry-after": "1"} if fault == "429" else {}
            return Answer(int(fault), more)
        if fault == "refused":
            return Failure("connect", sent=False, reason="refused")
        if fault in ("timeout", "broken"):
            return self._lost(fault, effect)
        status, value = act()
        if fault.endswith("acted"):
            if fault.startswith("502"):
                sent.status = 502
                return Answer(502, {})
            return self._lost(fault.partition(" ")[0], effect)
        sent.status = 202 if fault == "202" and sent.operation == "getExport" else status
        return _answer(sent.status, _spoilt(fault, value), fault)

    def _lost(self, kind: str, effect: Send) -> Failure:
        if kind == "timeout":
            self.now += effect.deadline.left
            return Failure("timeout", sent=True, reason="no answer in time")
        return Failure("broken", sent=True, reason="the connection broke")

    def _act(self, sent: Sent, path: str, query: Mapping[str, str], body: Any) -> tuple[int, Any]:
        """Do what is asked; a write that was done under its key is answered as the first time."""
        if sent.key and sent.key in self._known:
            return self._known[sent.key]
        done = self._do(sent, path, query, body)
        if sent.key:
            self._known[sent.key] = done
        return done

    def _do(self, sent: Sent, path: str, query: Mapping[str, str], body: Any) -> tuple[int, Any]:
        last = path.rpartition("/")[2]
        match sent.operation:
            case "createOrder":
                sent.created = f"PO-{len(self._known) + len(self.orders) + 1}"
                self.orders[sent.created] = sent.step
                return 201, {"id": sent.created, "sku": body["sku"], "lines": []}
            case "deleteOrder":
                sent.removed = last
                self.orders.pop(last, None)
                return 204, None
            case "startExport":
                sent.created = f"EX-{len(self.exports) + 1}"
                self.exports[sent.created] = 0
                return 202, {"export_id": sent.created, "state": "queued"}
            case "cancelExport":
                sent.removed = last
                self.exports.pop(last, None)
                return 204, None
            case "getExport":
                self.exports[last] = self.exports.get(last, 0) + 1
                done = self.exports[last] > 1
                return 200, {"export_id": last, "state": "done" if done else "running", "url": "https://x.example"}
            case "listOrders":
                page = int(query.get("cursor", "0"))
                found = [{"id": f"OLD-{page}{number}", "sku": "A"} for number in range(2)]
                return 200, {"orders": found, "next_cursor": str(page + 1) if page < 1 else None}
            case "getOrder":
                return (404, {"moved_to": "B"}) if last == "GONE" else (200, {"id": last, "sku": "A"})
            case _:
                return 200, {"sku": last, "on_hand": 7, "counted_at": FRESH, "contact": "a@b.example"}


def _operation(method: str, path: str) -> str:
    parts = path.strip("/").split("/")
    names = {
        ("POST", "orders", 1): "createOrder",
        ("GET", "orders", 1): "listOrders",
        ("GET", "orders", 2): "getOrder",
        ("DELETE", "orders", 2): "deleteOrder",
        ("POST", "exports", 1): "startExport",
        ("GET", "exports", 2): "getExport",
        ("DELETE", "exports", 2): "cancelExport",
        ("GET", "levels", 2): "getLevel",
        ("GET", "estimates", 1): "estimateLevel",
    }
    return names[method, parts[0], len(parts)]


def _spoilt(fault: str, value: Any) -> Any:
    """Return an answer with the fault in it, where it has what the fault is about."""
    if not isinstance(value, dict):
        return value
    spoilt = json.loads(json.dumps(value))
    inner = spoilt["orders"][0] if "orders" in spoilt else spoilt
    name = next((name for name in ("id", "on_hand", "state", "export_id", "moved_to") if name in inner), "")
    if fault == "missing":
        inner.pop(name, None)
    elif fault == "null":
        inner[name] = None
    elif fault == "negative" and "on_hand" in inner:
        inner["on_hand"] = -1
    elif fault == "stale" and "counted_at" in inner:
        inner["counted_at"] = OLD
    return spoilt


def _answer(status: int, value: Any, fault: str) -> Answer:
    if fault == "html":
        return Answer(200 if status < 300 else status, {"content-type": "text/html"}, b"<html>Welcome</html>")
    if value is None:
        return Answer(status, {})
    content = json.dumps(value).encode()
    return Answer(status, {"content-type": "application/json"}, content[:-3] if fault == "truncated" else content)
