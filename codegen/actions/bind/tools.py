"""An action → the tool that an agent sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codegen.actions.bind.examples import tool_examples
from codegen.actions.bind.files import shown
from codegen.actions.bind.portable import portable, portable_answer
from codegen.actions.bind.portable_text import shorten
from codegen.actions.bind.report import Report
from codegen.actions.bind.together import wanted_together
from codegen.actions.definition import Definition
from codegen.actions.plan import Action, Namespace, Tool
from codegen.actions.terms import Deprecated, Effect, Way
from codegen.contract.model import Contract, Json, JsonSchema
from codegen.core.diagnostics import nearest
from codegen.core.digest import canonical

MAX_NAME = 56  # characters: clients put `mcp__server__` before it, and several stop at 64
GOOD_NAME = 40
MAX_DESCRIPTION = 1_024  # characters
MAX_SIZE = 40_000  # characters of both schemas, about 10,000 tokens
_IDEMPOTENT = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"))  # RFC 9110, section 9.2.2


STATUS = "_status"  # behind the name of an action that waits, and of its tool, stands that of the status action's
TOKEN = "confirmation_token"  # noqa: S105  # the argument that a server adds where a token is the way to a yes


def tool_of(
    action: Action,
    definition: Definition,
    contracts: Mapping[str, Contract],
    namespaces: Mapping[str, Namespace],
    report: Report,
) -> Tool:
    """Return the tool of an action, or of the status action that its definition has too.

    Args:
        action: the action.
        definition: what a person wrote about it.
        contracts: those that its steps call, by service.
        namespaces: those of the project, by name.
        report: collects `tool-name`, `tool-description`, `tool-size`, `null-left-out`, `example-invalid`, `wrong-value`
            and `unknown-namespace`.
    """
    name, deprecated = tool_name(action, definition), definition.deprecated
    own = action.name == definition.name
    _check_name(name, report)
    if len(action.description) > MAX_DESCRIPTION:
        message = f"the description has {len(action.description)} characters; agents read {MAX_DESCRIPTION}"
        report.warning("tool-description", message, "/description", "say it shorter")
    full = definition.detail == "full"
    given, got = (
        portable(_inputs(action, wanted_together(action, contracts)), full=full),
        portable_answer(_outputs(action), full=full),
    )
    writes = [step.call.operation.method for step in action.steps if step.effect is Effect.WRITE]
    read_only = action.effect is Effect.READ
    _check_size(given.schema, got, report)
    if not read_only and given.nulls:
        _tell_nulls(given.nulls, report)
    return Tool(
        name=name,
        title=action.title,
        description=shorten(_description(action, deprecated), MAX_DESCRIPTION),
        input_schema=given.schema,
        output_schema=got,
        read_only=read_only,
        destructive=not read_only and any(method in ("DELETE", "PUT") for method in writes),
        idempotent=read_only or all(method in _IDEMPOTENT for method in writes),
        open_world=True,
        action=action.name,
        decodings=given.decodings,
        examples=tool_examples(action, given, report),
        deprecated=deprecated,
        ask=_ask(action, definition, report) if own else (),
        strict=definition.strict,
        namespace=_namespace(definition, namespaces, report),
        was=tuple(former if own else f"{former}{STATUS}" for former in definition.was),
    )


def tool_name(action: Action, definition: Definition) -> str:
    """Return the name of an action's tool; a status action's follows its action's tool."""
    return definition.tool if action.name == definition.name else f"{definition.tool}{STATUS}"


def _namespace(definition: Definition, known: Mapping[str, Namespace], report: Report) -> Namespace | None:
    name = definition.namespace
    if name and name not in known:
        hint = nearest(name, known) or f'write namespaces = {{{name} = {{description = "…"}}}} in [tool.codegen]'
        report.error("unknown-namespace", f"the project has no namespace {name!r}", "/tool/namespace", hint)
    return known.get(name)


def _ask(action: Action, definition: Definition, report: Report) -> tuple[Way, ...]:
    """Return the ways to get a person's yes, () where none is needed."""
    if definition.confirm == "never" and "ask" in definition.source.tree.get("agent", {}):
        message = "ask says how a person's yes is asked for, and confirm: never asks for none"
        report.error("wrong-value", message, "/agent/ask", "leave one of them out")
    asks = definition.confirm == "always" or (definition.confirm == "writes" and action.effect is Effect.WRITE)
    if asks and Way.TOKEN in definition.ask and any(bound.name == TOKEN for bound in action.inputs):
        message = f"an input has the name {TOKEN}, by which a person's yes is given"
        report.error("wrong-value", message, "/inputs", "name the input otherwise, or leave token out of agent.ask")
    return definition.ask if asks else ()


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


def _tell_nulls(fields: Sequence[str], report: Report) -> None:
    shown = ", ".join(fields[:5]) + (f" and {len(fields) - 5} more" if len(fields) > 5 else "")
    message = f"an agent cannot set to null what it may leave out: null counts as left out for {shown}"
    hint = "where clearing is wanted, take a boolean input and give null in a step under `when`"
    report.info("null-left-out", message, "/inputs" if "inputs" in report.source.tree else "", hint)


def _inputs(action: Action, said: str) -> JsonSchema:
    properties = {bound.name: shown(bound.schema, answer=False) for bound in action.inputs}
    made = _object(properties, [bound.name for bound in action.inputs if bound.required])
    return {**made, "description": said} if said else made


def _outputs(action: Action) -> JsonSchema:
    properties = {output.name: shown(output.schema, answer=True) for output in action.outputs}
    return _object(properties, [output.name for output in action.outputs if not output.optional])


def _object(properties: Mapping[str, JsonSchema], required: Sequence[str]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
