"""The chain of digests over what is used: operation → action → tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.actions.bind.split import Schemas
from codegen.actions.definition import Definition
from codegen.actions.link import Link
from codegen.actions.plan import Action, Plan, Service, Tool
from codegen.actions.told import shape, texts
from codegen.contract.model import Contract, Json, JsonSchema, Operation
from codegen.core.digest import of_value


def chain(plan: Plan) -> tuple[Link, ...]:
    """Return every link of a plan, those of its services' operations first."""
    return (*(link for service in plan.services for link in _operation_links(service)), *plan.links)


def _operation_links(service: Service) -> Iterator[Link]:
    schemas = Schemas(service.contract)
    for operation in service.contract.operations.values():
        aspects = _aspects(operation, service.contract, schemas)
        yield Link("operation", f"{service.name}.{operation.name}", aspects)


def action_link(action: Action, definition: Definition) -> Link:
    """Return the link of an action: its definition as written, in three, and its surface, what goes in and out."""
    calls = [call for step in action.steps for call in step.calls]
    needs = sorted({("operation", f"{call.service}.{call.operation.name}") for call in calls})
    surface = [
        [(i.name, i.required, i.schema) for i in action.inputs],
        [(o.name, o.optional, o.schema) for o in action.outputs],
    ]
    logic, words, care = _apart(definition.source.tree)
    aspects = {"logic": of_value(logic), "doc": of_value(words), "owner": of_value(care)}
    return Link("action", action.name, {**aspects, "surface": of_value(surface)}, tuple(needs))


_WORDS = frozenset(("title", "description", "examples"))
_CARE = frozenset(("owner", "review_every", "reviewed"))


def _apart(tree: Mapping[str, Json]) -> tuple[Json, Json, Json]:
    """Return a definition in three: what it does, its words, and who cares for it; lints that it accepts are in none.

    Words are the action's, its tool's, and those of each input and output; what stands deeper is told by their types.
    """
    logic: dict[str, Json] = {key: value for key, value in tree.items() if key not in _WORDS | _CARE}
    words: dict[str, Json] = {key: value for key, value in tree.items() if key in _WORDS}
    for section in ("inputs", "outputs"):
        if isinstance(fields := tree.get(section), Mapping):
            logic[section] = {name: _without(value, _WORDS) for name, value in fields.items()}
            words[section] = {name: _only(value, _WORDS) for name, value in fields.items()}
    tool = tree.get("tool") or {}
    logic["tool"], words["tool"] = _without(tool, _WORDS | {"lint"}), _only(tool, _WORDS)
    return logic, words, {key: value for key, value in tree.items() if key in _CARE}


def _without(value: Json, keys: frozenset[str]) -> Json:
    return {k: v for k, v in value.items() if k not in keys} if isinstance(value, Mapping) else value


def _only(value: Json, keys: frozenset[str]) -> Json:
    return {k: v for k, v in value.items() if k in keys} if isinstance(value, Mapping) else {}


def tool_link(tool: Tool) -> Link:
    """Return the link of a tool: what an agent reads, apart from what it must keep to.

    Whether a person must agree, and the names that are served, are no words for the agent: they count as schema.
    """
    hints = (tool.read_only, tool.destructive, tool.idempotent, tool.open_world)
    shown: tuple[Json, ...] = (tool.examples,) if tool.examples else ()
    beside: tuple[Json, ...] = ((tool.was, tool.ask),) if tool.was or tool.ask else ()
    if tool.namespace is not None:
        beside += ((tool.namespace.name, tool.namespace.deferred),)
        shown += (tool.namespace.description,)
    words = (tool.title, tool.description, texts(tool.input_schema), texts(tool.output_schema), *shown)
    shapes = (tool.name, hints, shape(tool.input_schema), shape(tool.output_schema), *beside)
    aspects = {"text": of_value(words), "schema": of_value(shapes)}
    return Link("tool", tool.name, aspects, (("action", tool.action),))


def _aspects(operation: Operation, contract: Contract, schemas: Schemas) -> Mapping[str, str]:
    parameters = operation.parameters
    bodies = operation.body.media if operation.body else ()
    answers = [media for response in operation.responses for media in response.media]
    roots: list[JsonSchema] = [p.schema for p in parameters]
    roots += [media.schema or {} for media in (*bodies, *answers)]
    parts = schemas.reached_from(roots)
    taken = [(p.name, p.ident, p.required) for p in parameters]
    texts = [p.description for p in parameters]
    required = operation.body.required if operation.body else None
    return {
        "stable": of_value((operation.name, operation.ident, taken, required, parts.stable)),
        "wire": of_value((operation.method, operation.path, operation.server, _travel(operation), parts.wire)),
        "doc": of_value(
            (operation.summary, operation.description, operation.tags, operation.deprecated, texts, parts.doc)
        ),
        "auth": of_value((operation.security, _schemes(operation, contract))),
    }


def _travel(operation: Operation) -> Json:
    """Return how an operation's values travel."""
    parameters = [
        (p.wire, p.location, p.style, p.explode, p.allow_reserved, p.media_type) for p in operation.parameters
    ]
    body = [(media.media_type, media.encoding) for media in operation.body.media] if operation.body else []
    answers = [(response.status, [media.media_type for media in response.media]) for response in operation.responses]
    return parameters, body, answers


def _schemes(operation: Operation, contract: Contract) -> Json:
    names = sorted({name for alternative in operation.security for name, _ in alternative})
    known = contract.security_schemes
    return [(s.name, s.type, s.location, s.parameter, s.scheme, s.flows) for n in names if (s := known.get(n))]
