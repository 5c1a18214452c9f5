"""The chain of digests over what is used: operation → action → tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codegen.actions.definition import Definition
from codegen.actions.plan import Action, Call, Link, Service, Tool
from codegen.contract.model import Contract, Json, JsonSchema, Operation, name_of
from codegen.core.digest import of_value

_DOC = ("description", "title", "examples", "deprecated")
_WIRE = ("x-wire", "x-cast", "x-map")
_NESTED = ("properties", "patternProperties", "dependentSchemas")


def operation_links(services: Sequence[Service]) -> tuple[Link, ...]:
    """Return a link for each operation of each service's contract."""
    return tuple(
        Link("operation", f"{service.name}.{operation.name}", _Operation(service.contract, operation).aspects())
        for service in services
        for operation in service.contract.operations.values()
    )


def action_link(action: Action, definition: Definition) -> Link:
    """Return the link of an action: its logic is the definition as written, its surface what goes in and out."""
    calls: list[Call] = [call for step in action.steps for call in (step.call, step.undo) if call is not None]
    needs = sorted({("operation", f"{call.service}.{call.operation.name}") for call in calls})
    surface = [
        [(i.name, i.required, i.schema) for i in action.inputs],
        [(o.name, o.optional, o.schema) for o in action.outputs],
    ]
    aspects = {"logic": of_value(definition.source.tree), "surface": of_value(surface)}
    return Link("action", action.name, aspects, tuple(needs))


def tool_link(tool: Tool) -> Link:
    """Return the link of a tool: what an agent reads, apart from what it must keep to."""
    hints = (tool.read_only, tool.destructive, tool.idempotent, tool.open_world)
    texts = (tool.title, tool.description, _texts(tool.input_schema), _texts(tool.output_schema))
    shapes = (tool.name, hints, _shape(tool.input_schema), _shape(tool.output_schema))
    aspects = {"text": of_value(texts), "schema": of_value(shapes)}
    return Link("tool", tool.name, aspects, (("action", tool.action),))


def _texts(schema: Json) -> Json:
    """Return only the descriptions of a schema, where they stand."""
    if isinstance(schema, list):
        return [_texts(item) for item in schema]
    if not isinstance(schema, Mapping):
        return None
    below = {key: _texts(value) for key, value in schema.items() if isinstance(value, (Mapping, list))}
    kept = {key: value for key, value in below.items() if value not in (None, {}, [])}
    text = schema.get("description")
    return {**kept, "description": text} if isinstance(text, str) else kept


def _shape(schema: Json) -> Json:
    """Return a schema without its descriptions."""
    if isinstance(schema, list):
        return [_shape(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: {name: _shape(child) for name, child in value.items()} if key == "properties" else _shape(value)
        for key, value in schema.items()
        if key != "description"
    }


class _Operation:
    """Takes an operation apart by what a change of it means.

    Definitions are numbered as they are met, so their names do not count.
    """

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._contract = contract
        self._operation = operation
        self._numbers: dict[str, int] = {}

    def aspects(self) -> Mapping[str, str]:
        operation = self._operation
        stable, wire, doc = self._schemas()
        return {
            "stable": of_value(
                (
                    operation.name,
                    operation.ident,
                    self._parameters(),
                    operation.body and operation.body.required,
                    stable,
                )
            ),
            "wire": of_value((operation.method, operation.path, operation.server, self._travel(), wire)),
            "doc": of_value((operation.summary, operation.description, operation.tags, operation.deprecated, doc)),
            "auth": of_value((operation.security, self._schemes())),
        }

    def _parameters(self) -> Json:
        return [(p.name, p.ident, p.required) for p in self._operation.parameters]

    def _travel(self) -> Json:
        parameters = [
            (p.wire, p.location, p.style, p.explode, p.allow_reserved, p.media_type) for p in self._operation.parameters
        ]
        body = (
            [(media.media_type, media.encoding) for media in self._operation.body.media] if self._operation.body else []
        )
        answers = [
            (response.status, [media.media_type for media in response.media]) for response in self._operation.responses
        ]
        return parameters, body, answers

    def _schemes(self) -> Json:
        names = sorted({name for alternative in self._operation.security for name, _ in alternative})
        known = self._contract.security_schemes
        return [(s.name, s.type, s.location, s.parameter, s.scheme, s.flows) for n in names if (s := known.get(n))]

    def _schemas(self) -> tuple[Json, Json, Json]:
        """Return all schemas of the operation thrice: as the layers above see them, their wire side, their words."""
        operation = self._operation
        roots: list[JsonSchema] = [p.schema for p in operation.parameters]
        roots += [media.schema or {} for media in (operation.body.media if operation.body else ())]
        roots += [media.schema or {} for response in operation.responses for media in response.media]
        notes: list[Json] = [p.description for p in operation.parameters]
        parts: tuple[list[Json], list[Json], list[Json]] = ([], [], notes)
        waiting = list(roots)
        while waiting:
            schema = waiting.pop(0)
            for into, part in zip(parts, self._split(schema, waiting), strict=True):
                into.append(part)
        return parts

    def _split(self, schema: JsonSchema, waiting: list[JsonSchema]) -> tuple[Json, Json, Json]:
        stable: dict[str, Json] = {}
        wire: dict[str, Json] = {key: schema[key] for key in _WIRE if key in schema}
        doc: dict[str, Json] = {key: schema[key] for key in _DOC if key in schema}
        for key, value in schema.items():
            if key == "$ref":
                stable[key] = self._number(name_of(schema), waiting)
            elif key == "discriminator":
                wire[key] = value
            elif key not in _DOC and key not in _WIRE:
                self._child(key, value, (stable, wire, doc), waiting)
        return stable, wire, doc

    def _child(self, key: str, value: Json, parts: tuple[dict[str, Json], ...], waiting: list[JsonSchema]) -> None:
        if key in _NESTED and isinstance(value, Mapping):
            split = {name: self._split(child, waiting) for name, child in value.items()}
            for number, part in enumerate(parts):
                if number == 0 or any(item[number] for item in split.values()):
                    part[key] = {name: item[number] for name, item in split.items() if number == 0 or item[number]}
        elif isinstance(value, Mapping) and key not in ("default", "x-default"):
            for number, (part, item) in enumerate(zip(parts, self._split(value, waiting), strict=True)):
                if number == 0 or item:
                    part[key] = item
        elif key in ("anyOf", "oneOf", "prefixItems"):
            for number, column in enumerate(zip(*(self._split(child, waiting) for child in value), strict=True)):
                if number == 0 or any(column):
                    parts[number][key] = list(column)
        else:
            parts[0][key] = value

    def _number(self, name: str, waiting: list[JsonSchema]) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self._numbers)
            waiting.append(self._contract.schemas[name])
        return self._numbers[name]
