"""The keys of a step at run time, in both worlds, on what `generate` makes of the golden case `keys`."""

from __future__ import annotations

import asyncio
import base64
import importlib
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codegen.runtime import AsyncRun, Context, Escalation, File, Files, Owner, Run, Step
from codegen.runtime.errors import ExternalServiceError
from codegen.runtime.escalation import FailuresInARow
from codegen.runtime.last_good import LastGood
from codegen.runtime.step import Fallback
from codegen.runtime.world import World
from tests.targets.actions.loopback import Asked, Loopback, hanging, loopback

CASE = Path(__file__).parents[2] / "golden" / "cases" / "keys"
WORLDS = pytest.mark.parametrize("world", ["sync", "async"])


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.path_importer_cache, str(CASE), None)
    monkeypatch.syspath_prepend(str(CASE))
    monkeypatch.setenv("SHOP_TOKEN", "a-token-of-the-shop")


class Played:
    """The case's actions against a loopback that plays both services."""

    def __init__(self, service: Loopback) -> None:
        self.service = service
        self.clock = 1_000.0
        self.escalations: list[Escalation] = []
        self.world = World(
            clock=lambda: self.clock,
            sleep=self._sleep,
            sleep_async=self._sleep_async,
            last_good=LastGood(lambda: self.clock),
            failures=FailuresInARow(),
            escalate=self.escalations.append,
        )

    def _sleep(self, seconds: float) -> None:
        self.clock += seconds

    async def _sleep_async(self, seconds: float) -> None:
        self.clock += seconds

    def __call__(self, world: str, name: str, arguments: dict[str, Any], **caller: Any) -> dict[str, Any]:
        action = importlib.import_module(f"keys.actions.{name}").ACTION
        urls = {"shop": self.service.url, "stock": self.service.url}
        context = Context(base_urls=urls, world=self.world, **caller)
        if world == "sync":
            return action.invoke(arguments, context)
        return asyncio.run(action.invoke_async(arguments, context))


def ordered(asked: Asked) -> tuple[int, Any]:
    """Return the answer to an order: its number is that of its part."""
    sku = json.loads(asked.body)["sku"]
    return (
        (500, None) if sku == "BAD" else (201, {"id": f"PO-{sku}", "sku": sku, "lines": [{"sku": sku, "position": 1}]})
    )


def lines(*skus: str) -> dict[str, Any]:
    """Return inputs that order two pieces of each part."""
    return {"lines": [{"sku": sku, "quantity": 2} for sku in skus]}


# ------------------------------------------------------------------ for_each


@WORLDS
def test_a_step_is_called_for_every_element_and_answers_the_list(world):
    with loopback({"/orders": ordered}) as service:
        got = Played(service)(world, "order_parts", lines("A", "B"))
    assert got["result"] == {"order_ids": ["PO-A", "PO-B"], "first": "PO-A", "lines": [1, 1]}


@WORLDS
def test_its_condition_is_asked_for_every_element(world):
    with loopback({"/orders": ordered}) as service:
        given = [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 1, "urgent": True}]
        got = Played(service)(world, "order_parts", {"lines": given})
    assert got["result"]["order_ids"] == ["PO-B"]


@WORLDS
def test_every_element_that_was_done_is_undone_last_first_when_one_fails(world):
    answers = {"/orders": ordered, "/orders/PO-A": (204, None), "/orders/PO-B": (204, None)}
    with loopback(answers) as service:
        got = Played(service)(world, "order_parts", lines("A", "B", "BAD"))
    assert got["error"]["code"] == "unavailable"
    assert service.calls[-2:] == ["DELETE /orders/PO-B", "DELETE /orders/PO-A"]
    assert "Undone: order (shop.createOrder), order (shop.createOrder)." in got["error"]["message"]


