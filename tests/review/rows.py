"""Rows, reviews and a chain made by hand, and a card taken out of a page."""

from __future__ import annotations

import re
from dataclasses import replace

from codegen.changes.model import Aspect, Change, Effect, Element, Level, Severity, Side, Spot
from codegen.changes.report import Report, Row
from codegen.changes.review import Link, Review, verdicts
from codegen.core.places import Place

CHAIN = (
    Link("operation", "erp.getOrder", keys=frozenset({"GET /orders/{id}"})),
    Link("operation", "erp.other", keys=frozenset({"GET /other"})),
    Link("action", "show_order", (("operation", "erp.getOrder"),)),
    Link("tool", "show_order", (("action", "show_order"),)),
)


def row(subject: str = "Order.total", level: Level = Level.BREAKING, **changes: object) -> Row:
    element_of = Element("property", *subject.split("."), "/old", "/new") if "." in subject else Element("operation")
    change = Change(
        rule="response-property-type-changed",
        subject=subject,
        message="its type changed",
        side=Side.RESPONSE,
        aspect=Aspect.TYPE,
        effect=Effect.REPLACES,
        old="string",
        new="number",
        element=element_of,
        places=(Spot("GET /orders/{id}", "total"),),
        severity=Severity(wire=level),
    )
    old, new = Place("generated/contracts/erp.json", 12, 3), Place("specs/erp/openapi.yaml", 48, 9)
    return replace(Row("erp", change, True, old, new), **changes)


def reviewed(*rows: Row, **parts: object) -> Review:
    report = Report("the snapshots", "today's contracts", rows)
    return replace(Review(report, verdicts(report, ())), **parts)


def card(text: str, number: int = 0) -> str:
    return re.findall(r'(?s)<details id="c-.*?(?=<details id="c-|<section id=)', text)[number]
