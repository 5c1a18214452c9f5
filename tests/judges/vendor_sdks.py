"""The vendors' own SDKs judge tools; run by `tests.judges.vendors` in an environment of its own.

Reads folders of vendors' documents from the command line; prints a line for every tool that a judge refuses, then a
line of JSON with the counts. Each judge also has to refuse a spoiled twin.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import botocore.session
import botocore.validate
from agents.strict_schema import ensure_strict_json_schema
from anthropic import transform_schema
from google.genai import types
from jsonschema import Draft202012Validator
from llguidance import LLMatcher
from mcp import types as mcp_types
from openai.types.responses.namespace_tool_param import NamespaceToolParam
from pydantic import TypeAdapter
from pydantic_ai.models._anthropic_schema_limits import exceeded_limit
from pydantic_ai.profiles.openai import OpenAIJsonSchemaTransformer

_BEDROCK = botocore.session.get_session().get_service_model("bedrock-runtime").shape_for("ToolConfiguration")
Judge = Callable[[Any], Iterator[str]]


def openai(tool: Any) -> Iterator[str]:
    """Yield what pydantic-ai's transformer and the Agents SDK would change of a strict tool."""
    if tool.get("type") == "namespace":
        yield from _typed(tool)
        for inner in tool["tools"]:
            yield from openai(inner)
        return
    schema = tool["parameters"]
    yield from _compiled(schema)
    transformer = OpenAIJsonSchemaTransformer(copy.deepcopy(schema), strict=None)
    if transformer.walk() != schema or not transformer.is_strict_compatible:
        yield "pydantic-ai would change it"
    try:
        if ensure_strict_json_schema(copy.deepcopy(schema)) != schema:
            yield "openai-agents would change it"
    except Exception as error:  # noqa: BLE001  # whatever it raises, it does not take the schema
        yield f"openai-agents: {error}"


def openai_chat(tool: Any) -> Iterator[str]:
    """Judge the nested shape by what is inside."""
    yield from openai(tool["function"])


def anthropic(tool: Any) -> Iterator[str]:
    """Yield what Anthropic's SDK would change, apart from `type` beside `enum`, which it drops."""
    schema = _without_type_of_enums(tool["input_schema"])
    if _without_type_of_enums(transform_schema(copy.deepcopy(tool["input_schema"]))) != schema:
        yield "anthropic would change it"
    yield from _compiled(tool["input_schema"])
    yield from _strict(tool.get("strict", False), tool["input_schema"])
    for example in tool.get("input_examples", ()):
        yield from (error.message for error in Draft202012Validator(tool["input_schema"]).iter_errors(example))


def gemini(tool: Any) -> Iterator[str]:
    """Yield what google-genai refuses of a declaration with JSON Schema."""
    yield from _declared(name=tool["name"], parameters_json_schema=tool["parametersJsonSchema"])
    yield from _valid(tool["parametersJsonSchema"])
    yield from _compiled(tool["parametersJsonSchema"])


def gemini_parameters(tool: Any) -> Iterator[str]:
    """Yield what google-genai refuses of a declaration in the subset; it takes no unknown word."""
    yield from _declared(name=tool["name"], parameters=tool["parameters"])


def bedrock(tool: Any) -> Iterator[str]:
    """Yield what botocore's validator and the service model refuse."""
    report = botocore.validate.ParamValidator().validate({"tools": [tool]}, _BEDROCK)
    if report.has_errors():
        yield report.generate_report()
    yield from _shaped({"tools": [tool]}, _BEDROCK, "")
    yield from _valid(tool["toolSpec"]["inputSchema"]["json"])
    yield from _compiled(tool["toolSpec"]["inputSchema"]["json"])
    yield from _strict(tool["toolSpec"].get("strict", False), tool["toolSpec"]["inputSchema"]["json"])


def mcp(tool: Any) -> Iterator[str]:
    """Yield what the SDK's types and the metaschema refuse."""
    try:
        mcp_types.Tool.model_validate(tool)
    except ValueError as error:
        yield str(error)
    for key in ("inputSchema", "outputSchema"):
        yield from _valid(tool[key])
        if tool[key].get("type") != "object":
            yield f"the root of {key} is no object"


