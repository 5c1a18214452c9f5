"""One change of a component that stands in many places is one change with many places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codegen.changes.impact import Impact
from codegen.changes.model import Aspect, Change, Effect, Level, Severity, Side
from codegen.changes.report import Row
from codegen.changes.sharing import joined_rows
from codegen.contract.document import Document
from codegen.verbs.diff import diff

BREAKING = Change(
    "r", "Order.status", "is gone", Side.REQUEST, Aspect.VALUES, Effect.NARROWS, severity=Severity(wire=Level.BREAKING)
)

CONTRACT = """\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /orders:
    parameters: [{$ref: '#/components/parameters/Limit'}]
    get:
      operationId: listOrders
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}
        '404': {$ref: '#/components/responses/Gone'}
    post:
      operationId: makeOrder
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: ok}}
  /invoices:
    get:
      operationId: listInvoices
      parameters:
        - {$ref: '#/components/parameters/Limit'}
        - {name: status, in: query, schema: {$ref: '#/components/schemas/Status'}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Invoice'}}}}
        '404': {$ref: '#/components/responses/Gone'}
components:
  parameters: {Limit: {name: limit, in: query, schema: {type: integer, maximum: 100}}}
  responses: {Gone: {description: gone, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}}
  schemas:
    Status: {type: string, enum: [open, shipped, lost]}
    Tags: {type: array, items: {type: string, maxLength: 9}}
    Error: {type: object, properties: {code: {type: string}}}
    Address: {type: object, properties: {city: {type: string}}}
    Order:
      type: object
      properties:
        status: {$ref: '#/components/schemas/Status'}
        tags: {$ref: '#/components/schemas/Tags'}
        history: {type: array, items: {$ref: '#/components/schemas/Status'}}
        from: {$ref: '#/components/schemas/Address'}
        to: {$ref: '#/components/schemas/Address'}
    Invoice:
      allOf:
        - {type: object, properties: {status: {$ref: '#/components/schemas/Status'}}}
        - {properties: {tags: {$ref: '#/components/schemas/Tags'}}}
"""


def rows(folder: Path, old: str, new: str) -> list[Row]:
    assert old in CONTRACT
    (folder / "old.yaml").write_text(CONTRACT)
    (folder / "new.yaml").write_text(CONTRACT.replace(old, new))
    return list(diff(folder, str(folder / "old.yaml"), str(folder / "new.yaml"), everything=True).report.rows)


@pytest.mark.parametrize(
    ("old", "new", "rule", "subject", "stands"),
    [
        (
            "shipped, lost]",
            "shipped]",
            "response-property-enum-value-removed",
            "Status",
            ["Invoice.status", "Order.history[]", "Order.status"],
        ),
        (
            "maxLength: 9",
            "maxLength: 5",
            "response-property-max-length-decreased",
            "Tags",
            ["Invoice.tags[]", "Order.tags[]"],
        ),
        (
            "maximum: 100",
            "maximum: 50",
            "request-parameter-max-decreased",
            "parameter Limit",
            [f"query parameter limit of {name}" for name in ("GET /invoices", "GET /orders", "POST /orders")],
        ),
        (
            "gone, content: {application/json:",
            "gone, content: {application/problem+json:",
            "response-media-type-removed",
            "answer Gone",
            [f"application/json of answer 404 of {name}" for name in ("GET /invoices", "GET /orders")],
        ),
        (
            "Address: {type: object,",
            "Address: {type: object, additionalProperties: false,",
            "request-property-additional-properties-closed",
            "Address",
            ["Order.from", "Order.to"],
        ),
    ],
    ids=["an enum", "items of a list", "a parameter", "an answer", "an object's own words"],
)
def test_a_component_that_changed_is_one_row(
    tmp_path: Path, old: str, new: str, rule: str, subject: str, stands: list[str]
) -> None:
    (row,) = [row for row in rows(tmp_path, old, new) if row.change.rule == rule]
    assert row.change.subject == subject
    assert sorted(change.subject for change in row.stands) == stands
    assert {spot.operation for spot in row.change.places} == {
        spot.operation for change in row.stands for spot in change.places
    }
    component = subject.split()[-1]
    assert row.old is not None
    assert f"{component}:" in CONTRACT.splitlines()[row.old.line - 1]


def test_what_changes_at_one_place_is_a_row_of_its_own(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        "status: {$ref: '#/components/schemas/Status'}\n        tags",
        "status: {type: string, enum: [open, shipped]}\n        tags",
    )
    assert {row.change.subject for row in found} == {"Order.status"}
    assert all(row.stands == () for row in found)


def test_two_places_that_change_alike_without_a_component_stay_two(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(CONTRACT)
    (tmp_path / "new.yaml").write_text(CONTRACT.replace("{$ref: '#/components/schemas/Address'}", "{type: string}"))
    found = diff(tmp_path, str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), everything=True).report.rows
    subjects = {row.change.subject for row in found if row.change.rule.endswith("type-changed")}
    assert subjects == {"Order.from", "Order.to"}


def test_what_layer_1_takes_up_at_some_places_counts_for_the_others_alone() -> None:
    """A row that is absorbed is none that breaks, however many places it has."""
    absorbed = Row("s", BREAKING, used=True, old=None, new=None, impact=Impact(absorbed=True))
    warning = replace(absorbed, change=replace(BREAKING, severity=Severity(wire=Level.WARNING)), impact=Impact(("a",)))
    breaking = replace(absorbed, impact=Impact(("b",), mended_by="Invocable Action"))
    document = Document("a.yaml", Path("a.yaml"), {}, "3.0.3")

    def joined(*rows: Row) -> tuple[bool, Level, tuple[str, ...]]:
        row = joined_rows(list(rows), "/components/schemas/Status", document, document)
        return row.breaking, row.change.severity.worst, row.impact.actions

    assert joined(absorbed, absorbed) == (False, Level.BREAKING, ())
    assert joined(absorbed, warning) == (False, Level.WARNING, ("a",))
    assert joined(absorbed, warning, breaking) == (True, Level.BREAKING, ("a", "b"))
