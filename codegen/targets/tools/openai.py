"""OpenAI: the flat shape of the Responses API, strict.

Strict wants every property required: what was optional becomes nullable too, since a model would invent a value
otherwise. A null of such an input is taken for left out when the action is invoked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codegen.actions.plan import Namespace, Tool
from codegen.contract.model import Json, JsonSchema
from codegen.targets.tools.patterns import beyond
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


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as the `tools` of a Responses request: those of a namespace under it, behind the others."""
    alone = [function(tool) for tool in tools if tool.namespace is None]
    groups: dict[Namespace, list[Json]] = {}
    for tool in tools:
        if tool.namespace is not None:
            deferred = {"defer_loading": True} if tool.deferred else {}
            groups.setdefault(tool.namespace, []).append({**function(tool), **deferred})
    return [*alone, *(_group(found, groups[found]) for found in sorted(groups, key=lambda one: one.name))]


def function(tool: Tool) -> dict[str, Json]:
    """Return one tool."""
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": rewrite(tool.input_schema, _node),
        "strict": True,
    }


def _group(namespace: Namespace, tools: Sequence[Json]) -> Json:
    said = {"name": namespace.name, "description": namespace.description}
    return {"type": "namespace", **said, "tools": list(tools)}


def _node(node: JsonSchema) -> JsonSchema:
    return _closed(say(node, (*UNSUPPORTED, *beyond(node, lengths=False))))


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
