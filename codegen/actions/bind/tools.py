"""An action → the tool that an agent sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codegen.actions.bind.examples import tool_examples
from codegen.actions.bind.files import shown
from codegen.actions.bind.portable import portable, shorten
from codegen.actions.bind.report import Report
from codegen.actions.plan import Action, Deprecated, Effect, Tool
from codegen.contract.model import Json, JsonSchema
from codegen.core.digest import canonical

MAX_NAME = 56  # characters: clients put `mcp__server__` before it, and several stop at 64
GOOD_NAME = 40
MAX_DESCRIPTION = 1_024  # characters
MAX_SIZE = 40_000  # characters of both schemas, about 10,000 tokens
_IDEMPOTENT = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"))  # RFC 9110, section 9.2.2


def tool_of(action: Action, name: str, report: Report, deprecated: Deprecated | None = None) -> Tool:
    """Return the tool of an action.

    Args:
        action: the action.
        name: the tool's name.
        deprecated: which other tool agents should use.
        report: collects `tool-name`, `tool-description`, `tool-size` and `example-invalid`.
    """
    _check_name(name, report)
    if len(action.description) > MAX_DESCRIPTION:
        message = f"the description has {len(action.description)} characters; agents read {MAX_DESCRIPTION}"
        report.warning("tool-description", message, "/description", "say it shorter")
    given, got = portable(_inputs(action)), portable(_outputs(action), answer=True)
    writes = [step.call.operation.method for step in action.steps if step.effect is Effect.WRITE]
    read_only = action.effect is Effect.READ
    _check_size(given.schema, got.schema, report)
    return Tool(
        name=name,
        title=action.title,
        description=shorten(_description(action, deprecated), MAX_DESCRIPTION),
        input_schema=given.schema,
        output_schema=got.schema,
        read_only=read_only,
        destructive=not read_only and any(method in ("DELETE", "PUT") for method in writes),
        idempotent=read_only or all(method in _IDEMPOTENT for method in writes),
        open_world=True,
        action=action.name,
        decodings=given.decodings,
        examples=tool_examples(action, given, report),
        deprecated=deprecated,
    )


def _description(action: Action, deprecated: Deprecated | None) -> str:
    said = " ".join(action.description.split())
    return f"Deprecated: use {deprecated.use} instead. {said}" if deprecated else said


def _check_name(name: str, report: Report) -> None:
    at = "/tool/name" if "tool" in report.source.tree else "/action"
    if len(name) > MAX_NAME:
        message = f"a tool's name has at most {MAX_NAME} characters, and {name!r} has {len(name)}"
        report.error("tool-name", message, at, "name the tool shorter under tool.name")
    elif len(name) > GOOD_NAME:
        message = f"some clients cut a tool's name at {GOOD_NAME} characters, and {name!r} has {len(name)}"
        report.warning("tool-name", message, at, "name the tool shorter under tool.name")


def _check_size(given: JsonSchema, got: JsonSchema, report: Report) -> None:
    size = len(canonical((given, got)))
    if size > MAX_SIZE:
        message = f"the tool's schemas have {size:,} characters, and agents do best below {MAX_SIZE:,}"
        at = "/outputs" if "outputs" in report.source.tree else "/operation"
        report.warning("tool-size", message, at, "name the outputs that an agent needs")


def _inputs(action: Action) -> JsonSchema:
    properties = {bound.name: shown(bound.schema, answer=False) for bound in action.inputs}
    return _object(properties, [bound.name for bound in action.inputs if bound.required])


def _outputs(action: Action) -> JsonSchema:
    properties = {output.name: shown(output.schema, answer=True) for output in action.outputs}
    return _object(properties, [output.name for output in action.outputs if not output.optional])


def _object(properties: Mapping[str, JsonSchema], required: Sequence[str]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
