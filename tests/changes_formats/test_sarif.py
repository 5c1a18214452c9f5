"""SARIF as its specification asks (OASIS, version 2.1.0 with errata 01), and as GitHub takes it.

The schema is not in this repository: `SARIF_SCHEMA=FILE` validates against one that was fetched, as
`python -m tests.judges.sarif` does.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from codegen.changes.formats.sarif import as_sarif
from codegen.changes.model import Severity
from codegen.changes.registry import RULES
from codegen.changes.report import Report
from codegen.core.places import Place
from tests.changes_formats.reports import EMPTY, EXAMPLE, PAYLOADS, ROWS, hostile, many

REPORTS = {"empty": EMPTY, "example": EXAMPLE, "hostile": hostile(*(p for p in PAYLOADS if p)), "many": many(50)}


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(as_sarif(report))
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def messages(value: object) -> list[str]:
    """Return every message string, wherever it stands but in property bags."""
    if isinstance(value, list):
        return [text for item in value for text in messages(item)]
    if not isinstance(value, dict):
        return []
    own = [value[name] for name in ("text", "markdown", "justification") if isinstance(value.get(name), str)]
    return own + [text for name, item in value.items() if name != "properties" for text in messages(item)]


@pytest.mark.skipif("SARIF_SCHEMA" not in os.environ, reason="SARIF_SCHEMA names no file")
def test_the_official_schema_takes_it(report: Report) -> None:
    schema = json.loads(Path(os.environ["SARIF_SCHEMA"]).read_text(encoding="utf-8"))
    kind = validator_for(schema)
    kind(schema, format_checker=kind.FORMAT_CHECKER).validate(json.loads(as_sarif(report)))


def test_a_log_says_its_version_and_has_one_run(report: Report) -> None:
    """Sections 3.13.2 and 3.13.4; the version SHOULD come first."""
    log = json.loads(as_sarif(report))
    assert list(log) == ["version", "$schema", "runs"]
    assert log["version"] == "2.1.0"
    assert run_of(report)["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")


def test_results_and_rules_belong_together(report: Report) -> None:
    """Sections 3.27.5, 3.27.6 and 3.19.23: an index leads to the rule of that id, and ids are distinct."""
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(set(ids)) == len(ids)
    assert [ids[result["ruleIndex"]] for result in run["results"]] == [row.change.rule for row in report.rows]


def test_every_result_has_what_a_host_needs(report: Report) -> None:
    """Sections 3.27.10 to 3.27.12, 3.29 and 3.30; GitHub refuses a log with a result that has no place."""
    for result in run_of(report)["results"]:
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"].strip()
        (location,) = result["locations"]
        for place in (location, *result.get("relatedLocations", ())):
            physical = place["physicalLocation"]
            assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", physical["artifactLocation"]["uri"])
            assert physical["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
            assert min(physical["region"].values()) >= 1
            assert physical["region"].keys() <= {"startLine", "startColumn"}


def test_no_text_of_a_contract_is_a_placeholder_or_a_link(report: Report) -> None:
    """Sections 3.11.5 and 3.11.6: braces are doubled, and `](` alone makes a link."""
    for text in messages(run_of(report)):
        assert not set(text.replace("{{", "").replace("}}", "")) & set("{}")
        assert "](" not in text
        assert all(character.isprintable() or character == "\n" for character in text)


def test_all_results_say_whether_they_are_suppressed_or_none(report: Report) -> None:
    """Sections 3.27.23 and 3.35."""
    for row, result in zip(report.rows, run_of(report)["results"], strict=True):
        assert [item["kind"] for item in result["suppressions"]] == (["external"] if row.accepted else [])


def test_the_text_is_utf_8_without_anything_that_steers_a_terminal(report: Report) -> None:
    text = as_sarif(report)
    assert text == as_sarif(report)
    assert all(character.isprintable() or character == "\n" for character in text.encode().decode())


def test_a_level_is_the_worst_dimensions_but_no_error_where_nothing_breaks() -> None:
    levels = {row.change.subject: result["level"] for row, result in zip(
        EXAMPLE.rows, run_of(EXAMPLE)["results"], strict=True)}  # fmt: skip
    assert levels == {
        "Order.total": "error",
        "Order.id": "error",
        "POST /orders": "error",
        "GET /orders": "error",  # accepted, and so suppressed
        "GET /parts": "warning",  # absorbed
        "Part.category": "warning",
        "Order.state": "note",
        "the contract": "note",
        "Refund.total": "warning",  # not in use
    }


def test_a_place_is_the_new_one_else_the_old_one_else_the_services_file() -> None:
    places = {row.change.subject: result["locations"][0]["physicalLocation"] for row, result in zip(
        EXAMPLE.rows, run_of(EXAMPLE)["results"], strict=True)}  # fmt: skip
    assert places["Order.total"]["region"] == {"startLine": 57, "startColumn": 17}
    assert places["Order.id"]["artifactLocation"]["uri"] == "generated/contracts/erp.json"
    assert places["the contract"] == {
        "artifactLocation": {"uri": places["the contract"]["artifactLocation"]["uri"], "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }
    assert places["the contract"]["artifactLocation"]["uri"].endswith(("openapi.yaml", "erp.json"))


def test_a_fingerprint_stays_where_lines_move_and_differs_between_changes() -> None:
    """Section 3.27.17."""

    def prints(report: Report) -> list[str]:
        return [result["partialFingerprints"]["codegenChange/v1"] for result in run_of(report)["results"]]

    moved = [replace(row, new=row.new and replace(row.new, line=row.new.line + 9)) for row in EXAMPLE.rows]
    judged = [replace(row, change=replace(row.change, severity=Severity())) for row in moved]
    assert prints(replace(EXAMPLE, rows=tuple(judged))) == prints(EXAMPLE)
    assert len(set(prints(EXAMPLE))) == len(ROWS)


def test_a_file_outside_of_the_project_has_an_absolute_address() -> None:
    """Section 3.4.4: without a base, since it is relative to nothing."""
    row = replace(ROWS[0], new=Place("/tmp/a b.yaml", 3))
    (result,) = run_of(Report("a", "b", (row,)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///tmp/a%20b.yaml"}


def test_every_rule_of_the_catalogue_has_a_page() -> None:
    """Sections 3.49.9 to 3.49.13: a sentence, what it means, and the whole page."""
    rows = tuple(
        replace(ROWS[0], change=replace(ROWS[0].change, rule=name)) for rule in RULES.values() for name in rule.ids
    )
    rules = run_of(Report("a", "b", rows))["tool"]["driver"]["rules"]
    assert len(rules) == len(rows) > 500
    for rule in rules:
        short = rule["shortDescription"]["text"]
        assert short.endswith(".")
        assert "\n" not in short
        assert rule["fullDescription"]["text"].startswith(short)
        assert "Why it matters:" in rule["help"]["text"]
        assert "\n**Mend:**" in rule["help"]["markdown"]
        assert re.fullmatch("[A-Za-z0-9]+", rule["name"])
