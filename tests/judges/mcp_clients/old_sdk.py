"""A client of `mcp` 1.x, run in an environment of its own; the server's command stands in the arguments.

Prints one line of JSON: pairs of what was tried and whether it held.
"""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters, types  # type: ignore[attr-defined,unused-ignore]  # mcp 1.x
from mcp.client.stdio import stdio_client

WRITE = {"sku": "M8-BOLT", "quantity": 3}


async def main() -> list[tuple[str, bool]]:
    """Use the server and return what held."""
    asked: list[str] = []

    async def answer(_context: object, params: types.ElicitRequestParams) -> types.ElicitResult:
        asked.append(params.message)
        return types.ElicitResult(action="decline" if len(asked) == 2 else "accept")

    server = StdioServerParameters(command=sys.argv[1], args=sys.argv[2:])
    async with (
        stdio_client(server) as (read, write),
        ClientSession(read, write, elicitation_callback=answer) as session,
    ):
        await session.initialize()
        tools = (await session.list_tools()).tools
        stock = await session.call_tool("part_availability", {"sku": "M8-BOLT"})
        agreed = await session.call_tool("reorder_part", WRITE)
        declined = await session.call_tool("reorder_part", {**WRITE, "quantity": 4})
        refused = await session.call_tool("approve_order", {"order_id": "PO-1003", "approved_by": "m.keller"})
    return [
        ("seven tools", len(tools) == 7),
        ("a read", (stock.structuredContent or {}).get("on_hand") == 12),
        ("a write that a person agreed to", (agreed.structuredContent or {}).get("on_hand") == 12),
        ("a write that a person declined", declined.isError and "confirmation_refused" in declined.content[0].text),
        ("a business rule's refusal", refused.isError and "invocable_action" in refused.content[0].text),
        ("three questions", len(asked) == 3),
    ]


print(json.dumps(asyncio.run(main())))
