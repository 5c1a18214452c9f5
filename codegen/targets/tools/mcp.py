"""MCP: the result of `tools/list` (Model Context Protocol, server features, tools)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from codegen.actions.plan import Namespace, Tool
from codegen.actions.terms import Deprecated, Way
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
            # All four are written out: what a client assumes without them is destructive and open-world.
            "readOnlyHint": tool.read_only,
            "destructiveHint": tool.destructive,
            "idempotentHint": tool.idempotent,
            "openWorldHint": tool.open_world,
        },
        # What MCP has no word for: a server reads it here, and so does a later run that holds the tool back.
        **({"_meta": meta} if (meta := _meta(tool)) else {}),
    }


def _meta(tool: Tool) -> dict[str, Json]:
    meta: dict[str, Json] = {}
    if tool.action != tool.name:
        meta["action"] = tool.action
    if tool.ask:
        meta["confirm"] = [str(way) for way in tool.ask]
    if tool.was:
        meta["was"] = list(tool.was)
    if tool.namespace is not None:
        meta["namespace"] = asdict(tool.namespace)
    if not tool.strict:
        meta["strict"] = False
    if tool.examples:
        meta["input_examples"] = list(tool.examples)
    if tool.deprecated is not None:
        last = {"remove_after": tool.deprecated.remove_after} if tool.deprecated.remove_after else {}
        meta["deprecated"] = {"use": tool.deprecated.use, **last}
    return meta


def read(document: Json) -> tuple[Tool, ...]:
    """Return the portable tools that a `tools/list` result of ours was made of, but for how layer 2 decodes them.

    Args:
        document: what `document` returned once.

    Raises:
        KeyError, TypeError: if it was made by something else.
    """
    return tuple(
        Tool(
            name=entry["name"],
            title=entry["title"],
            description=entry["description"],
            input_schema=entry["inputSchema"],
            output_schema=entry["outputSchema"],
            read_only=entry["annotations"]["readOnlyHint"],
            destructive=entry["annotations"]["destructiveHint"],
            idempotent=entry["annotations"]["idempotentHint"],
            open_world=entry["annotations"]["openWorldHint"],
            action=meta.get("action", entry["name"]),
            examples=tuple(meta.get("input_examples", ())),
            deprecated=Deprecated(**told) if (told := meta.get("deprecated")) else None,
            ask=tuple(Way(way) for way in meta.get("confirm", ())),
            was=tuple(meta.get("was", ())),
            strict=meta.get("strict", True),
            namespace=Namespace(**group) if (group := meta.get("namespace")) else None,
        )
        for entry in document["tools"]
        for meta in [entry.get("_meta", {})]
    )
