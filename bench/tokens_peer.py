"""FastMCP's side, run in its environment: a contract and operations in, their tools as a client gets them out.

Takes a file and `METHOD path` pairs as JSON; prints `{"METHOD path": tool}` as a client's `tools/list` has them.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx2
from fastmcp import Client, FastMCP
from fastmcp.server.providers.openapi import MCPType, RouteMap


async def main(file: str, wanted: set[str]) -> dict[str, Any]:
    """Return the tools of the wanted operations."""
    named: dict[str, str] = {}

    def note(route: Any, component: Any) -> None:
        named[component.name] = f"{route.method.upper()} {route.path}"

    server: Any = FastMCP.from_openapi(
        json.loads(Path(file).read_bytes()),
        client=httpx2.AsyncClient(base_url="https://api.example"),
        route_maps=[RouteMap(mcp_type=MCPType.TOOL)],
        mcp_component_fn=note,
    )
    async with Client(server) as client:
        listed = await client.list_tools()
    found = {named.get(tool.name, ""): tool for tool in listed}
    return {
        place: tool.model_dump(mode="json", by_alias=True, exclude_none=True)
        for place, tool in found.items()
        if place in wanted
    }


print(json.dumps(asyncio.run(main(sys.argv[1], set(json.loads(sys.argv[2]))))))
