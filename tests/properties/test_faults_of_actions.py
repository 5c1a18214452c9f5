"""Whatever a definition says and whatever fails: the caller is told the truth, and no write is forgotten.

Drawn definitions (every key of a step) by drawn faults (one a request) by both worlds, over servers that keep state.
What must hold is worked out from what was sent and what the servers hold, not from the runtime.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.runtime import Action, Context
from tests.properties.drawn_actions import definitions, load
from tests.properties.faulty_world import CODES, FAULTS, FaultyWorld, Sent

OWNERS = {"shop": "sales", "stock": "warehouse"}
INPUTS = st.fixed_dictionaries(
    {
        "sku": st.just("A"),
        "order": st.sampled_from(["X", "GONE"]),
        "go": st.booleans(),
        "skus": st.lists(st.sampled_from(["A", "B"]), max_size=3),
    }
)
TOTAL = 12.0  # seconds that an action has
EXAMPLES = int(os.environ.get("FAULT_EXAMPLES", "250"))
ERROR_KEYS = {
    *("layer", "code", "retryable", "outcome", "service", "operation", "action", "owner", "escalation"),
    *("correlation_id", "caused_by", "message", "next_step"),
}


def invoke(action: Action[Any, Any], inputs: dict[str, Any], faulty: FaultyWorld, *, is_async: bool) -> dict[str, Any]:
    """Run an action against the faulty world."""
    urls = {"shop": "http://shop", "stock": "http://stock"}
    context = Context(principal="ann", correlation_id="c" * 32, base_urls=urls, world=faulty.world())
    if is_async:
        return asyncio.run(action.invoke_async(inputs, context))
    return action.invoke(inputs, context)


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(definitions(), INPUTS, st.lists(st.sampled_from(FAULTS), max_size=12))
def test_whatever_fails_the_caller_is_told_and_no_write_is_forgotten(definition, inputs, faults):
    os.environ["SHOP_TOKEN"] = "a-token-of-the-shop"
    action = load(definition)
    sync, task = FaultyWorld(faults), FaultyWorld(faults)
    envelope = invoke(action, inputs, sync, is_async=False)
    again = invoke(action, inputs, task, is_async=True)

    assert _comparable(envelope) == _comparable(again)
    assert [(s.operation, s.purpose, s.fault) for s in sync.sent] == [
        (s.operation, s.purpose, s.fault) for s in task.sent
    ]
    is_well_formed(envelope)
    sends_no_more_than_it_may(sync.sent, inputs)
    takes_no_longer_than_it_may(sync)
    forgets_no_write(envelope, sync)
    if envelope["ok"]:
        warns_of_what_stood_in(envelope, sync.sent, definition)
    else:
        names_who_failed(envelope["error"], sync.sent)


def _comparable(envelope: dict[str, Any]) -> str:
    return json.dumps(envelope, sort_keys=True)


def is_well_formed(envelope: dict[str, Any]) -> None:
    """Hold that it is one of the two envelopes, and JSON."""
    json.dumps(envelope, allow_nan=False)
    if envelope["ok"]:
        assert envelope.keys() == {"ok", "result", "warnings"}
        assert isinstance(envelope["result"], dict)
        for warning in envelope["warnings"]:
            assert warning["layer"]
            assert warning["code"]
            assert warning["owner"]
            assert warning["message"]
        return
    assert envelope.keys() == {"ok", "error"}
    error = envelope["error"]
    assert error.keys() >= ERROR_KEYS
    assert error.keys() <= ERROR_KEYS | {"status", "retry_after", "escalated_to"}
    assert error["outcome"] in ("not_sent", "failed", "unknown")
    assert error["message"]
    assert error["next_step"]
    assert error["correlation_id"] == "c" * 32
    assert "Traceback" not in error["message"]
    assert "a-token" not in json.dumps(envelope)


def sends_no_more_than_it_may(sent: list[Sent], inputs: dict[str, Any]) -> None:
    """Hold that a call is one request, or two where trying again is safe, and that only undo follows the end."""
    purposes = [s.purpose for s in sent]
    if "undo" in purposes:
        assert set(purposes[purposes.index("undo") :]) == {"undo"}
    for key, times in Counter(s.key for s in sent if s.key).items():
        assert times <= 2, "a write is tried at most twice"
        tries = [s for s in sent if s.key == key]
        assert all(s.fault in _TRIED_AGAIN for s in tries[:-1]), "and only where that is asked for"
    for step in {s.step for s in sent}:
        calls = {s.key for s in sent if s.step == step and s.operation == "createOrder"}
        assert len(calls) <= max(1, len(inputs["skus"]))


def takes_no_longer_than_it_may(faulty: FaultyWorld) -> None:
    """Hold that the action has its time, and undo as much again."""
    assert faulty.now <= 2 * TOTAL + 0.001


def forgets_no_write(envelope: dict[str, Any], faulty: FaultyWorld) -> None:
    """Hold that what is in place is kept, or named and escalated, and that what is called undone is gone."""
    in_place = Counter(faulty.orders.values())
    in_place.update(s.step for s in faulty.sent if s.operation == "startExport" and s.created in faulty.exports)
    if envelope["ok"]:
        answered = {s.key for s in faulty.sent if s.fault not in _LOST}
        calls = [s for s in faulty.sent if s.purpose == "call" and s.created and s.key not in answered]
        lost = {s.key for s in calls if s.operation == "createOrder"}
        told = [w for w in envelope["warnings"] if w.get("outcome") == "unknown"]
        assert len(told) >= len(lost), "a write that was passed over, and may be in place, is a warning"
        return
    message = envelope["error"]["message"]
    remains = Counter(named.partition(" ")[0] for record in faulty.escalations for named in record.remains)
    for step, number in in_place.items():
        assert remains[step] >= number, f"{number} writes of {step} are in place, {remains[step]} are named"
        assert envelope["error"]["outcome"] == "unknown"
        assert envelope["error"]["escalated_to"]
    undone = Counter(message.partition("Undone: ")[2].partition(".")[0].replace("),", ")").split())
    for step in {s.step for s in faulty.sent}:
        taken_back = len({s.removed for s in faulty.sent if s.step == step and s.purpose == "undo" and s.removed})
        assert undone[step] <= taken_back, "nothing is called undone that no undo has reached"


# Under one key, by which the shop knows a repeated write; a time-out is not among what its settings try again.
_TRIED_AGAIN = ("503", "refused", "broken", "broken acted")
_LOST = ("502 acted", "timeout acted", "broken acted", "html", "truncated", "missing", "null")


def names_who_failed(error: dict[str, Any], sent: list[Sent]) -> None:
    """Hold that who is blamed has failed, in the way that is said, and that its owner is named."""
    blamed = error
    while blamed["layer"] != "external_service":
        assert blamed["code"] in ("undo_failed", "deadline_exceeded"), blamed
        if blamed["caused_by"] is None:
            assert blamed["code"] == "deadline_exceeded"
            return
        blamed = blamed["caused_by"]
    assert blamed["owner"] == OWNERS[blamed["service"]]
    culprits = [s for s in sent if (s.service, s.operation) == (blamed["service"], blamed["operation"])]
    assert any(blamed["code"] in CODES.get(s.fault, ()) for s in culprits), (blamed, culprits)


def warns_of_what_stood_in(envelope: dict[str, Any], sent: list[Sent], definition: dict[str, Any]) -> None:
    """Hold that an answer which stands in for one that failed is a warning."""
    codes = Counter(warning["code"] for warning in envelope["warnings"] if warning.get("step"))
    for step in definition["steps"]:
        if "fallback" in step and step["operation"] == "stock.getLevel" and "on_failure" not in step:
            mine = [s for s in sent if s.step == step["id"] and s.purpose == "call"]
            if mine and mine[-1].fault in ("500", "503", "502", "502 acted", "refused", "timeout", "html", "429"):
                assert codes["fallback_used"] + codes["stale_answer"] > 0
