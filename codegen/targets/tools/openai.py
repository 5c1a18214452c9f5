"""OpenAI: the flat shape of the Responses API, strict.

Strict wants every property required: what was optional becomes nullable too, since a model would invent a value
otherwise. A null of such an input is taken for left out when the action is invoked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json, JsonSchema
from codegen.targets.tools.rewrite import rewrite, say

# Keywords that strict schemas do not take.
UNSUPPORTED = (
    "minLength",
    "maxLength",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "patternProperties",
    "propertyNames",
    "contains",
    "default",
)
_LOOK_AROUND = re.compile(r"\(\?<?[=!]")


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as the `tools` of a Responses request."""
    return [
        {
            "type": "function",
            "name": tool.name,
            "description": tool.description,
            "parameters": rewrite(tool.input_schema, _node),
            "strict": True,
        }
        for tool in tools
    ]


def _node(node: JsonSchema) -> JsonSchema:
    foreign = ("pattern",) if _LOOK_AROUND.search(str(node.get("pattern", ""))) else ()
    return _closed(say(node, (*UNSUPPORTED, *foreign)))


def _closed(node: JsonSchema) -> JsonSchema:
    if node.get("type") != "object":
        return node
    properties: Mapping[str, JsonSchema] = node.get("properties", {})
    required = node.get("required", ())
    return {
        **node,
        "properties": {name: inner if name in required else _nullable(inner) for name, inner in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable(node: JsonSchema) -> JsonSchema:
    """Return the node with null beside it; its description stays outside, where models read it."""
    null = {"type": "null"}
    members = node.get("anyOf")
    if members is not None:
        return node if null in members else {**node, "anyOf": [*members, null]}
    if node.get("type") == "null":
        return node
    inner = {key: value for key, value in node.items() if key != "description"}
    outer = {"description": node["description"]} if "description" in node else {}
    return {**outer, "anyOf": [inner, null]}
