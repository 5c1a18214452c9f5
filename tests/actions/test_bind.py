"""Definitions become a plan in which every name is resolved and every type is known."""

from __future__ import annotations

import pytest

from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.links import chain
from codegen.actions.bind.paths import Reached, follow
from codegen.actions.plan import Plan
from codegen.actions.steps import Argument, Missing, Target
from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef, Comparison, InputRef, Literal, ObjectOf, Text
from tests.actions.conftest import API, Bind

WHOLE = """
action: order_part
description: Orders a part.
inputs:
  sku: {from: shop.createOrder.sku}
  quantity: {type: integer, minimum: 1}
  speed: {from: shop.createOrder.speed}
steps:
  - id: made
    operation: shop.createOrder
    with: {quantity: $inputs.quantity, sku: $inputs.sku, dry-run: true, note: "For {$inputs.sku}"}
    undo: {operation: shop.cancelOrder, with: {id: $response.body#/id}}
  - id: seen
    operation: shop.orders.get
    with: {id: $steps.made.response.body#/id}
    when: $inputs.quantity > 5 && $steps.made.response.body#/state == 'open'
    expect: {missing: {total: fail, eta: {default: "2026-01-01T00:00:00Z"}, lines: omit}}
outputs:
  id: $steps.made.response.body#/id
  customer: $steps.made.response.body#/customer/mail
  eta: $steps.made.response.body#/eta
  total: $steps.seen.response.body#/total
  promised: {value: $steps.seen.response.body#/eta, description: When it comes.}
"""


def test_a_whole_definition_binds_without_a_word(bound: Bind) -> None:
    plan, problems = bound(WHOLE)
    assert problems == []
    (action,) = plan.actions
    assert [(bound_input.name, bound_input.required) for bound_input in action.inputs] == [
        ("sku", True),
        ("quantity", True),
        ("speed", False),
    ]
    assert action.inputs[0].schema == {"type": "string", "minLength": 2, "description": "What to order."}
    assert action.effect is Effect.WRITE


def test_arguments_stand_in_the_operations_order_and_know_what_they_fill(bound: Bind) -> None:
    plan, _ = bound(WHOLE)
    made = plan.actions[0].steps[0]
    assert [(a.name, a.ident, a.target, a.required) for a in made.call.arguments] == [
        ("dry-run", "dry_run", Target.PARAMETER, False),
        ("sku", "sku", Target.FIELD, True),
        ("quantity", "quantity", Target.FIELD, True),
        ("note", "note", Target.FIELD, False),
    ]
    assert isinstance(made.call.arguments[3].value, Text)
    assert made.call.media_type == "application/json"
    assert made.undo is not None
    assert isinstance(made.undo.arguments[0].value, AnswerRef)
    assert not made.undo.arguments[0].value.conditional


def test_outputs_are_optional_where_a_field_may_be_missing_or_a_step_may_be_skipped(bound: Bind) -> None:
    plan, _ = bound(WHOLE)
    outputs = {output.name: output for output in plan.actions[0].outputs}
    assert {name: output.optional for name, output in outputs.items()} == {
        "id": False,
        "customer": True,
        "eta": True,
        "total": True,
        "promised": True,
    }
    total, promised = outputs["total"].value, outputs["promised"].value
    assert isinstance(total, AnswerRef)
    assert isinstance(promised, AnswerRef)
    assert (total.optional, total.conditional) == (False, True)
    assert (promised.optional, promised.conditional) == (False, True)
    assert outputs["eta"].schema == {"type": "string", "format": "date-time"}
    assert outputs["promised"].description == "When it comes."


def test_expectations_hold_the_rule_of_each_field(bound: Bind) -> None:
    plan, _ = bound(WHOLE)
    expect = plan.actions[0].steps[1].expect
    assert expect is not None
    assert [(rule.pointer, rule.rule) for rule in expect.missing] == [
        ("/total", Missing.FAIL),
        ("/eta", Missing.DEFAULT),
        ("/lines", Missing.OMIT),
    ]


def test_a_rule_promises_its_own_field_and_not_what_may_be_missing_below(bound: Bind) -> None:
    plan, problems = bound(
        """
action: show
description: Shows.
inputs: {id: {from: shop.orders.get.id}}
steps:
  - id: seen
    operation: shop.orders.get
    with: {id: $inputs.id}
    expect: {missing: {parent: fail}}
outputs:
  parent: $steps.seen.response.body#/parent/id
  eta: $steps.seen.response.body#/parent/eta
"""
    )
    assert problems == []
    assert [output.optional for output in plan.actions[0].outputs] == [False, True]


def test_a_field_that_must_be_there_may_still_be_null() -> None:
    schema = {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "b": {"type": "string"}},
    }
    reached = [follow(Typed(schema), [name]) for name in ("a", "b")]
    assert [isinstance(found, Reached) and found.path[0].optional for found in reached] == [True, False]