@WORLDS
def test_more_elements_than_the_bound_are_refused_before_anything_is_sent(world):
    with loopback({}) as service:
        got = Played(service)(world, "order_parts", lines(*["A"] * 21))
    assert (got["error"]["layer"], got["error"]["code"]) == ("agent_action", "input_invalid")
    assert service.asked == []


@WORLDS
def test_every_element_has_an_idempotency_key_of_its_own(world):
    with loopback({"/orders": ordered}) as service:
        Played(service)(world, "order_parts", lines("A", "B", "C"))
    assert len({asked.headers["idempotency-key"] for asked in service.asked}) == 3


@WORLDS
def test_an_element_that_fails_is_passed_over_where_the_definition_says_so(world):
    answers = {
        "/levels/A": (200, {"sku": "A", "on_hand": 1}),
        "/levels/B": (404, None),
        "/levels/C": (503, None),
        "/estimates": (200, {"sku": "C", "on_hand": 9}),
    }
    with loopback(answers) as service:
        got = Played(service)(world, "levels_of_parts", {"skus": ["A", "B", "C"]})
    assert got["result"] == {"levels": [1, 9]}
    assert [(w["code"], w["step"]) for w in got["warnings"]] == [("rejected", "level"), ("fallback_used", "level")]


@WORLDS
def test_a_fallback_to_the_same_operation_is_no_call_of_the_steps_own(world):
    """A bound of three elements is a bound of three elements, however many of them are asked for again."""
    asked: list[str] = []
    same = Step(id="s", service="x", operation="y")
    step = replace(same, most=3, fallback=Fallback(instead=same))

    def fail() -> str:
        asked.append("call")
        raise ExternalServiceError("down", code="unavailable", outcome="failed")

    def instead() -> str:
        asked.append("again")
        return "answer"

    async def later(call: Any) -> str:
        return call()

    if world == "sync":
        run = Run("a", Owner(), Context(), "c", 60)
        got = [run.step(step, fail, instead=instead) for _ in range(3)]
    else:
        task = AsyncRun("a", Owner(), Context(), "c", 60)

        async def all_three() -> list[str]:
            return [await task.step(step, lambda: later(fail), instead=lambda: later(instead)) for _ in range(3)]

        got = asyncio.run(all_three())
    assert got == ["answer"] * 3
    assert asked == ["call", "again"] * 3


@WORLDS
def test_a_warning_names_whose_it_is_also_where_nothing_was_called(world):

    step = Step(id="s", service="x", operation="y", most=0)

    async def never() -> None:
        raise AssertionError("it was called")

    if world == "sync":
        run = Run("a", Owner(team="supply"), Context(), "c", 60)
        assert run.attempt(step, lambda: None) is None
    else:
        run = AsyncRun("a", Owner(team="supply"), Context(), "c", 60)
        assert asyncio.run(run.attempt(step, never)) is None
    (warning,) = run.warnings
    assert (warning["code"], warning["action"], warning["owner"], warning["correlation_id"]) == (
        "too_many",
        "a",
        "supply",
        "c",
    )


# ------------------------------------------------------------------ fallback


@WORLDS
def test_the_last_good_answer_stands_in_marked_stale(world):
    levels = iter([(200, {"sku": "A", "on_hand": 4}), (503, None)])
    with loopback({"/levels/A": lambda _: next(levels)}) as service:
        played = Played(service)
        played(world, "level_of_part", {"sku": "A"}, principal="ann")
        played.clock += 120
        got = played(world, "level_of_part", {"sku": "A"}, principal="ann")
    assert got["result"] == {"on_hand": 4}
    (warning,) = got["warnings"]
    assert (warning["code"], warning["stale"], warning["owner"]) == ("stale_answer", True, "warehouse")
    assert "120 s old" in warning["message"]
    assert warning["caused_by"]["code"] == "unavailable"


