"""Gemini: a function declaration, with its parameters as JSON Schema or as the older subset of OpenAPI 3.0.

Limits and formats stand in words: many of them in a schema make the service refuse it for too many states. Choices
other than of text stand in words too. What words say, layer 2 checks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json, JsonSchema
from codegen.targets.tools import limits
from codegen.targets.tools.rewrite import rewrite, say

_NULL = {"type": "null"}


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as `functionDeclarations`, their parameters as JSON Schema (`parametersJsonSchema`)."""
    return [_declaration(tool, "parametersJsonSchema", rewrite(tool.input_schema, _node)) for tool in tools]


def parameters_document(tools: Sequence[Tool]) -> Json:
    """Return the tools as `functionDeclarations`, their parameters in the subset of OpenAPI (`parameters`)."""
    return [_declaration(tool, "parameters", rewrite(tool.input_schema, _subset)) for tool in tools]


def _declaration(tool: Tool, key: str, schema: JsonSchema) -> Json:
    return {"name": tool.name, "description": tool.description, key: schema}


def _node(node: JsonSchema) -> JsonSchema:
    return _chosen(say(node, (*limits.ALL, "format")))


def _chosen(node: JsonSchema) -> JsonSchema:
    """Return the node with a choice of anything but text in words."""
    choices = node.get("enum")
    if choices is None or all(isinstance(choice, str) for choice in choices):
        return node
    said = str(node.get("description", "")).strip()
    listed = ", ".join(json.dumps(choice, ensure_ascii=False) for choice in choices)
    kept = {key: value for key, value in node.items() if key not in ("enum", "description")}
    return {"description": f"{said} One of {listed}.".strip(), **kept}


def _subset(node: JsonSchema) -> JsonSchema:
    """Return a node of the subset: nullable by a word of its own, nothing said of other properties."""
    kept = {key: value for key, value in _node(node).items() if key != "additionalProperties"}
    members = kept.get("anyOf")
    if members is None or _NULL not in members:
        return kept
    rest = [member for member in members if member != _NULL]
    outer = {key: value for key, value in kept.items() if key != "anyOf"}
    inner: Mapping[str, Json] = rest[0] if len(rest) == 1 else {"anyOf": rest}
    return {**inner, **outer, "nullable": True}