JUDGES: dict[str, Judge] = {
    "anthropic": anthropic,
    "bedrock": bedrock,
    "gemini": gemini,
    "gemini_parameters": gemini_parameters,
    "mcp": mcp,
    "openai": openai,
    "openai_chat": openai_chat,
}
_OPEN = {"type": "object", "properties": {"a": {"type": "string", "const": "x"}}}
SPOILED: dict[str, Any] = {
    "anthropic": {"name": "a", "description": "d", "input_schema": {**_OPEN, "minProperties": 1}},
    "bedrock": {"toolSpec": {"name": "a b", "description": "d", "inputSchema": {"json": _OPEN}}},
    "gemini": {"name": 5, "description": "d", "parametersJsonSchema": {"type": "thing"}},
    "gemini_parameters": {"name": "a", "description": "d", "parameters": _OPEN},
    "mcp": {"name": "a", "inputSchema": {"type": "array"}, "outputSchema": {"type": "string"}},
    "openai": {"type": "function", "name": "a", "parameters": _OPEN},
    "openai_chat": {"type": "function", "function": {"name": "a", "parameters": _OPEN}},
}


def _declared(**said: Any) -> Iterator[str]:
    try:
        types.FunctionDeclaration(description="d", **said)
    except ValueError as error:
        yield f"google-genai: {str(error).splitlines()[0]}"


def _strict(said: bool, schema: Any) -> Iterator[str]:
    """Yield where `strict` is not as pydantic-ai counts it for the tool alone."""
    exceeded = exceeded_limit([schema], None)
    if said != (exceeded is None):
        yield f"strict is {said}, and pydantic-ai finds {exceeded or 'nothing against it'}"


def _typed(namespace: Any) -> Iterator[str]:
    """Yield what the SDK's own type refuses of a namespace; it knows no other members."""
    known = set(NamespaceToolParam.__annotations__)
    try:
        TypeAdapter(NamespaceToolParam).validate_python(namespace)
    except ValueError as error:
        yield f"openai: {error}"
    yield from (f"openai knows no {key} of a namespace" for key in namespace.keys() - known)


def _valid(schema: Any) -> Iterator[str]:
    try:
        Draft202012Validator.check_schema(schema)
    except Exception as error:  # noqa: BLE001  # as above
        yield f"no JSON Schema: {error}"


def _compiled(schema: Any) -> Iterator[str]:
    """Yield what llguidance, which holds models to schemas, cannot hold them to."""
    try:
        why = LLMatcher.validate_grammar(LLMatcher.grammar_from_json_schema(schema))
    except ValueError as error:
        why = str(error)
    if why:
        yield f"llguidance: {why}"


def _shaped(value: Any, shape: Any, path: str) -> Iterator[str]:
    """Yield where a value breaks `max` or `pattern` of a service model, or has a member that it does not know."""
    if getattr(shape, "is_document_type", False):
        return
    if shape.type_name == "structure":
        for key, inner in value.items():
            if key not in shape.members:
                yield f"{path}.{key} is unknown"
            else:
                yield from _shaped(inner, shape.members[key], f"{path}.{key}")
    elif shape.type_name == "list":
        for inner in value:
            yield from _shaped(inner, shape.member, path)
    elif shape.type_name == "string":
        if len(value) > shape.metadata.get("max", len(value)):
            yield f"{path} is too long"
        if not re.fullmatch(shape.metadata.get("pattern", ".*"), value, re.DOTALL):
            yield f"{path} does not match {shape.metadata['pattern']}"


def _without_type_of_enums(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_type_of_enums(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _without_type_of_enums(value) for key, value in node.items()}
    if "enum" in kept:
        kept.pop("type", None)
    return kept


def main() -> int:
    """Judge every tool of every folder."""
    refused: dict[str, list[str]] = {}
    tools = 0
    for folder in map(Path, sys.argv[1:]):
        for vendor, judge in JUDGES.items():
            document = json.loads((folder / f"{vendor}.json").read_text())
            for tool in document["tools"] if vendor == "mcp" else document:
                tools += 1
                if why := list(judge(tool)):
                    refused.setdefault(folder.name, []).append(f"{vendor}: {'; '.join(why)}")
    blind = [vendor for vendor, judge in JUDGES.items() if not list(judge(SPOILED[vendor]))]
    print(json.dumps({"tools": tools, "refused": refused, "blind": blind}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
