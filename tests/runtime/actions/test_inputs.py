"""What an action takes: dates as JSON writes them, nulls for what is left out, and rules that no type says."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

from codegen.runtime import Action, Arguments, Context
from codegen.runtime.effects import Answer
from codegen.runtime.surface import without_nulls
from codegen.runtime.world import World
from codegen.verbs.generate import generate
from tests.round_trips.project import write_project


class Place(Arguments):
    """A place."""

    town: str
    street: str | None = None


class Order(Arguments):
    """An order."""

    count: int = 5
    at: datetime | None = None
    note: Annotated[str | None, Field(alias="x-note")]
    to: list[Place] | None = None
    by_name: dict[str, Place | None] | None = None


def test_nulls_of_what_may_be_left_out_are_left_out_at_every_depth() -> None:
    given = {
        "count": None,
        "at": None,
        "x-note": None,
        "to": [{"town": "Ulm", "street": None}],
        "by_name": {"street": None, "x": {"town": "Ulm", "street": None}},
        "unknown": None,
    }
    assert without_nulls(given, Order) == {
        "x-note": None,
        "to": [{"town": "Ulm"}],
        "by_name": {"street": None, "x": {"town": "Ulm"}},
        "unknown": None,
    }


def test_dates_are_read_as_json_writes_them() -> None:
    made = Order.model_validate_json(json.dumps({"x-note": None, "at": "2026-11-25T10:00:00Z"}))
    assert made.at == datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def ruled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Action[Any, Any]]:
    """Give an action whose inputs are the definition's own, with rules that no type says."""
    write_project(tmp_path, {"type": "object", "properties": {"p": {}}}, output="ruled")
    window = {
        "type": "object",
        "description": "When.",
        "properties": {"since": {"type": "string"}, "until": {"type": "string"}},
        "dependentRequired": {"until": ["since"]},
    }
    word = {"type": "string", "description": "What.", "not": {"enum": ["all"]}}
    definition = {
        "action": "send_probe",
        "description": "Sends a probe. Use it to try a schema.",
        "inputs": {"window": window, "word": word},
        "steps": [{"id": "sent", "operation": "api.probe", "with": {"p": "$inputs.window"}}],
        "outputs": {},
    }
    (tmp_path / "specs/actions/send_probe.yaml").write_text(json.dumps(definition))
    assert generate(tmp_path).exit_code == 0
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("ruled.actions.send_probe").ACTION
    for module in [name for name in sys.modules if name.split(".")[0] == "ruled"]:
        del sys.modules[module]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"window": {"since": "1", "until": "2"}, "word": "some"}, ""),
        ({"window": {"until": "2"}, "word": "some"}, "window: needs since where until is given"),
        ({"window": {}, "word": "all"}, 'word: must not be "all"'),
    ],
)
def test_a_rule_that_a_definition_gives_an_input_is_held(ruled: Action[Any, Any], given: Any, said: str) -> None:
    context = Context(principal="", world=World(transport=lambda _: Answer(204, {})))
    envelope = ruled.invoke(given, context)
    assert envelope["ok"] == (not said)
    if said:
        assert (envelope["error"]["layer"], envelope["error"]["message"]) == ("agent_action", said)