def test_three_lines_are_an_action(bound: Bind) -> None:
    plan, problems = bound("action: show\ndescription: Shows an order.\noperation: shop.orders.get\n")
    assert problems == []
    (action,) = plan.actions
    assert [(given.name, given.schema) for given in action.inputs] == [
        ("id", {"type": "integer", "minimum": 1, "description": "The order's number."})
    ]
    assert [output.name for output in action.outputs] == ["id", "state", "total", "eta", "customer", "lines", "parent"]
    assert action.effect is Effect.READ
    value = action.steps[0].call.arguments[0].value
    assert isinstance(value, InputRef)
    assert not value.optional


def test_three_lines_over_a_list_give_it_as_the_result(bound: Bind) -> None:
    plan, problems = bound("action: names\ndescription: All names.\noperation: shop.listNames\n")
    assert problems == []
    assert [(o.name, o.schema) for o in plan.actions[0].outputs] == [
        ("result", {"type": "array", "items": {"type": "string"}})
    ]


def test_an_answer_that_holds_itself_is_written_out_to_an_end(bound: Bind) -> None:
    plan, _ = bound("action: show\ndescription: Shows an order.\noperation: shop.orders.get\n")
    parent = plan.actions[0].outputs[-1].schema
    assert "$ref" not in str(parent)
    assert parent["properties"]["parent"]["properties"]["parent"] == {}


def test_lists_and_mappings_hold_references(bound: Bind) -> None:
    plan, problems = bound(
        """
action: order_part
description: Orders.
inputs: {sku: {type: string}}
steps:
  - id: made
    operation: shop.createOrder
    with: {sku: $inputs.sku, quantity: 1, lines: [{n: 1, text: $inputs.sku}, {n: 2}]}
"""
    )
    assert problems == []
    lines = plan.actions[0].steps[0].call.arguments[2]
    assert isinstance(lines, Argument)
    assert type(lines.value).__name__ == "ListOf"
    first, second = lines.value.items  # type: ignore[union-attr]  # the line above holds it
    assert isinstance(first, ObjectOf)
    assert second == Literal({"n": 2})


def test_a_service_with_all_its_operations_is_in_the_plan_without_an_action(bound: Bind) -> None:
    plan, problems = bound(service="service: shop\ncontract: openapi.yaml\noperations: all\n")
    assert problems == []
    assert list(plan.services[0].contract.operations) == ["createOrder", "orders.get", "cancelOrder", "listNames"]
    assert [link.name for link in chain(plan)] == [
        "shop.createOrder",
        "shop.orders.get",
        "shop.cancelOrder",
        "shop.listNames",
    ]
    assert plan.services[0].base_url == "https://shop.example/v1"


def test_a_credential_goes_to_the_schemes_it_fits(bound: Bind) -> None:
    plan, problems = bound("action: names\ndescription: All.\noperation: shop.listNames\n")
    assert problems == []
    assert plan.services[0].credentials["key"].settings == {"value": "env:SHOP_KEY"}
    _, problems = bound(
        "action: names\ndescription: All.\noperation: shop.listNames\n",
        credentials="shop: {type: basic, username: env:U, password: env:P}\n",
    )
    assert [problem.rpartition("[")[2] for problem in problems] == ["credential-type]"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("inputs.sku", "inputs.sku"), ("for {inputs.sku}", "inputs.sku"), ("inputs.other", ""), ("see inputs.sku", "")],
)
def test_text_that_lacks_only_the_mark_of_a_reference_is_told(bound: Bind, text: str, meant: str) -> None:
    definition = (
        "action: order\ndescription: Orders.\ninputs: {sku: {type: string}}\n"
        f"steps: [{{id: make, operation: shop.createOrder, with: {{sku: {text!r}, quantity: 1}}}}]\n"
    )
    told = [problem for problem in bound(definition)[1] if "[unmarked]" in problem]
    assert told == [problem for problem in told if f"write ${meant} for" in problem]
    assert len(told) == bool(meant)


OAUTH = """\
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a: {get: {operationId: read, security: [{auth: [a.read]}], responses: {"204": {description: ok}}}}
  /b: {get: {operationId: both, security: [{auth: [a.write]}, {auth: [a.all]}], responses: {"204": {description: ok}}}}
  /c: {get: {operationId: free, security: [{auth: [a.write]}, {}], responses: {"204": {description: ok}}}}
components:
  securitySchemes:
    auth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://a.example/t", scopes: {}}}}
"""
CLIENT = "type: oauth2_client_credentials, token_url: env:T, client_id: env:I, client_secret: env:S"


