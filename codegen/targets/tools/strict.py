"""Whether Claude's models may be held strictly to a tool's schema, at Anthropic and on Bedrock.

Each strict tool is compiled into a grammar, within limits on all strict tools of a request together
(https://platform.claude.com/docs/en/build-with-claude/structured-outputs#schema-complexity-limits). A tool is strict
where it keeps them by itself, whatever the others are, so that none changes for its neighbours' sake; a set that
exceeds them is told by `codegen check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codegen.actions.plan import Tool
from codegen.contract.model import JsonSchema

MAX_TOOLS = 20
MAX_OPTIONAL = 24  # parameters that may be left out, at any depth
MAX_UNIONS = 16  # parameters of several types


def is_strict(tool: Tool) -> bool:
    """Return whether a tool keeps the limits by itself, unless its definition says that it is not to be strict."""
    return tool.strict and not any(True for _ in exceeded([tool]))


def exceeded(tools: Iterable[Tool]) -> Iterator[str]:
    """Yield in words the limits that tools exceed together."""
    schemas = [tool.input_schema for tool in tools]
    optional, unions = (sum(kind) for kind in zip((0, 0), *map(_counts, schemas), strict=True))
    for count, most, what in (
        (len(schemas), MAX_TOOLS, "strict tools"),
        (optional, MAX_OPTIONAL, "optional inputs"),
        (unions, MAX_UNIONS, "inputs of several types"),
    ):
        if count > most:
            yield f"{count} {what}, and {most} are taken"


def _counts(schema: JsonSchema) -> tuple[int, int]:
    """Return how many parameters may be left out, and how many have several types."""
    optional = unions = 0
    for node in _nodes(schema):
        for name, inner in node.get("properties", {}).items():
            optional += name not in node.get("required", ())
            unions += "anyOf" in inner
    return optional, unions


def _nodes(schema: JsonSchema) -> Iterator[JsonSchema]:
    yield schema
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        yield from _nodes(inner)
    if "items" in schema:
        yield from _nodes(schema["items"])