@WORLDS
@pytest.mark.parametrize("caller", [{"principal": "bob"}, {"principal": "ann", "tenant": "other"}, {}])
def test_no_caller_gets_the_last_good_answer_of_another(world, caller):
    levels = iter([(200, {"sku": "A", "on_hand": 4}), (503, None)])
    with loopback({"/levels/A": lambda _: next(levels)}) as service:
        played = Played(service)
        played(world, "level_of_part", {"sku": "A"}, principal="ann")
        got = played(world, "level_of_part", {"sku": "A"}, **caller)
    assert got["result"] == {"on_hand": 0}


@WORLDS
def test_a_fixed_answer_stands_in_where_the_last_good_one_is_too_old(world):
    levels = iter([(200, {"sku": "A", "on_hand": 4}), (503, None)])
    with loopback({"/levels/A": lambda _: next(levels)}) as service:
        played = Played(service)
        played(world, "level_of_part", {"sku": "A"})
        played.clock += 3_601
        got = played(world, "level_of_part", {"sku": "A"})
    assert got["result"] == {"on_hand": 0}
    assert got["warnings"][0]["code"] == "fallback_used"


@WORLDS
def test_nothing_stands_in_for_a_rejected_request(world):
    with loopback({"/levels/A": (404, None)}) as service:
        got = Played(service)(world, "level_of_part", {"sku": "A"})
    assert got["error"]["code"] == "rejected"


@WORLDS
def test_a_person_is_asked_where_that_is_the_fallback(world):
    answers = {"/levels/A": (200, {"sku": "A", "on_hand": 4}), "/orders": (503, None)}
    with loopback(answers) as service:
        played = Played(service)
        got = played(world, "buy_or_ask", {"sku": "A"})
    (escalation,) = played.escalations
    assert escalation.to == ("oncall-sales",)
    assert (escalation.layer, escalation.code, escalation.respond) == ("external_service", "unavailable", 1_800.0)
    assert got["error"]["escalated_to"] == ["oncall-sales"]
    assert "oncall-sales was asked" in got["error"]["next_step"]


@WORLDS
def test_a_write_of_which_nobody_knows_is_escalated_and_never_repeated(world):
    answers = {"/levels/A": (200, {"sku": "A", "on_hand": 4}), "/orders": (502, None)}
    with loopback(answers) as service:
        played = Played(service)
        got = played(world, "buy_or_ask", {"sku": "A"})
    assert got["error"]["outcome"] == "unknown"
    assert service.calls.count("POST /orders") == 1
    (escalation,) = played.escalations
    assert escalation.remains == ("order (shop.createOrder)",)
    # What is promised is what the one who is asked has promised: here the service's owner, not the action's.
    assert (escalation.to, escalation.respond) == (("oncall-sales",), 1_800.0)


# ------------------------------------------------------------------ expect


@WORLDS
def test_a_field_that_breaks_its_rule_follows_the_rule_for_missing_ones(world):
    with loopback({"/levels/A": (200, {"sku": "A", "on_hand": 1, "contact": "nobody"})}) as service:
        got = Played(service)(world, "level_of_part", {"sku": "A"})
    assert got["result"] == {"on_hand": 1}


@WORLDS
def test_a_field_that_breaks_its_rule_is_a_failure_where_nothing_else_is_said(world):
    answers = {"/levels/A": (200, {"sku": "a", "on_hand": 1}), "/estimates": (503, None)}
    with loopback(answers) as service:
        got = Played(service)(world, "level_of_part", {"sku": "A"})
    (warning,) = got["warnings"]
    assert warning["caused_by"]["code"] == "answer_invalid"
    assert "/sku" in warning["message"]


# ------------------------------------------------------------------ collect


def paged(asked: Asked) -> tuple[int, Any]:
    """Return a page of two orders; the third is the last."""
    page = int(asked.query.get("cursor", "0"))
    orders = [{"id": f"PO-{page}{n}", "sku": "A"} for n in range(2)]
    return 200, {"orders": orders, "next_cursor": str(page + 1) if page < 2 else None}


