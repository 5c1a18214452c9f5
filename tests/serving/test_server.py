"""What a client sees of the example's tools, over both lines of the protocol."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult

from codegen.runtime import Context
from codegen.serving.server import Settings
from codegen.serving.surface import Surface
from codegen.testing import Services
from tests.serving.conftest import Connect, asking

READ = ("part_availability", {"sku": "M8-BOLT"})
WRITE = ("reorder_part", {"sku": "M8-BOLT", "quantity": 3})


def said(result: Any) -> Any:
    """Return the first text of a result, which is JSON."""
    assert isinstance(result, CallToolResult)
    return json.loads(result.content[0].text)  # type: ignore[union-attr]  # every content of ours is text


def test_tools_are_listed_as_they_were_generated(connect: Connect, surface: Surface, buyer: Context) -> None:
    """Where no token is the way to a yes, what is listed is `generated/tools/mcp.json`, in its order."""

    async def listed() -> list[dict[str, Any]]:
        async with connect(surface, Settings(context=lambda: buyer), ask=lambda _: "accept") as client:
            tools = (await client.list_tools()).tools
            return [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]

    assert asyncio.run(listed()) == [tool.definition for tool in surface if tool.name != "approve_order"]


def test_a_tool_that_the_caller_may_not_call_is_not_listed(
    connect: Connect, surface: Surface, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why, once."""

    async def listed() -> list[str]:
        async with connect(surface, Settings(context=services.context)) as client:
            await client.session.list_tools()
            return [tool.name for tool in (await client.session.list_tools()).tools]

    assert asyncio.run(listed()) == ["find_part", "part_availability", "stock_report"]
    line = "cancel_order is not listed: the caller lacks role buyer, scope orders:write"
    assert [record.message for record in caplog.records].count(line) == 1


def test_a_read_is_answered_without_a_question(connect: Connect, surface: Surface, buyer: Context) -> None:
    """The result is structured, and the same as text for clients that read no structure."""

    async def called() -> Any:
        async with connect(surface, Settings(context=lambda: buyer)) as client:
            return await client.call_tool(*READ)

    result = asyncio.run(called())

    assert not result.is_error
    assert result.structured_content["on_hand"] == 12
    assert said(result) == result.structured_content


@pytest.mark.parametrize("answer", ["accept", "decline", "cancel"])
def test_a_write_is_sent_only_after_a_yes(
    connect: Connect, surface: Surface, services: Services, buyer: Context, answer: str
) -> None:
    """The person reads the tool and the exact arguments; whatever else they do, nothing is sent."""
    asked: list[str] = []

    async def called() -> Any:
        def ask(message: str) -> str:
            assert services.requests("inventory") == []
            asked.append(message)
            return answer

        async with connect(surface, Settings(context=lambda: buyer), ask=ask) as client:
            return await client.call_tool(*WRITE)

    result = asyncio.run(called())

    assert asked == ['Reorder a part (reorder_part)?\n  sku: "M8-BOLT"\n  quantity: 3']
    assert len(services.requests("erp", "createOrder")) == (1 if answer == "accept" else 0)
    if answer != "accept":
        error = said(result)["error"]
        code = "confirmation_refused" if answer == "decline" else "confirmation_missing"
        assert (error["layer"], error["code"], error["outcome"]) == ("agent_action", code, "not_sent")


def test_nobody_is_asked_about_a_call_that_cannot_be_made(connect: Connect, surface: Surface, buyer: Context) -> None:
    """Inputs and rights come before the question."""

    async def called() -> Any:
        def ask(_: str) -> str:
            raise AssertionError("asked")

        async with connect(surface, Settings(context=lambda: buyer), ask=ask) as client:
            return await client.call_tool("reorder_part", {"sku": "M8-BOLT", "quantity": 0})

    assert said(asyncio.run(called()))["error"]["code"] == "input_invalid"


def test_a_client_that_cannot_ask_gets_a_preview_and_a_token(
    connect: Connect, surface: Surface, services: Services, buyer: Context
) -> None:
    """The token is an argument of the listed tool; it holds for the same arguments, once."""

    async def called() -> tuple[Any, ...]:
        async with connect(surface, Settings(context=lambda: buyer)) as client:
            tool = next(tool for tool in (await client.list_tools()).tools if tool.name == WRITE[0])
            first = said(await client.call_tool(*WRITE))
            assert services.requests("inventory") == []
            token = {"confirmation_token": first["confirmation"]["confirmation_token"]}
            second = await client.call_tool(WRITE[0], {**WRITE[1], **token})
            third = said(await client.call_tool(WRITE[0], {**WRITE[1], **token}))
            return tool.input_schema, first, second, third

    schema, first, second, third = asyncio.run(called())

    assert "confirmation_token" in schema["properties"]
    assert "confirmation_token" not in schema["required"]
    assert first["error"]["code"] == "confirmation_missing"
    assert "quantity: 3" in first["confirmation"]["would_do"]
    assert second.structured_content["order_id"].startswith("PO-")
    assert third["error"]["code"] == "confirmation_missing"
    assert len(services.requests("erp", "createOrder")) == 1


