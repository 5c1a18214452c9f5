"""The lints tell what an agent would stumble over, and are quiet about tools that read well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codegen.actions.lint import LINTS, findings
from codegen.actions.plan import Action, Input, Plan, Tool
from codegen.actions.terms import Effect, Owner, Permissions

GOOD = "Reads an order's state and total by its number. Use it before an order is changed. It changes nothing."


def planned(name: str = "find_order", description: str = GOOD, *inputs: Input, more: tuple = ()) -> Plan:
    """Return tools of handlers, which may read any input."""
    tools, actions = [], []
    for called, said in ((name, description), *more):
        schema = {"type": "object", "properties": {i.name: i.schema for i in inputs}}
        tools.append(Tool(called, "", said, schema, {}, True, False, True, True, called))
        actions.append(
            Action(called, "", said, Owner(), Effect.READ, inputs, (), (), True, 1.0, Permissions(), f"{called}.yaml")
        )
    return Plan((), tuple(actions), tuple(tools), ())


def number(name: str, description: str = "What to give.", kind: str = "integer") -> Input:
    return Input(name, name, {"type": kind}, True, description)


def found(plan: Plan) -> list[str]:
    return [finding.lint for finding in findings(plan)]


def test_a_tool_that_reads_well_is_left_alone() -> None:
    assert found(planned("find_order", GOOD, number("timeout_seconds"), number("count"))) == []


@pytest.mark.parametrize("name", ["get", "orders", "get_data", "process_item"])
def test_a_name_without_a_verb_and_a_noun_is_vague(name: str) -> None:
    assert found(planned(name)) == ["vague-name"]


@pytest.mark.parametrize("name", ["upd_cstmr", "find_ordr_nmbr"])
def test_a_name_of_abbreviations_is_told(name: str) -> None:
    assert found(planned(name)) == ["abbreviated-name"]


@pytest.mark.parametrize("name", ["find_order_by_id", "send_sms", "list_vms", "read_tls_url"])
def test_a_known_short_word_is_a_word(name: str) -> None:
    assert found(planned(name)) == []


@pytest.mark.parametrize(
    "text",
    ["Gets data.", "Reads the whole of an order by its number", "Reads an order by its number. Returns its state."],
)
def test_a_description_that_does_not_say_what_and_when_is_vague(text: str) -> None:
    assert found(planned(description=text)) == ["vague-description"]


def test_an_input_without_a_description_is_told() -> None:
    (finding,) = findings(planned("find_order", GOOD, number("sku", " ", "string")))
    assert (finding.lint, finding.problem.pointer) == ("unexplained-input", "/inputs/sku")


@pytest.mark.parametrize("name", ["timeout", "max_weight", "orderAmount"])
def test_a_measure_without_a_unit_is_told(name: str) -> None:
    assert found(planned("find_order", GOOD, number(name))) == ["missing-unit"]


@pytest.mark.parametrize(
    "bound",
    [
        number("timeout_ms"),
        number("timeout", "How long to wait, in seconds."),
        number("amount", "In the currency's minor unit."),
        number("timeout", "For example 30s.", "string"),
        number("weighting"),
    ],
)
def test_a_unit_in_the_name_or_the_description_or_a_text_is_enough(bound: Input) -> None:
    assert found(planned("find_order", GOOD, bound)) == []


def test_two_tools_that_take_and_say_the_same_are_told_once() -> None:
    twin = ("read_order", GOOD.replace("Reads", "Shows"))
    assert found(planned(more=(twin,))) == ["near-duplicate"]


def test_tools_of_the_same_form_about_different_things_are_no_duplicates() -> None:
    text = "Lists all {} of the company. Use it when this information is needed. It changes nothing."
    plan = planned("list_orders", text.format("orders"), more=(("list_bills", text.format("bills")),))
    assert found(plan) == []


def test_tools_with_other_inputs_are_no_duplicates() -> None:
    plan = planned(more=(("read_order", GOOD),))
    other = replace(plan.tools[1], input_schema={"type": "object", "properties": {"sku": {}}})
    assert found(replace(plan, tools=(plan.tools[0], other))) == []


def test_every_lint_has_a_page_with_a_better_example() -> None:
    assert len(LINTS) == 7
    assert all("Better" in entry.doc for entry in LINTS.values())


def test_an_input_that_nothing_reads_is_told_where_no_handler_may_read_it(bound) -> None:
    text = (
        "action: order_parts\ndescription: Orders.\ninputs:\n  sku: {type: string, description: Which part.}\n"
        "  note: {type: string, description: Why.}\n"
        "steps: [{id: order, operation: shop.createOrder, with: {sku: $inputs.sku, quantity: 1}}]\n%s"
    )

    def idle(more: str) -> list[str]:
        plan, problems = bound(text % more)
        assert problems == []
        return [item.problem.pointer for item in findings(plan) if item.lint == "idle-input"]

    assert idle("") == ["/inputs/note"]
    assert idle("outputs: {said: $inputs.note}\n") == []
    assert idle("handler: true\n") == []