def counted(pages: int) -> Any:
    """Return an answer that has so many pages of two levels."""

    def answer(asked: Asked) -> tuple[int, Any]:
        page = int(asked.query.get("page", "1"))
        return 200, [{"sku": "A", "on_hand": page * 10 + n} for n in range(2)] if page <= pages else []

    return answer


@WORLDS
def test_pages_are_gathered_up_to_the_bound_and_that_is_said(world):
    with loopback({"/orders": paged, "/pages": counted(1)}) as service:
        got = Played(service)(world, "all_orders", {"sku": "A"})
    assert got["result"]["order_ids"] == ["PO-00", "PO-01", "PO-10", "PO-11", "PO-20"]
    assert got["result"]["truncated"] is True
    assert [w["code"] for w in got["warnings"]] == ["truncated"]
    assert [asked.query.get("cursor") for asked in service.asked if asked.path == "/orders"] == [None, "1", "2"]


@WORLDS
def test_pages_that_are_counted_end_with_an_empty_one(world):
    with loopback({"/orders": (200, {"orders": []}), "/pages": counted(1)}) as service:
        got = Played(service)(world, "all_orders", {"sku": "A"})
    assert got["result"] == {"order_ids": [], "truncated": False, "levels": [10, 11]}
    assert [asked.query.get("page") for asked in service.asked if asked.path == "/pages"] == [None, "2"]


@WORLDS
def test_a_service_that_never_moves_on_is_stopped(world):
    stuck = (200, [{"sku": "A", "on_hand": 1}])
    with loopback({"/orders": (200, {"orders": []}), "/pages": stuck}) as service:
        got = Played(service)(world, "all_orders", {"sku": "A"})
    assert [(w["code"], w["step"]) for w in got["warnings"]] == [("answer_invalid", "levels")]
    assert service.paths.count("/pages") == 2
    assert "levels" not in got["result"]


# ------------------------------------------------------------------ accept_status


@WORLDS
def test_a_status_that_is_accepted_is_an_answer_typed_by_its_contract(world):
    answers = {"/orders/X": (404, {"moved_to": "Y"}), "/orders/Y": (200, {"id": "Y", "sku": "S"})}
    with loopback(answers) as service:
        got = Played(service)(world, "find_order", {"id": "X"})
    assert got["result"] == {"status": 404, "moved_to": "Y", "sku_there": "S"}


@WORLDS
def test_a_success_beside_it_is_as_ever(world):
    with loopback({"/orders/X": (200, {"id": "X", "sku": "S"})}) as service:
        got = Played(service)(world, "find_order", {"id": "X"})
    assert got["result"] == {"status": 200, "sku": "S"}


@WORLDS
@pytest.mark.parametrize("status", [403, 410, 204])
def test_a_status_that_is_not_named_is_a_failure(world, status):
    with loopback({"/orders/X": (status, None)}) as service:
        got = Played(service)(world, "find_order", {"id": "X"})
    assert (got["error"]["layer"], got["error"]["status"]) == ("external_service", status)


@WORLDS
def test_an_accepted_answer_is_held_to_its_contract(world):
    with loopback({"/orders/X": (404, {"gone": True})}) as service:
        got = Played(service)(world, "find_order", {"id": "X"})
    assert (got["error"]["layer"], got["error"]["code"]) == ("external_service", "field_missing")


@WORLDS
@pytest.mark.parametrize("body", [None, b"not found"])
def test_an_accepted_status_without_what_the_contract_promises_is_still_that_status(world, body):
    with loopback({"/orders/X": (404, body), "/orders/": (404, None)}) as service:
        got = Played(service)(world, "find_order", {"id": "X"})
    assert got["error"]["code"] == "mapping_failed"  # the next step needs what is not there
    assert "$steps.order.response.404.body#/moved_to" in got["error"]["message"]


# ------------------------------------------------------------------ wait_for


