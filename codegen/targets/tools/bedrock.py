"""Bedrock: the `toolSpec` of the Converse API; what its models take no notice of is said in words."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json, JsonSchema
from codegen.targets.tools import limits
from codegen.targets.tools.patterns import beyond
from codegen.targets.tools.rewrite import rewrite, say
from codegen.targets.tools.strict import is_strict


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as the `tools` of a `toolConfig`."""
    return [
        {
            "toolSpec": {
                "name": tool.name,
                "description": tool.description,
                "inputSchema": {"json": rewrite(tool.input_schema, _node)},
                **({"strict": True} if is_strict(tool) else {}),
            }
        }
        for tool in tools
    ]


def _node(node: JsonSchema) -> JsonSchema:
    foreign = beyond(node, lengths=True)
    many = ("minItems",) if node.get("minItems", 0) not in (0, 1) else ()
    others = ("maxItems", "uniqueItems", "default")
    return say(node, (*limits.NUMBERS, *limits.OBJECTS, *others, *many, *foreign))
