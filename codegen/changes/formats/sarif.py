"""A report in SARIF, for hosts that show results beside the lines of a contract.

Static Analysis Results Interchange Format 2.1.0 with errata 01; sections named below are its sections. Left out is
what would differ from one machine or run to the next.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import codegen
from codegen.changes.formats.inert import clipped, flat
from codegen.changes.formats.json_report import change_as_json
from codegen.changes.formats.printing import printed
from codegen.changes.formats.words import ABSORBED, listed, mended_at, operations, reaches, stands_in
from codegen.changes.model import Level
from codegen.changes.registry import rule_of
from codegen.changes.report import Report, Row
from codegen.changes.rules import LOADED as LOADED  # the rules register themselves
from codegen.core.places import Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_NO_PAGE = "A change of a contract."  # GitHub wants a text for every rule
_LEVELS = {Level.BREAKING: "error", Level.WARNING: "warning", Level.INFO: "note", Level.NONE: "note"}
_TOLD = ("rule", "message", "level", "old_place", "new_place", "accepted")  # these stand elsewhere in a result
_MAX_TEXT = 1_000  # characters of one string of a contract
_MOST_OPERATIONS = 3
_MOST_NAMES = 8
_MOST_RELATED = 50


def as_sarif(report: Report) -> str:
    """Return a report as a SARIF log of one run."""
    rules = list(dict.fromkeys(row.change.rule for row in report.rows))
    run = {
        "tool": {
            "driver": {"name": "codegen", "version": codegen.__version__, "rules": [_rule(name) for name in rules]}
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that the project stands in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, rules, _place(row, report)) for row in report.rows],
        "properties": {"old": report.old, "new": report.new, "newly_used": list(report.newly_used)},
    }
    return f"{printed({'version': '2.1.0', '$schema': SCHEMA, 'runs': [run]}, indent=2)}\n"


def _rule(name: str) -> dict[str, Any]:
    """Return a rule's page (section 3.49)."""
    found = rule_of(name)
    doc = inspect.cleandoc(found.doc) if found else _NO_PAGE
    summary = " ".join(doc.partition("\n\n")[0].split())
    marked = re.sub(r"(?m)^(Why it matters|Mend):", r"\n**\1:**", doc)
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "shortDescription": {"text": _escaped(_first_sentence(summary))},
        "fullDescription": {"text": _escaped(" ".join(doc.partition("\nMend:")[0].split()))},
        "help": {"text": _escaped(doc), "markdown": _escaped(marked)},
    }


def _first_sentence(text: str) -> str:
    first, dot, _ = text.partition(". ")
    return f"{first}." if dot else text


def _place(row: Row, report: Report) -> Place:
    """Return where a change stands now, else where it stood.

    GitHub takes no log in which a result has no place, so what is about a contract as a whole stands at the file in
    which the service's other changes stand.
    """
    if place := row.new or row.old:
        return place
    beside = (other.new or other.old for other in report.rows if other.service == row.service)
    return Place(next((place.file for place in beside if place), report.new))


def _result(row: Row, rules: Sequence[str], place: Place) -> dict[str, Any]:
    """Return one change (section 3.27)."""
    result: dict[str, Any] = {
        "ruleId": row.change.rule,
        "ruleIndex": rules.index(row.change.rule),
        "level": _level(row),
        "message": {"text": _message(row)},
        "locations": [{"physicalLocation": _physical(place)}],
        "partialFingerprints": {"codegenChange/v1": row.id},
        "suppressions": _suppressions(row),
        "properties": {name: value for name, value in change_as_json(row).items() if name not in _TOLD},
    }
    if row.impact.lines:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(Place(line.file, line.line)),
                "message": {"text": "Your code touches what changed."},
            }
            for number, line in enumerate(row.impact.lines[:_MOST_RELATED])
        ]
    return result


def _level(row: Row) -> str:
    """Return the worst dimension's; an error is only what breaks something in use (or would, were it not accepted)."""
    worst = row.change.severity.worst
    idle = row.impact.absorbed or not row.used
    return _LEVELS[min(worst, Level.WARNING) if idle else worst]


def _suppressions(row: Row) -> list[dict[str, str]]:
    """Return why a result does not count; an empty list where it does (section 3.27.23 wants one in all or in none)."""
    if not row.accepted:
        return []
    return [{"kind": "external", "status": "accepted", "justification": _literal(row.accepted)}]


def _message(row: Row) -> str:
    """Return what changed, where it shows and what it reaches, a sentence each."""
    change, impact = row.change, row.impact
    side = f" in the {change.side}" if change.side else ""
    sentences = [f"{_literal(change.subject)}{side}: {_literal(change.message)}"]
    if shows := listed(list(operations(change.places)), _MOST_OPERATIONS, _literal):
        sentences.append(f"It shows in {shows}")
    if places := stands_in(row, _MOST_NAMES, _literal):
        sentences.append(f"It stands as {places}")
    if impact.absorbed:
        sentences.append(f"{ABSORBED[0].upper()}{ABSORBED[1:]}")
    if reached := reaches(impact, _MOST_NAMES, _literal):
        sentences.append(f"It reaches {reached}")
    if impact.mended_by:
        sentences.append(f"To be mended at the {mended_at(impact, _literal)}")
    return f"{'. '.join(sentences)}."


def _literal(text: str) -> str:
    """Return text as it stands in a message: no placeholder (section 3.11.5) and no link (section 3.11.6)."""
    return _escaped(clipped(flat(text), _MAX_TEXT))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _physical(place: Place) -> dict[str, Any]:
    """Return a place in a file (section 3.29); its first line where it has none, as GitHub asks for one."""
    column = {"startColumn": place.column} if place.column else {}
    return {"artifactLocation": _artifact(place.file), "region": {"startLine": max(place.line, 1)} | column}


def _artifact(file: str) -> dict[str, str]:
    """Return a file's address (section 3.4): relative to the project's root, absolute for one that stands elsewhere."""
    path = quote(file.encode("utf-8", "replace"), safe="/")
    if PurePosixPath(file).is_absolute():
        return {"uri": f"file://{path}"}
    return {"uri": path, "uriBaseId": _ROOT}
