"""What came or went stands on its card itself, a few lines of the contract against nothing."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml

from codegen.changes.page.lines import lines
from codegen.verbs.review import review

OLD = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders:
    parameters:
      - $ref: '#/components/parameters/Page'
    get:
      operationId: listOrders
      summary: List orders.
      responses:
        "200":
          description: Some.
          headers: {X-Total: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
    post:
      operationId: placeOrder
      summary: Place an order.
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {"201": {description: Made.}, "409": {description: Is there already.}}
  /orders/{id}:
    delete:
      operationId: dropOrder
      summary: Drop an order.
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: Gone.}}
components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer, minimum: 1}}
  schemas:
    Base: {type: object, properties: {note: {type: string, maxLength: 40}}}
    Order:
      allOf: [{$ref: '#/components/schemas/Base'}]
      type: object
      properties: {id: {type: string}, lead_days: {type: integer, description: Working days.}}
"""

EDITS = {
    "property": (", lead_days: {type: integer, description: Working days.}", "", "Order.lead_days", "type: integer"),
    "property of a part": (", properties: {note: {type: string, maxLength: 40}}", "", "Order.note", "maxLength: 40"),
    "parameter": ("      - $ref: '#/components/parameters/Page'\n", "      []\n", "query parameter page", "minimum: 1"),
    "answer": (', "409": {description: Is there already.}', "", "answer 409", "description: Is there already."),
    "header": ("          headers: {X-Total: {schema: {type: integer}}}\n", "", "header X-Total", "type: integer"),
    "operation": (OLD[OLD.index("  /orders/{id}") : OLD.index("components:")], "", "DELETE /orders/{id}", "Drop an"),
    "media type": (
        "content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}\n    post",
        "content: {text/csv: {schema: {type: string}}}\n    post",
        "application/json of answer 200",
        "#/components/schemas/Order",
    ),
}


def sides(folder: Path, old: str, new: str, subject: str) -> list[str]:
    """Return the two sides of the first card about a subject, as text."""
    (folder / "old.yaml").write_text(old, encoding="utf-8")
    (folder / "new.yaml").write_text(new, encoding="utf-8")
    text = review(folder, "-", old=str(folder / "old.yaml"), new=str(folder / "new.yaml"), everything=True).text
    card = next(part for part in text.split('<details id="c-')[1:] if f"<h3><code>{subject}" in part)
    found = re.findall(r'<div class="side (?:before|after)">(.*?)</div>', card, re.S)
    return [html.unescape(re.sub(r"<[^>]+>", " ", side)) for side in found]


@pytest.mark.parametrize("name", EDITS)
def test_what_is_gone_stands_against_nothing(tmp_path: Path, name: str) -> None:
    there, edited, subject, line = EDITS[name]
    assert there in OLD
    before, after = sides(tmp_path, OLD, OLD.replace(there, edited), subject)
    assert line in before
    assert "old.yaml:" in before
    assert after.split() == ["After", "not", "there"]


@pytest.mark.parametrize("name", EDITS)
def test_what_is_new_stands_against_nothing(tmp_path: Path, name: str) -> None:
    there, edited, subject, line = EDITS[name]
    before, after = sides(tmp_path, OLD.replace(there, edited), OLD, subject)
    assert before.split() == ["Before", "not", "there"]
    assert line in after
    assert "new.yaml:" in after


def test_a_schema_that_is_made_of_itself_is_read(tmp_path: Path) -> None:
    old = OLD.replace("Base: {type: object,", "Base: {type: object, allOf: [{$ref: '#/components/schemas/Order'}],")
    there, edited, subject, _ = EDITS["property"]
    assert sides(tmp_path, old, old.replace(there, edited), subject)


def test_what_became_compulsory_says_so_on_both_sides(tmp_path: Path) -> None:
    new = OLD.replace(
        "      type: object\n      properties: {id", "      type: object\n      required: [id]\n      properties: {id"
    )
    before, after = sides(tmp_path, OLD, new, "Order.id")
    assert "optional" in before
    assert "required" in after


def test_a_value_that_is_new_stands_against_nothing_at_the_place_of_what_has_it(tmp_path: Path) -> None:
    old, new = (OLD.replace("id: {type: string}", f"id: {{enum: [{words}]}}") for words in ("a", "a, b"))
    before, after = sides(tmp_path, old, new, "Order.id")
    assert "not there" in before
    assert "old.yaml:" in before
    assert "b" in after.split()


def test_a_node_is_cut_at_a_dozen_lines_and_its_words_too() -> None:
    node = {"properties": {f"p{number}": {"type": "string", "description": "x" * 500} for number in range(90)}}
    text = lines(node)
    assert text.count("\n") == 11
    assert text.endswith("\n…")
    assert max(map(len, text.splitlines())) < 200


def test_a_node_is_yaml() -> None:
    node = {
        "type": "object",
        "enum": ["no", "1", "a b", 'say "x": y', None, True, -1],
        "anyOf": [
            {"type": "string", "pattern": "^a#"},
            {"type": "array", "items": {"type": "object", "required": ["a"]}},
        ],
        "$ref": "#/x",
        "empty": {},
        "none": [],
    }
    assert yaml.safe_load(lines(node)) == node