def exporting(*states: str) -> dict[str, Any]:
    """Return a service whose export goes through these states, and stays in the last."""
    left = list(states)

    def answer(_: Asked) -> tuple[int, Any]:
        state = left.pop(0) if len(left) > 1 else left[0]
        more = {"url": "https://files.example/1", "rows": 3} if state == "done" else {}
        return 200, {"export_id": "E1", "state": state} | more

    return {"/exports": (202, {"export_id": "E1", "state": "queued"}), "/exports/E1": answer}


MONTH = {"month": "2026-10"}


@WORLDS
def test_what_was_started_is_asked_for_until_it_is_done(world):
    with loopback(exporting("queued", "running", "done")) as service:
        played = Played(service)
        got = played(world, "export_orders", MONTH)
    assert got["result"] == {"url": "https://files.example/1", "rows": 3, "month": "2026-10"}
    assert service.calls == ["POST /exports", *["GET /exports/E1"] * 3]
    assert played.clock == pytest.approx(1_000.6)


@WORLDS
def test_past_its_time_the_result_is_pending_and_nothing_is_undone(world):
    with loopback(exporting("running")) as service:
        got = Played(service)(world, "export_orders", MONTH)
    pending = {"tool": "export_orders_status", "inputs": {"export_id": "E1"}, "retry_after": 0.2}
    assert got == {"ok": True, "result": {"pending": pending}, "warnings": []}
    assert "DELETE /exports/E1" not in service.calls


@WORLDS
def test_the_status_action_takes_over_with_what_the_result_says(world):
    with loopback(exporting("running", "done")) as service:
        played = Played(service)
        first = played(world, "export_orders_status", {"export_id": "E1"})
        second = played(world, "export_orders_status", first["result"]["pending"]["inputs"])
    assert second["result"] == {"url": "https://files.example/1", "rows": 3}


@WORLDS
def test_what_has_failed_for_good_is_the_services_and_is_undone(world):
    answers = exporting("running", "failed")
    asked = answers["/exports/E1"]
    answers["/exports/E1"] = lambda request: (204, None) if request.method == "DELETE" else asked(request)
    with loopback(answers) as service:
        error = Played(service)(world, "export_orders", MONTH)["error"]
    assert (error["layer"], error["code"], error["owner"]) == ("external_service", "job_failed", "sales")
    assert service.calls[-1] == "DELETE /exports/E1"
    assert "Undone: export (shop.startExport)." in error["message"]


@WORLDS
def test_a_question_that_fails_for_a_while_is_asked_again(world):
    answers = exporting("running", "done")
    asked = answers["/exports/E1"]
    bad = iter([(503, None)])
    answers["/exports/E1"] = lambda request: next(bad, None) or asked(request)
    with loopback(answers) as service:
        got = Played(service)(world, "export_orders", MONTH)
    assert got["ok"] is True
    assert service.calls.count("GET /exports/E1") == 3


@WORLDS
def test_a_question_that_the_actions_deadline_cuts_leaves_the_result_pending(world):
    answers = exporting("running")
    answers["/exports/E1"] = hanging(1.0)
    with loopback(answers) as service:
        played = Played(service)
        action = importlib.import_module("keys.actions.export_orders").ACTION
        context = Context(base_urls={"shop": service.url}, world=replace(played.world, clock=time.monotonic))
        short = replace(action, total=0.4)
        sync = world == "sync"
        got = short.invoke(MONTH, context) if sync else asyncio.run(short.invoke_async(MONTH, context))
    assert got["result"]["pending"]["inputs"] == {"export_id": "E1"}


# ------------------------------------------------------------------ files


def handing_in(asked: list[bytes], receipt: bytes = b"%PDF-1.7 a receipt") -> dict[str, Any]:
    """Return a service that remembers what is uploaded, and gives a receipt."""

    def upload(request: Asked) -> tuple[int, Any]:
        asked.append(request.body)
        return 201, {"id": "D1"}

    return {"/documents": upload, "/documents/D1": (200, receipt)}


