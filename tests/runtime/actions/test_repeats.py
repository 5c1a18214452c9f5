"""The same caller, action and inputs within a window: one call is made, and everyone is told what came of it."""

from __future__ import annotations

import asyncio
import importlib
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.runtime import Context
from codegen.runtime.effects import Answer, Failure, Send
from codegen.runtime.repeats import RepeatsInMemory
from codegen.runtime.world import World

CASE = Path(__file__).parents[2] / "golden" / "cases" / "keys"
WORLDS = pytest.mark.parametrize("world", ["sync", "async"])
LINES = {"lines": [{"sku": "A", "quantity": 2}]}
ANN = {"principal": "ann", "tenant": "acme"}


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(CASE))
    monkeypatch.setenv("SHOP_TOKEN", "a-token-of-the-shop")


class Shop:
    """A shop without a network: answers are given one by one, the last for ever."""

    def __init__(self, *answers: Answer | Failure) -> None:
        self.now = 0.0
        self.sent: list[str] = []
        self._answers = list(answers)
        self.gate: threading.Event | None = None
        self.world = World(clock=lambda: self.now, transport=self._send)
        self.world = replace(self.world, repeats=RepeatsInMemory(lambda: self.now))

    def _send(self, effect: Send) -> Answer | Failure:
        self.sent.append(effect.request.method)
        if self.gate is not None:
            self.gate.wait(5)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def __call__(self, world: str, arguments: Any = None, **caller: Any) -> dict[str, Any]:
        action = importlib.import_module("keys.actions.order_parts").ACTION
        urls = {"shop": "http://shop.invalid"}
        context = Context(base_urls=urls, world=self.world, **(caller or ANN))
        given_ = LINES if arguments is None else arguments
        if world == "sync":
            return action.invoke(given_, context)
        return asyncio.run(action.invoke_async(given_, context))


def order(number: int = 1) -> Answer:
    """Return a good answer."""
    return Answer(201, {"content-type": "application/json"}, json.dumps({"id": f"PO-{number}", "sku": "A"}).encode())


LOST = Failure("timeout", sent=True, reason="no answer in time")
REFUSED = Failure("connect", sent=False, reason="refused")


@WORLDS
def test_the_same_call_within_the_window_gets_the_first_result(world):
    shop = Shop(order(1), order(2))
    first, second = shop(world), shop(world)
    assert second["result"] == first["result"] == {"order_ids": ["PO-1"], "first": "PO-1", "lines": []}
    assert [warning["code"] for warning in second["warnings"]] == ["repeated"]
    assert shop.sent == ["POST"]


@WORLDS
def test_past_the_window_it_is_a_new_call(world):
    shop = Shop(order(1), order(2))
    shop(world)
    shop.now += 601
    assert shop(world)["result"]["first"] == "PO-2"


@WORLDS
@pytest.mark.parametrize(
    "other",
    [
        {"principal": "bob", "tenant": "acme"},
        {"principal": "ann", "tenant": "other"},
        {"principal": "ann", "tenant": "acme", "roles": frozenset({"boss"})},
        {"principal": ""},
    ],
)
def test_another_caller_makes_a_call_of_its_own(world, other):
    shop = Shop(order(1), order(2))
    shop(world)
    assert shop(world, **other)["result"]["first"] == "PO-2"


@WORLDS
def test_a_caller_without_a_name_is_nobody_to_recognise(world):
    shop = Shop(order(1), order(2))
    assert [shop(world, principal="")["result"]["first"] for _ in range(2)] == ["PO-1", "PO-2"]


@WORLDS
def test_other_inputs_are_another_call(world):
    shop = Shop(order(1), order(2))
    shop(world)
    assert shop(world, {"lines": [{"sku": "A", "quantity": 3}]})["result"]["first"] == "PO-2"


@WORLDS
def test_a_call_of_which_nobody_knows_is_never_made_again(world):
    shop = Shop(LOST, order())
    first, second = shop(world), shop(world)
    assert first["error"]["outcome"] == second["error"]["outcome"] == "unknown"
    assert "nothing was sent again" in second["error"]["message"]
    assert shop.sent == ["POST"]


@WORLDS
def test_a_call_that_changed_nothing_may_be_made_again(world):
    shop = Shop(REFUSED, order())
    assert shop(world)["error"]["outcome"] == "not_sent"
    assert shop(world)["ok"] is True


def test_calls_at_the_same_time_are_one_call():
    shop = Shop(order(1), order(2))
    shop.gate = threading.Event()
    got: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: got.append(shop("sync"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    shop.gate.set()
    for thread in threads:
        thread.join()
    assert shop.sent == ["POST"]
    assert {answer["result"]["first"] for answer in got} == {"PO-1"}


def test_tasks_at_the_same_time_are_one_call():
    shop = Shop(order(1), order(2))
    action = importlib.import_module("keys.actions.order_parts").ACTION
    context = Context(base_urls={"shop": "http://shop.invalid"}, world=shop.world, **ANN)

    async def all_at_once() -> list[dict[str, Any]]:
        return await asyncio.gather(*(action.invoke_async(LINES, context) for _ in range(20)))

    got = asyncio.run(all_at_once())
    assert shop.sent == ["POST"]
    assert {answer["result"]["first"] for answer in got} == {"PO-1"}


def test_a_call_that_is_cancelled_while_a_write_is_under_way_is_not_made_again():
    shop = Shop(order())
    action = importlib.import_module("keys.actions.order_parts").ACTION
    waiting = asyncio.Event()

    async def hanging(*_: Any) -> Any:
        waiting.set()
        await asyncio.sleep(30)

    async def cut() -> dict[str, Any]:
        context = Context(base_urls={"shop": "http://shop.invalid"}, world=shop.world, **ANN)
        client = importlib.import_module("keys.services.shop.async_client").AsyncClient
        kept, client._send = client._send, hanging
        try:
            first = asyncio.create_task(action.invoke_async(LINES, context))
            await waiting.wait()
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
        finally:
            client._send = kept
        return await action.invoke_async(LINES, context)

    error = asyncio.run(cut())["error"]
    assert (error["code"], error["outcome"], error["owner"]) == ("cancelled", "unknown", "supply")
    assert shop.sent == []


def test_the_oldest_calls_are_forgotten_first_and_none_that_is_under_way():
    repeats = RepeatsInMemory(lambda: 0.0, most=2)
    under_way = repeats.claim("a")
    for key in "bcd":
        repeats.settle(repeats.claim(key), {"ok": True}, 60)
    assert not repeats.claim("a").first
    assert repeats.claim("b").first
    repeats.settle(under_way, None, 60)
    assert repeats.claim("a").first


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["ok", "lost", "none"]), st.floats(0, 90)), max_size=30)
)
def test_within_a_window_a_key_is_first_only_after_it_was_forgotten(steps):
    """Whatever happens in whatever order: a first claim means that no remembered call is younger than the window."""
    now = 0.0
    repeats = RepeatsInMemory(lambda: now)
    remembered: dict[str, float] = {}
    for key, ending, pause in steps:
        now += pause
        claim = repeats.claim(key)
        assert claim.first == (key not in remembered or now >= remembered[key] + 60)
        if claim.first:
            envelope = None if ending == "none" else {"ok": ending == "ok"}
            repeats.settle(claim, envelope, 60)
            remembered.pop(key, None)
            if envelope is not None:
                remembered[key] = now
