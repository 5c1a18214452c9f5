"""Every kind of mutation over one small document; the real contracts are `python -m tests.changes_proof`."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from codegen.changes.registry import RULES
from codegen.changes.walk import changes
from tests.changes_proof.mutations import KINDS, Mutation, Shown
from tests.changes_proof.proof import Outcome, attempt, compared, judge
from tests.changes_proof.reach import Node, handful, slots

ORDER: Node = {
    "type": "object",
    "description": "An order.",
    "required": ["id", "total"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "state": {"type": "string", "enum": ["open", "paid", "gone"]},
        "note": {"type": "string", "nullable": True, "maxLength": 20},
        "total": {"type": "integer", "minimum": 1, "maximum": 9},
        "urgent": {"type": "boolean", "default": False},
        "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Line"}},
        "self": {"$ref": "#/components/schemas/Order"},
    },
}
ANSWER: Node = {
    "description": "done",
    "headers": {"X-Left": {"schema": {"type": "integer"}}},
    "content": {
        name: {"schema": {"$ref": "#/components/schemas/Order"}} for name in ("application/json", "application/xml")
    },
}
FORMS: Node = {
    name: {"schema": {"$ref": "#/components/schemas/Order"}}
    for name in ("multipart/form-data", "application/x-www-form-urlencoded")
}
DOCUMENT: Node = {
    "openapi": "3.0.3",
    "info": {"title": "Orders", "version": "1"},
    "servers": [{"url": "https://orders.example"}],
    "security": [{"login": ["read", "write"]}],
    "paths": {
        "/orders": {
            "get": {
                "operationId": "listOrders",
                "deprecated": True,
                "parameters": [
                    {"name": "states", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "shop", "in": "query", "required": True, "schema": {"type": "string"}},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Order"}},
            },
            "post": {
                "operationId": "createOrder",
                "requestBody": {"required": True, "content": {**deepcopy(ANSWER["content"]), **FORMS}},
                "responses": {"201": {"$ref": "#/components/responses/Order"}, "202": {"description": "later"}},
            },
        },
        "/lines": {"get": {"operationId": "lines", "responses": {"200": {"description": "none"}}}},
    },
    "components": {
        "schemas": {
            "Order": ORDER,
            "Line": {"type": "object", "required": ["sku", "count"], "properties": {
                "sku": {"type": "string"}, "count": {"type": "integer"}}},
        },
        "responses": {"Order": ANSWER},
        "securitySchemes": {
            "login": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://orders.example/token",
                        "scopes": {"read": "r", "write": "w"},
                    }
                },
            }
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_known_change_is_found_and_nothing_else(kind: str, tmp_path: Path) -> None:
    tries = [attempt(kind, deepcopy(DOCUMENT), Random(f"{kind} {seed}"), tmp_path) for seed in range(2)]
    outcomes = [outcome for outcome in tries if outcome is not None]
    assert outcomes, "no place for it"
    for outcome in outcomes:
        assert (outcome.missed, outcome.alarms, outcome.disagreements) == ((), (), ()), outcome


def outcome_of(*shown: Shown) -> Outcome:
    """Return what the judge says where nothing was found."""
    return judge(Mutation("a kind", "", shown), (), {})


def test_the_judge_misses_what_is_not_found() -> None:
    assert outcome_of(Shown("type", "replaces", "request", frozenset(("GET /orders",)))).missed
    assert not outcome_of().missed


def test_the_mutator_follows_references_on_each_side() -> None:
    document = deepcopy(DOCUMENT)
    reach: dict[str, Any] = {slot.pointer: slot.reach for slot in slots(document)}
    assert reach["/components/schemas/Line"] == {
        ("GET /orders", "response"),
        ("POST /orders", "request"),
        ("POST /orders", "response"),
    }
    assert {side for _, side in reach["/components/schemas/Order/properties/id"]} == {"response"}


def test_a_handful_takes_the_components_it_reaches_along() -> None:
    alone = handful(DOCUMENT | {"paths": {"/lines": DOCUMENT["paths"]["/lines"]}}, Random(1))
    assert not alone["components"].get("schemas")
    whole = handful(DOCUMENT, Random(1))
    assert sorted(whole["components"]["schemas"]) == ["Line", "Order"]


def test_the_words_of_a_definition_show_wherever_it_is_reached(tmp_path: Path) -> None:
    """The proof's one find in the rules: only the words beside a reference were compared, not those behind it."""
    document = deepcopy(DOCUMENT)
    document["components"]["schemas"]["Line"]["description"] = "A line of an order."
    sides = compared(DOCUMENT, document, tmp_path)
    assert sides is not None
    found = {(c.rule, c.subject, len({s.operation for s in c.places})) for c in changes(sides.old, sides.new)}
    assert found == {
        ("request-property-description-changed", "Line", 1),
        ("response-property-description-changed", "Line", 2),
    }


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("null", "became nullable (request)"),
        ("status", "success status added"),
        ("limits", "limit tightened (response)"),
    ],
)
def test_a_rule_taken_away_is_missed(rule: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RULES, rule)
    outcome = attempt(kind, deepcopy(DOCUMENT), Random(kind), tmp_path)
    assert outcome is not None
    assert outcome.missed
