from __future__ import annotations

from typing import Any

import pytest

TEXT = """openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /orders/{po}:
    get:
      operationId: readOrder
      parameters: [{name: po, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
    put:
      operationId: changeOrder
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Change'}}}}
components:
  schemas:
    Order:
      required: [po_id, state, left]
      properties:
        po_id: {type: string}
        total: {type: string, nullable: true, description: D}
        state: {type: string, enum: [OPN, CLS, HLD]}
        left: {type: integer}
    Change: {properties: {state: {type: string}}}
"""


def test_the_layers_above_see_stable_names_types_and_values(built: Any) -> None:
    contract, diagnostics = built(
        TEXT,
        adapt={
            "operations": {"getOrder": {"wire": "readOrder", "parameters": {"order_id": {"wire": "po"}}}},
            "schemas": {
                "Order": {
                    "id": {"wire": "po_id"},
                    "total": {"cast": "decimal"},
                    "state": {"map": {"OPN": "open", "CLS": "closed"}},
                    "left": {"default": 0},
                }
            },
        },
    )
    assert contract is not None, list(map(str, diagnostics))
    parameter = contract.operations["getOrder"].parameters[0]
    assert (parameter.name, parameter.wire, parameter.ident) == ("order_id", "po", "order_id")
    order = contract.schemas["Order"]
    assert order["required"] == ["id", "state"]
    assert order["properties"] == {
        "id": {"type": "string", "x-wire": "po_id"},
        "total": {
            "anyOf": [{"type": "number", "format": "decimal"}, {"type": "null"}],
            "description": "D",
            "x-cast": "decimal",
        },
        "state": {
            "type": "string",
            "enum": ["open", "closed", "HLD"],
            "x-map": {"OPN": "open", "CLS": "closed"},
            "x-open-enum": True,
        },
        "left": {"type": "integer", "x-default": 0},
    }
    assert contract.snapshot["components"]["schemas"]["Order"]["properties"].keys() == {
        "po_id",
        "total",
        "state",
        "left",
    }


@pytest.mark.parametrize(
    ("adapt", "rule", "pointer"),
    [
        ({"operations": {"x": {"wire": "raedOrder"}}}, "adapt-names-nothing", "/adapt/operations/x"),
        ({"operations": {"readOrder": {"wire": "gone"}}}, "adapt-names-nothing", "/adapt/operations/readOrder"),
        ({"parameters": {"readOrder": {"a": {"wire": "b"}}}}, "adapt-names-nothing", "/adapt/parameters/readOrder/a"),
        ({"schemas": {"Ordr": {}}}, "adapt-names-nothing", "/adapt/schemas/Ordr"),
        ({"schemas": {"Order": {"id": {"wire": "pi_id"}}}}, "adapt-names-nothing", "/adapt/schemas/Order/id"),
        ({"schemas": {"Order": {"total": {"wire": "po_id"}}}}, "adapt-name-taken", "/adapt/schemas/Order/total"),
        (
            {"schemas": {"Order": {"total": {"cast": "decmal"}}}},
            "adapt-cast-unknown",
            "/adapt/schemas/Order/total/cast",
        ),
        ({"schemas": {"Order": {"total": {"kast": 1}}}}, "adapt-word-unknown", "/adapt/schemas/Order/total"),
        (
            {"schemas": {"Change": {"state": {"map": {"A": "x", "B": "x"}}}}},
            "adapt-not-invertible",
            "/adapt/schemas/Change/state/map",
        ),
    ],
)
def test_a_line_that_cannot_hold_is_an_error_at_its_place(built: Any, adapt: Any, rule: str, pointer: str) -> None:
    contract, diagnostics = built(TEXT, adapt=adapt)
    assert contract is None
    assert [(item.rule, item.place.pointer) for item in diagnostics if item.severity == "error"] == [(rule, pointer)]


def test_a_map_that_loses_values_is_fine_in_an_answer(built: Any) -> None:
    adapt = {"schemas": {"Order": {"state": {"map": {"OPN": "x", "CLS": "x"}}}}}
    contract, _ = built(TEXT, adapt=adapt)
    assert contract is not None
    assert contract.schemas["Order"]["properties"]["state"]["enum"] == ["x", "HLD"]


def test_a_line_about_what_is_not_in_use_is_no_error(built: Any) -> None:
    adapt = {"operations": {"change": {"wire": "changeOrder"}}, "schemas": {"Change": {"status": {"wire": "state"}}}}
    contract, diagnostics = built(TEXT, adapt=adapt, used=["readOrder"])
    assert contract is not None, list(map(str, diagnostics))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"OPEN": "open", "CLS": "closed", "HLD": "held"}, ["'OPEN'"]),
        ({"OPN": "open", "CLS": "closed", "HLD": "held", "OLD": "old"}, []),
        ({"OPN": "open"}, []),
    ],
    ids=["a value that is not there, beside one that is not mapped", "one more than the contract has", "some of them"],
)
def test_a_value_that_the_contract_no_longer_has_is_told(built: Any, values: Any, told: list[str]) -> None:
    _, diagnostics = built(TEXT, adapt={"schemas": {"Order": {"state": {"map": values}}}})
    found = [item for item in diagnostics if item.rule == "adapt-names-nothing"]
    assert [item.message.split()[4].rstrip(",") for item in found] == told