@pytest.mark.parametrize(
    ("scopes", "lacking"),
    [
        ("", []),
        (", scopes: [a.read, a.all]", []),
        (", scopes: [a.all]", ["read needs the scope 'a.read', which the credential 'shop' does not ask for"]),
        (", scopes: [a.read]", ["both needs the scope 'a.write', which the credential 'shop' does not ask for"]),
    ],
    ids=["none named", "enough", "one less", "of two alternatives neither"],
)
def test_a_credential_asks_for_the_scopes_that_operations_need(bound: Bind, scopes: str, lacking: list[str]) -> None:
    service = "service: shop\ncontract: openapi.yaml\ncredential: shop\noperations: all\n"
    _, problems = bound(service=service, api=OAUTH, credentials=f"shop: {{{CLIENT}{scopes}}}\n")
    assert [problem.partition("warning: ")[2].partition(" (")[0] for problem in problems] == lacking


def test_an_operation_that_needs_a_scope_of_two_schemes_is_named_once(bound: Bind) -> None:
    api = OAUTH.replace("security: [{auth: [a.read]}]", "security: [{auth: [a.read], more: [a.read]}]")
    api += api.partition("  securitySchemes:\n")[2].replace("auth:", "more:")
    service = "service: shop\ncontract: openapi.yaml\ncredential: shop\noperations: [read]\n"
    _, problems = bound(
        service=service.replace("[read]", "all"), api=api, credentials=f"shop: {{{CLIENT}, scopes: [a.all]}}\n"
    )
    assert [p for p in problems if "needs the scope 'a.read'" in p] == problems


def test_a_retry_that_could_repeat_a_write_is_refused(bound: Bind) -> None:
    text = "service: shop\ncontract: openapi.yaml\nreliability: {retry: {on: [connect, timeout]}}\n"
    write = "action: make\ndescription: Makes.\noperation: shop.createOrder\n"
    read = "action: names\ndescription: All.\noperation: shop.listNames\n"
    assert any("unsafe-retry" in problem for problem in bound(write, service=text)[1])
    assert bound(write, service=text + "idempotency: {header: Idempotency-Key}\n")[1] == []
    assert bound(read, service=text)[1] == []


def test_a_handler_gives_outputs_of_its_own(bound: Bind) -> None:
    text = "action: count\ndescription: Counts.\nsteps: [{id: all, operation: shop.listNames}]\n"
    text += "outputs: {count: {type: integer}, note: {type: string, required: false}}\n"
    plan, problems = bound(text + "handler: true\n")
    assert problems == []
    assert [(output.name, output.optional) for output in plan.actions[0].outputs] == [("count", False), ("note", True)]
    assert [problem.rpartition("[")[2] for problem in bound(text)[1]] == ["missing-key]", "missing-key]"]


def test_hints_follow_the_methods(bound: Bind) -> None:
    lines = "action: a{0}\ndescription: Does.\noperation: shop.{0}\n"
    operations = ("createOrder", "cancelOrder", "listNames")
    plan, _ = bound(*(lines.format(name).replace(f"a{name}", name.lower()) for name in operations))
    hints = {tool.name: (tool.read_only, tool.destructive, tool.idempotent) for tool in plan.tools}
    assert hints == {
        "createorder": (False, False, False),
        "cancelorder": (False, True, True),
        "listnames": (True, False, True),
    }


def test_conditions_keep_both_sides(bound: Bind) -> None:
    plan, _ = bound(WHOLE)
    when = plan.actions[0].steps[1].when
    assert when is not None
    first = when.conditions[0]  # type: ignore[union-attr]  # `&&` makes it Both
    assert isinstance(first, Comparison)
    assert (first.op, first.right) == (">", Literal(5))


def test_a_change_reaches_only_its_own_aspect_of_the_chain(bound: Bind) -> None:
    """What a vendor renames and `adapt` absorbs leaves the stable digest, the action and the tool alone."""
    api = API.replace("total: {type: number}", "amount: {type: number}")
    assert api != API
    adapted = (
        "service: shop\ncontract: openapi.yaml\ncredential: shop\nadapt: {schemas: {Order: {total: {wire: amount}}}}\n"
    )
    before, after = bound(WHOLE)[0], bound(WHOLE, api=api, service=adapted)[0]
    assert _aspects(before, after) == {
        ("operation", "shop.createOrder", "wire"),
        ("operation", "shop.orders.get", "wire"),
    }
    assert before.tools == after.tools

    told = API.replace("What to order.", "What is ordered.")
    assert _aspects(before, bound(WHOLE, api=told)[0]) == {
        ("operation", "shop.createOrder", "doc"),
        ("action", "order_part", "surface"),
        ("tool", "order_part", "text"),
    }
    renamed = API.replace('schemas/Order"', 'schemas/Purchase"').replace("    Order:\n", "    Purchase:\n")
    assert _aspects(before, bound(WHOLE, api=renamed)[0]) == set()


def _aspects(before: Plan, after: Plan) -> set[tuple[str, str, str]]:
    old = {(link.kind, link.name): link.aspects for link in chain(before)}
    new = {(link.kind, link.name): link.aspects for link in chain(after)}
    assert old.keys() == new.keys()
    return {(*key, name) for key in old for name in old[key] if old[key][name] != new[key][name]}