def test_a_token_does_not_hold_for_other_arguments(
    connect: Connect, surface: Surface, services: Services, buyer: Context
) -> None:
    """A yes to three is no yes to five hundred."""

    async def called() -> Any:
        async with connect(surface, Settings(context=lambda: buyer)) as client:
            first = said(await client.call_tool(*WRITE))
            token = {"confirmation_token": first["confirmation"]["confirmation_token"]}
            return said(await client.call_tool(WRITE[0], {**WRITE[1], "quantity": 500, **token}))

    assert "is not for these arguments" in asyncio.run(called())["error"]["message"]
    assert services.requests("erp", "createOrder") == []


def test_a_trusted_client_asks_by_itself(
    connect: Connect, surface: Surface, services: Services, buyer: Context
) -> None:
    """The operator names it; another one of the same abilities is not believed."""

    async def called(name: str) -> Any:
        settings = Settings(context=lambda: buyer, trusted=["careful"])
        async with connect(asking(surface, "client"), settings, name=name) as client:
            listed = [tool.name for tool in (await client.list_tools()).tools]
            return listed, await client.call_tool(*WRITE)

    listed, result = asyncio.run(called("careful"))
    assert WRITE[0] in listed
    assert result.structured_content["order_id"].startswith("PO-")

    listed, result = asyncio.run(called("careless"))
    assert WRITE[0] not in listed
    assert said(result)["error"]["code"] == "confirmation_missing"
    assert len(services.requests("erp", "createOrder")) == 1


def test_a_tool_that_nobody_can_be_asked_about_is_neither_listed_nor_called(
    connect: Connect, surface: Surface, services: Services, buyer: Context
) -> None:
    """The stateless line has an error of its own for the missing ability; the other one gets a readable result."""

    async def called() -> Any:
        async with connect(asking(surface, "elicit"), Settings(context=lambda: buyer)) as client:
            assert WRITE[0] not in [tool.name for tool in (await client.list_tools()).tools]
            try:
                return said(await client.call_tool(*WRITE))["error"]["code"]
            except MCPError as error:
                return error.code

    assert asyncio.run(called()) in ("confirmation_missing", -32021)
    assert services.requests("erp", "createOrder") == []


def test_a_former_name_is_served_and_told_the_new_one(connect: Connect, surface: Surface, buyer: Context) -> None:
    """The agent learns the name without a failure."""

    async def called() -> Any:
        renamed = asking(surface, "client", was=["order_part"])
        settings = Settings(context=lambda: buyer, trusted=["a-client"])
        async with connect(renamed, settings) as client:
            return await client.call_tool("order_part", WRITE[1])

    result = asyncio.run(called())

    assert result.structured_content["order_id"].startswith("PO-")
    assert "is now called" in result.content[1].text


def test_an_unknown_tool_is_an_error_of_the_protocol(connect: Connect, surface: Surface) -> None:
    """It is not the tool that failed."""

    async def called() -> None:
        async with connect(surface, Settings()) as client:
            with pytest.raises(MCPError, match="Unknown tool: order_everything"):
                await client.call_tool("order_everything", {})

    asyncio.run(called())


def test_each_layer_is_named_where_it_fails(connect: Connect, surface: Surface, services: Services) -> None:
    """An input, a business rule and a service: three layers, three owners."""
    services.fail("inventory", "getPart")
    approver = services.context(roles=["approver"], scopes=["orders:write"])
    calls = [
        ("part_availability", {"sku": "no such thing"}),
        ("approve_order", {"order_id": "PO-1002", "approved_by": "m.keller"}),
        ("part_availability", {"sku": "M8-BOLT"}),
    ]

    async def called() -> list[Any]:
        async with connect(surface, Settings(context=lambda: approver), ask=lambda _: "accept") as client:
            return [said(await client.call_tool(*call))["error"] for call in calls]

    errors = asyncio.run(called())

    assert [error["layer"] for error in errors] == ["agent_action", "invocable_action", "external_service"]
    assert all(error["next_step"] and error["owner"] for error in errors)
    assert all("caused_by" not in error for error in errors)  # what is not known is not said


def test_a_long_result_is_cut_and_says_so(connect: Connect, surface: Surface, services: Services) -> None:
    """What is left fits the schema, which the client checks; the note says how to get the rest."""
    reader = services.context(scopes=["orders:read"])
    order = {"sku": "M8-BOLT", "quantity": 1, "created_at": "2026-11-01T08:35:00Z", "status": "OPN", "total": "1.00"}
    order |= {"currency": "EUR", "supplier_id": "SUP-1"}
    page = {"items": [{**order, "id": f"PO-{number}"} for number in range(1000, 1200)], "page": 1, "pages": 1}

    async def called() -> Any:
        async with connect(surface, Settings(context=lambda: reader, limit=600)) as client:
            await client.list_tools()
            return await client.call_tool("open_orders", {})

    services.answer("erp", "listOrders", page)
    result = asyncio.run(called())

    shown = len(result.structured_content["order_ids"])
    assert 20 < shown < 60
    assert f"order_ids: {shown} of 200 shown. To see the rest, set supplier_id." in result.content[1].text
