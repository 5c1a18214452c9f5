"""The report of `codegen diff` in each format: complete, valid, and nothing of the vendor's acts in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from codegen.changes.formats.table import FORMATS
from codegen.changes.impact import Impact, UserLine
from codegen.changes.model import Aspect, Change, Effect, Element, Level, Severity, Side, Spot
from codegen.changes.report import Report, Row
from codegen.core.places import Place

CHANGE = Change(
    rule="response-required-property-removed",
    subject="Order.id",
    message="it is gone",
    side=Side.RESPONSE,
    aspect=Aspect.EXISTENCE,
    effect=Effect.REMOVES,
    element=Element("property", "Order", "id"),
    places=(Spot("GET /orders", "200"), Spot("POST /orders", "201")),
    severity=Severity(Level.BREAKING, Level.BREAKING, Level.NONE, Level.BREAKING),
)
LINES = (UserLine("specs/handlers/place_order.py", 7, "order.id"),)
IMPACT = Impact(("place_order",), (), LINES, mended_by="Invocable Action")
ROW = Row("erp", CHANGE, True, Place("old.yaml", 3, 5), Place("specs/erp/openapi.yaml", 9, 2), IMPACT)
HOSTILE = "`x` | <script>alert(1)</script> @team ![i](https://evil.example) \u202e\x1b[31m\n# head"
HOSTILE_ROW = replace(
    ROW,
    change=replace(
        CHANGE, subject=HOSTILE, message=HOSTILE, places=(Spot(HOSTILE, HOSTILE),), old=HOSTILE, new=HOSTILE
    ),
    impact=Impact(
        (HOSTILE,), (HOSTILE,), (UserLine("specs/a.py", 1, HOSTILE),), mended_by="Invocable Action", why=HOSTILE
    ),
    offer={"schemas": {HOSTILE: {HOSTILE: {"wire": HOSTILE}}}},
    accepted=HOSTILE,
)
REPORTS = {
    "plain": Report("old.yaml", "new.yaml", (ROW,)),
    "hostile": Report(HOSTILE, HOSTILE, (HOSTILE_ROW,), (HOSTILE,)),
    "empty": Report("a", "b", ()),
}


@pytest.mark.parametrize("name", REPORTS)
def test_json_keeps_to_the_published_schema(name: str) -> None:
    schema = json.loads(files("codegen.changes.formats").joinpath("diff.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(json.loads(FORMATS["json"](REPORTS[name])))


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_has_a_rule_for_every_result_and_places_below_the_root(name: str) -> None:
    (run,) = json.loads(FORMATS["sarif"](REPORTS[name]))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert {result["ruleId"] for result in run["results"]} <= set(rules)
    assert len(run["results"]) == len(REPORTS[name].rows)


def test_the_fingerprint_of_a_result_does_not_move_with_lines() -> None:
    def fingerprints(row: Row) -> object:
        (run,) = json.loads(FORMATS["sarif"](Report("a", "b", (row,))))["runs"]
        return run["results"][0]["partialFingerprints"]

    assert fingerprints(ROW) == fingerprints(replace(ROW, new=Place("specs/erp/openapi.yaml", 90, 2)))


def test_nothing_of_the_vendors_acts_in_markdown() -> None:
    text = FORMATS["markdown"](REPORTS["hostile"])
    outside = re.sub(r"(`+).*?\1", "", text, flags=re.DOTALL)
    assert not any(mark in outside for mark in ("<script", "@team", "![", "\x1b", "\u202e"))
    assert not any(line.startswith("# ") for line in text.split("\n"))


def test_markdown_stays_below_what_a_pull_request_takes() -> None:
    rows = tuple(replace(ROW, change=replace(CHANGE, subject=f"Order.field{n}")) for n in range(2_000))
    assert len(FORMATS["markdown"](Report("a", "b", rows))) < 65_000


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_text(name: str) -> None:
    assert FORMATS[name](REPORTS["hostile"]) == FORMATS[name](REPORTS["hostile"])
