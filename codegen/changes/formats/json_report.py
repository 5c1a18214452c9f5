"""A report as JSON for programs; `diff.schema.json` beside this module says what stands in it.

The form is the public one: it has its version, and stays when a dataclass gets another field.
"""

from __future__ import annotations

from typing import Any

from codegen.changes.formats.printing import printed
from codegen.changes.formats.words import DIMENSIONS, level_of, operations
from codegen.changes.impact import Impact
from codegen.changes.model import Element, Level
from codegen.changes.report import Report, Row
from codegen.changes.review import LAYERS
from codegen.core.places import Place

VERSION = 1  # of the form; another number where a reader of the old one would misread it

_LAYERS = {layer: layer.lower().replace(" ", "_") for layer in LAYERS}


def as_json(report: Report) -> str:
    """Return a report as JSON, changes worst first."""
    rows = report.rows
    form = {
        "version": VERSION,
        "old": report.old,
        "new": report.new,
        "summary": {
            "changes": len(rows),
            "breaking": len(report.breaking),
            "absorbed": sum(row.impact.absorbed for row in rows),
            "accepted": sum(bool(row.accepted) for row in rows),
            "worst": max((row.change.severity.worst for row in rows), default=Level.NONE).name.lower(),
        },
        "changes": [change_as_json(row) for row in rows],
        "newly_used": list(report.newly_used),
    }
    return f"{printed(form, indent=2)}\n"


def change_as_json(row: Row) -> dict[str, Any]:
    """Return one change as the member of `changes`."""
    change = row.change
    return {
        "id": row.id,
        "service": row.service or None,
        "rule": change.rule,
        "subject": change.subject,
        "message": change.message,
        "level": change.severity.worst.name.lower(),
        "breaking": row.breaking,
        "used": row.used,
        "side": str(change.side) or None,
        "aspect": str(change.aspect),
        "effect": str(change.effect),
        "old": change.old,
        "new": change.new,
        "severity": {name: level_of(change.severity, name).name.lower() for name in DIMENSIONS},
        "element": _element(change.element),
        "old_place": _place(row.old),
        "new_place": _place(row.new),
        "operations": [{"operation": name, "where": where} for name, where in operations(change.places).items()],
        "stands": [_element(other.element) for other in row.stands],
        "impact": _impact(row.impact),
        "accepted": row.accepted or None,
        "offer": {"adapt": row.offer, "confidence": row.confidence} if row.offer else None,
    }


def _element(element: Element) -> dict[str, Any]:
    return {
        "kind": element.kind,
        "owner": element.owner or None,
        "name": element.name or None,
        "old_pointer": element.old_pointer or None,
        "new_pointer": element.new_pointer or None,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "pointer": place.pointer,
    }


def _impact(impact: Impact) -> dict[str, Any]:
    return {
        "actions": list(impact.actions),
        "tools": list(impact.tools),
        "lines": [{"file": line.file, "line": line.line, "text": line.text} for line in impact.lines],
        "absorbed": impact.absorbed,
        "mended_by": _LAYERS.get(impact.mended_by),
        "why": impact.why or None,
        "owners": list(impact.owners),
    }
