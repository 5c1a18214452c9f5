"""The JSON of a report is what its published schema says, whatever a contract holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import codegen.changes.formats
from codegen.changes.formats.json_report import VERSION, as_json
from codegen.changes.formats.printing import printed
from codegen.changes.model import Aspect, Effect, Level, Severity, Side
from codegen.changes.report import Report
from tests.changes_formats.reports import EMPTY, EXAMPLE, PAYLOADS, hostile, many

SCHEMA: dict[str, Any] = json.loads(
    (Path(codegen.changes.formats.__file__).with_name("diff.schema.json")).read_text(encoding="utf-8")
)
DEFINED = SCHEMA["$defs"]


def test_the_schema_is_one_and_describes_every_member() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    objects = [part for part in _parts(SCHEMA) if "properties" in part]
    assert len(objects) > 8
    for part in objects:
        assert part["additionalProperties"] is False
        assert part["description"]
        assert set(part["required"]) == set(part["properties"])
        for name, member in part["properties"].items():
            assert member.get("description"), name


@pytest.mark.parametrize(
    "report", [EMPTY, EXAMPLE, hostile(*PAYLOADS), many(50)], ids=["empty", "ex", "hostile", "many"]
)
def test_a_report_is_what_the_schema_says(report: Report) -> None:
    text = as_json(report)
    Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert as_json(report) == text
    assert all(character.isprintable() or character == "\n" for character in text)


def test_the_schema_knows_every_word_of_the_model() -> None:
    change = DEFINED["change"]["properties"]

    def spelled(words: type[StrEnum]) -> set[str | None]:
        return {str(word) or None for word in words}

    assert set(change["side"]["enum"]) == spelled(Side)
    assert set(change["aspect"]["enum"]) == spelled(Aspect)
    assert set(change["effect"]["enum"]) == spelled(Effect)
    assert DEFINED["level"]["enum"] == [level.name.lower() for level in Level]
    assert set(DEFINED["severity"]["properties"]) == {field.name for field in fields(Severity)}
    assert SCHEMA["properties"]["version"]["const"] == VERSION


def test_what_a_contract_holds_comes_through_unchanged() -> None:
    for row, change in zip(hostile(*PAYLOADS).rows, json.loads(as_json(hostile(*PAYLOADS)))["changes"], strict=True):
        assert change["subject"] == row.change.subject
        assert (change["old"], change["new"]) == (row.change.old, row.change.new)
        assert change["operations"][0]["operation"] == row.change.places[0].operation if row.change.subject else True
        assert (change["offer"] or {"adapt": {}})["adapt"] == row.offer


def test_the_figures_are_those_of_the_report() -> None:
    form = json.loads(as_json(EXAMPLE))
    assert form["summary"] == {"changes": 9, "breaking": 3, "absorbed": 1, "accepted": 1, "worst": "breaking"}
    assert json.loads(as_json(EMPTY))["summary"]["worst"] == "none"
    price = next(change for change in form["changes"] if change["subject"] == "Order.total")
    assert price["impact"]["mended_by"] == "invocable_action"
    assert price["severity"] == {
        "wire": "breaking", "client": "breaking", "credential": "none", "action": "breaking", "tool": "breaking",
    }  # fmt: skip


def test_a_file_whose_name_is_no_utf_8_breaks_nothing() -> None:
    """Python reads such a name with half surrogate pairs, which no JSON reader takes."""
    assert printed({"file": "a\udcff\U0001f600"}) == '{"file": "a\\ufffd\U0001f600"}'


def _parts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _parts(item)
