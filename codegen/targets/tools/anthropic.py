"""Anthropic: `name`, `description`, `input_schema`; what the schema may not say is said in words."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json, JsonSchema
from codegen.targets.tools.rewrite import rewrite, say
from codegen.targets.tools.strict import is_strict

# Keywords that the strict subset does not take; minItems may be 0 or 1.
UNSUPPORTED = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
)


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as the `tools` of a Messages request."""
    return [
        {
            "name": tool.name,
            "description": tool.description,
            "input_schema": rewrite(tool.input_schema, _node),
            **({"strict": True} if is_strict(tool) else {}),
            **({"defer_loading": True} if tool.deferred else {}),
            **({"input_examples": list(tool.examples)} if tool.examples else {}),
        }
        for tool in tools
    ]


def _node(node: JsonSchema) -> JsonSchema:
    many = ("minItems",) if node.get("minItems", 0) not in (0, 1) else ()
    return say(node, (*UNSUPPORTED, *many))
