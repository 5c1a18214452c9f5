"""`agent: {confirm, ask}` and `tool: {was}`: whether a person must agree, and by which names a tool is still called."""

from __future__ import annotations

import pytest

from codegen.actions.link import Link
from codegen.actions.plan import Plan, Tool
from codegen.targets.tools import mcp
from tests.actions.conftest import Bind

READ = "action: see_order\ndescription: Reads an order.\noperation: shop.orders.get\n"
WRITE = "action: order_part\ndescription: Orders a part.\noperation: shop.createOrder\n"


def only(plan: Plan) -> Tool:
    (tool,) = plan.tools
    return tool


def schema_digest(plan: Plan) -> str:
    (link,) = (link for link in plan.links if link.kind == "tool")
    assert isinstance(link, Link)
    return link.aspects["schema"]


@pytest.mark.parametrize(
    ("definition", "keys", "ask"),
    [
        (READ, "", ()),
        (WRITE, "", ("elicit", "client", "token")),
        (WRITE, "agent: {confirm: writes}", ("elicit", "client", "token")),
        (WRITE, "agent: {confirm: never}", ()),
        (WRITE, "agent: {ask: [token, elicit]}", ("token", "elicit")),
        (READ, "agent: {confirm: always}", ("elicit", "client")),
        (READ, "agent: {confirm: always, ask: [token]}", ("token",)),
        (READ, "agent: {ask: [token]}", ()),
    ],
)
def test_confirm_becomes_the_ways_to_a_yes(bound: Bind, definition: str, keys: str, ask: tuple[str, ...]) -> None:
    """Decided at generation; a token is no way to what must always be agreed to, unless it is named."""
    plan, problems = bound(definition + keys)

    assert [problem for problem in problems if ": error: " in problem] == []
    assert only(plan).ask == ask


def test_to_ask_for_a_yes_that_nobody_needs_is_refused(bound: Bind) -> None:
    """One of the two lines is a mistake."""
    _, problems = bound(WRITE + "agent: {confirm: never, ask: [elicit]}")

    assert "confirm: never asks for none" in "\n".join(problems)


def test_an_input_may_not_have_the_name_of_the_token(bound: Bind) -> None:
    """A server adds that argument."""
    text = """
action: order_part
description: Orders a part.
inputs: {confirmation_token: {from: shop.createOrder.sku}}
steps: [{id: made, operation: shop.createOrder, with: {sku: $inputs.confirmation_token, quantity: 1}}]
"""
    _, problems = bound(text)
    assert "an input has the name confirmation_token, by which a person's yes is given" in "\n".join(problems)

    _, problems = bound(text + "agent: {ask: [elicit]}")
    assert "confirmation_token" not in "\n".join(problems)


def test_former_names_are_of_one_tool_each(bound: Bind) -> None:
    """A call by a name must mean one tool."""
    _, problems = bound(
        READ + "tool: {was: [order, order_part]}", WRITE + "tool: {was: [order]}",
        WRITE.replace("order_part", "buy_part") + "tool: {was: [buy_part]}",
    )  # fmt: skip

    assert [problem.partition(" error: ")[2] for problem in problems if "duplicate-tool" in problem] == [
        "two tools had the name 'order' (the other is in specs/a1.yaml) [duplicate-tool]",
        "'order_part' is the name of another tool (remove it) [duplicate-tool]",
        "'buy_part' is the name of this tool (remove it) [duplicate-tool]",
    ]


def test_to_ask_no_longer_wants_to_be_accepted(bound: Bind) -> None:
    """That an agent may write without a person is a change of what was agreed on."""
    asking, silent = bound(WRITE)[0], bound(WRITE + "agent: {confirm: never}")[0]

    assert schema_digest(asking) != schema_digest(silent)


def test_a_tool_that_is_held_back_keeps_its_ways_and_names(bound: Bind) -> None:
    """They are read again from what was generated last."""
    tool = only(bound(WRITE + "tool: {name: order, was: [order_part]}")[0])
    (again,) = mcp.read(mcp.document([tool]))

    assert (again.ask, again.was, again.action) == (tool.ask, ("order_part",), "order_part")
