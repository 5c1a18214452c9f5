"""MCP: the result of `tools/list` (Model Context Protocol, server features, tools)."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as the result of `tools/list`."""
    return {"tools": [_tool(tool) for tool in tools]}


def _tool(tool: Tool) -> Json:
    return {
        "name": tool.name,
        "title": tool.title or tool.name,
        "description": tool.description,
        "inputSchema": tool.input_schema,
        "outputSchema": tool.output_schema,
        "annotations": {
            "title": tool.title or tool.name,
            # All four are written out: what a client assumes without them is destructive and open-world.
            "readOnlyHint": tool.read_only,
            "destructiveHint": tool.destructive,
            "idempotentHint": tool.idempotent,
            "openWorldHint": tool.open_world,
        },
    }