@WORLDS
def test_a_file_is_given_by_its_path_and_got_likewise(world, tmp_path):
    (tmp_path / "bill.pdf").write_bytes(b"%PDF-1.4 a bill")
    bodies: list[bytes] = []
    with loopback(handing_in(bodies)) as service:
        arguments = {"order_id": "PO-1", "document": "bill.pdf"}
        got = Played(service)(world, "hand_in", arguments, files=Files(root=tmp_path))
    assert b"a bill" in bodies[0]
    assert b'filename="bill.pdf"' in bodies[0]
    receipt = got["result"]["receipt"]
    assert (tmp_path / receipt["path"]).read_bytes() == b"%PDF-1.7 a receipt"
    assert (receipt["size"], receipt["path"][-4:]) == (18, ".pdf")


@WORLDS
def test_a_file_is_given_by_its_content_and_got_likewise_where_there_is_no_folder(world):
    bodies: list[bytes] = []
    with loopback(handing_in(bodies)) as service:
        arguments = {"order_id": "PO-1", "document": "data:text/plain;base64,aGVsbG8="}
        got = Played(service)(world, "hand_in", arguments)
    assert b"hello" in bodies[0]
    assert base64.b64decode(got["result"]["receipt"]["base64"]) == b"%PDF-1.7 a receipt"


@WORLDS
@pytest.mark.parametrize("given", [b"hello", File(b"hello", "a name.txt", "text/plain")])
def test_python_callers_give_bytes_or_a_file(world, given):
    bodies: list[bytes] = []
    with loopback(handing_in(bodies)) as service:
        got = Played(service)(world, "hand_in", {"order_id": "PO-1", "document": given})
    assert got["ok"] is True
    assert b"hello" in bodies[0]


@WORLDS
@pytest.mark.parametrize("document", ["../secret.txt", "/etc/hostname", "link.txt", "missing.txt", "data:,", "big.bin"])
def test_a_file_that_may_not_be_read_is_refused_before_anything_is_sent(world, document, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("a secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "big.bin").write_bytes(b"x" * 101)
    with loopback({}) as service:
        arguments = {"order_id": "PO-1", "document": document if document != "data:," else "data:no comma"}
        got = Played(service)(world, "hand_in", arguments, files=Files(root=folder, max_bytes=100))
    assert (got["error"]["layer"], got["error"]["code"]) == ("agent_action", "input_invalid")
    assert "a secret" not in json.dumps(got)
    assert service.asked == []


@WORLDS
def test_a_file_too_large_for_an_answer_is_the_actions_and_says_what_to_ask_for(world):
    with loopback(handing_in([], receipt=b"%PDF" + bytes(200))) as service:
        arguments = {"order_id": "PO-1", "document": "data:,hello"}
        got = Played(service)(world, "hand_in", arguments, files=Files(inline_bytes=100))
    assert (got["error"]["layer"], got["error"]["code"]) == ("invocable_action", "file_refused")
    assert "too many for an answer without a folder for files" in got["error"]["message"]


# ------------------------------------------------------------------ escalate


@WORLDS
def test_an_action_that_keeps_failing_is_told_to_the_owner_of_the_layer(world):
    with loopback({"/orders": (503, None)}) as service:
        played = Played(service)
        answers = [played(world, "order_parts", lines("A")) for _ in range(3)]
    assert ["escalated_to" in got["error"] for got in answers] == [False, False, True]
    assert [escalation.to for escalation in played.escalations] == [("oncall-sales",)]


@WORLDS
def test_a_sink_that_fails_does_not_hide_the_failure(world):
    def broken(_: Escalation) -> None:
        raise OSError("no space left")

    answers = {"/levels/A": (200, {"sku": "A", "on_hand": 4}), "/orders": (503, None)}
    with loopback(answers) as service:
        played = Played(service)
        played.world = replace(played.world, escalate=broken)
        got = played(world, "buy_or_ask", {"sku": "A"})
    assert got["error"]["code"] == "unavailable"
    assert "could not be handed on: OSError" in got["error"]["message"]
