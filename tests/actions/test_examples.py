"""A tool shows whole calls made of the examples that stand in the contract or the definition, and only valid ones."""

from __future__ import annotations

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.actions.bind.examples import encoded
from codegen.actions.plan import Decoding
from codegen.runtime.decoding import Decoding as Decode
from codegen.runtime.decoding import decoded

API = """
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example}]
paths:
  /orders/{order}:
    put:
      operationId: putOrder
      parameters:
        - {name: order, in: path, required: true, example: PO-1, schema: {type: string}}
        - {name: x-trace, in: query, required: true, examples: {one: {value: 7}}, schema: {type: integer}}
      requestBody:
        required: true
        content:
          application/json:
            %s
            schema: {$ref: '#/components/schemas/Order'}
      responses: {"204": {description: done}}
components:
  schemas:
    Order:
      type: object
      required: [lines]
      properties:
        id: {type: string, readOnly: true}
        lines: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Line'}}
        tags: {type: object, additionalProperties: {type: string}}
        mood: {%s}
    Line:
      type: object
      required: [sku]
      properties: {sku: {type: string, example: M8}, count: {type: integer, minimum: 1}}
"""
WHOLE = "example: {id: 9, lines: [{sku: M8, count: 2}], tags: {a: b}}"
SHORT = "action: put_order\ndescription: Puts.\noperation: shop.putOrder\n"
LONG = """action: put_order
description: Puts.
inputs:
  order: {from: shop.putOrder.order}
  x-trace: {from: shop.putOrder.x-trace}
  lines: {from: shop.putOrder.lines}
  tags: {from: shop.putOrder.tags}
steps:
  - {id: put, operation: shop.putOrder, with: {order: $inputs.order, x-trace: $inputs.x-trace, lines: $inputs.lines}}
"""


def test_a_definition_of_three_lines_shows_a_call_of_its_required_inputs(bound) -> None:
    plan, _ = bound(SHORT, api=API % (WHOLE, "type: string"))
    assert plan.tools[0].examples == ({"order": "PO-1", "x_trace": 7, "lines": [{"sku": "M8", "count": 2}]},)


def test_an_input_taken_from_the_contract_brings_its_example_in_the_portable_form(bound) -> None:
    long = LONG.replace("x-trace: {from", "trace: {from").replace("$inputs.x-trace", "$inputs.trace")
    plan, _ = bound(long, api=API % (WHOLE, "type: string"))
    (tool,) = plan.tools
    (example,) = tool.examples
    assert example["tags"] == [{"key": "a", "value": "b"}]
    jsonschema.validate(example, tool.input_schema)


def test_without_an_example_of_the_whole_those_of_the_parts_are_put_together(bound) -> None:
    plan, _ = bound(SHORT, api=API % ("", "type: string"))
    assert plan.tools[0].examples[0]["lines"] == [{"sku": "M8"}]


@pytest.mark.parametrize("lines", ["[]", "M8", "[{count: 2}]", "[{sku: M8, count: 0}]", "[{sku: M8, colour: red}]"])
def test_an_example_that_does_not_fit_is_left_out_and_told(bound, lines: str) -> None:
    plan, problems = bound(SHORT, api=API % (f"example: {{lines: {lines}}}", "type: string"))
    assert plan.tools[0].examples == ()
    assert any("example-invalid" in problem and "an example of lines" in problem for problem in problems)


def test_a_required_input_without_an_example_leaves_the_tool_without_one(bound) -> None:
    plan, problems = bound(SHORT, api=(API % (WHOLE, "type: string")).replace("example: PO-1, ", ""))
    assert plan.tools[0].examples == ()
    assert not [problem for problem in problems if "example" in problem]


def test_a_text_of_the_contract_in_the_stable_form_of_adapt_is_shown(bound) -> None:
    adapt = "{part: {wire: sku, map: {M8: bolt}}, count: {map: {'2': two}}}"
    service = f"service: shop\ncontract: openapi.yaml\nadapt: {{schemas: {{Line: {adapt}}}}}\n"
    plan, problems = bound(SHORT, api=API % (WHOLE, "type: string"), service=service)
    assert not [problem for problem in problems if "error" in problem or "example-invalid" in problem]
    assert plan.tools[0].examples[0]["lines"] == [{"part": "bolt", "count": "two"}]


VALUES = st.fixed_dictionaries(
    {"plain": st.text(), "odd name": st.dictionaries(st.text(), st.dictionaries(st.text(), st.integers()))},
    optional={
        "free": st.dictionaries(st.text(), st.booleans()),
        "list": st.lists(st.dictionaries(st.text(), st.text())),
    },
)
DECODINGS = [
    ((), "rename", (("odd_name", "odd name"),)),
    (("odd_name",), "pairs", ()),
    (("odd_name", "*", "value"), "pairs", ()),
    (("free",), "json", ()),
    (("list", "*"), "pairs", ()),
]


@given(VALUES)
def test_what_is_encoded_decodes_to_what_it_was(value) -> None:
    portable = encoded(value, [Decoding(*entry) for entry in DECODINGS])
    decodings = [Decode(path=path, kind=kind, names=names) for path, kind, names in DECODINGS]
    assert decoded(portable, decodings) == value
