"""`operations.py`: one constant an operation, and the table of them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codegen.actions.plan import Service
from codegen.contract.model import Body, Contract, JsonSchema, Operation, Parameter, Response
from codegen.contract.rules import rules_of
from codegen.render.environment import render
from codegen.render.imports import Imports
from codegen.render.layout import Piece, call, lay_out, prefixed, row, table
from codegen.render.literals import Code, py
from codegen.render.prose import brief
from codegen.render.python_types import TypeWriter
from codegen.targets.clients.answers import answer_type, answer_writer, media_schema, model_path
from codegen.targets.clients.bodies import (
    WHOLE,
    argument_key,
    body_fields,
    body_schema,
    is_free,
    is_nullable,
    root_model,
)
from codegen.targets.clients.constants import constant_names


@dataclass(frozen=True, slots=True)
class OperationsView:
    """The view of `operations.py.j2`."""

    doc: str
    imports: Code
    constants: tuple[Code, ...]
    table: Code


@dataclass(frozen=True, slots=True)
class _Writers:
    """How types are written here: arguments with their limits, answers without; binary answers are bytes."""

    imports: Imports
    argument: TypeWriter
    answer: TypeWriter


def operations_module(service: Service) -> str:
    """Return the text of a service's `operations.py`."""
    contract = service.contract
    names = constant_names(contract)
    imports = Imports(names.values())
    argument = TypeWriter(imports, lambda name: model_path(imports, name), constrained=True)
    writers = _Writers(imports, argument, answer_writer(imports))
    constants = tuple(
        _constant(contract, operation, names[key], writers) for key, operation in contract.operations.items()
    )
    rows = table([(py(key), name) for key, name in names.items()])
    kind = f"{imports.use('Mapping')}[{imports.use('str')}, {imports.use('Operation')}[{imports.use('Any')}]]"
    view = OperationsView(
        doc=f"The operations of {service.title or service.name}: how each is called and what it answers.",
        imports=Code("\n".join(imports.lines())),
        constants=constants,
        table=lay_out(prefixed(f"OPERATIONS: {kind} = ", rows)),
    )
    return render("clients/operations.py.j2", view)


def _constant(contract: Contract, operation: Operation, name: str, writers: _Writers) -> Code:
    use = writers.imports.use
    made = call(
        use("Operation"),
        name=py(operation.name),
        method=py(operation.method),
        path=py(operation.path),
        parameters=_rows(_parameter(operation, parameter, writers) for parameter in operation.parameters),
        body=_body(contract, operation, operation.body, writers) if operation.body is not None else None,
        responses=_rows(part for response in operation.responses for part in _responses(response, writers)),
        security=py(operation.security) if operation.security else None,
        server=py(operation.server) if operation.server else None,
        deprecated="True" if operation.deprecated else None,
        summary=py(summary) if (summary := brief(operation.summary, 120)) else None,
        tags=py(operation.tags) if operation.tags else None,
    )
    return lay_out(prefixed(f"{name}: {use('Operation')}[{answer_type(operation, writers.answer)}] = ", made))


def _rows(parts: Iterable[Piece]) -> Piece | None:
    found = list(parts)
    return row(found) if found else None


def _parameter(operation: Operation, parameter: Parameter, writers: _Writers) -> Piece:
    return call(
        writers.imports.use("Parameter"),
        ident=py(argument_key(operation, parameter.ident)),
        wire=py(parameter.wire),
        location=py(str(parameter.location)),
        required="True" if parameter.required and not parameter.of_client else None,
        style=py(parameter.style) if parameter.style != "form" else None,
        explode="False" if not parameter.explode else None,
        allow_reserved="True" if parameter.allow_reserved else None,
        media_type=py(parameter.media_type) if parameter.media_type else None,
        type=_lazy(parameter.schema, writers.argument),
    )


def _lazy(schema: JsonSchema, writer: TypeWriter) -> Piece | None:
    """Return the type behind a lambda, so that no model is loaded early; None for anything."""
    written = writer.write(schema)
    return None if written == "Any" else f"lambda: {written}"


def _body(contract: Contract, operation: Operation, body: Body, writers: _Writers) -> Piece:
    first = body.media[0]
    fields = body_fields(contract, operation)
    names = {field.keyword: field.attribute for field in fields if field.keyword != field.attribute}
    # A required field that may be anything may be null as well.
    nullable = tuple(f.keyword for f in fields if f.nullable or (f.required and is_free(contract, f.schema)))
    if not fields and is_nullable(contract, body_schema(first)):
        nullable = (WHOLE,)
    model = root_model(contract, first)
    return call(
        writers.imports.use("Body"),
        media_type=py(first.media_type),
        type=_lazy(first.schema if fields and model and first.schema else body_schema(first), writers.argument),
        fields=py(tuple(field.keyword for field in fields)) if fields else None,
        names=py(names) if names else None,
        nullable=py(nullable) if nullable else None,
        required="True" if body.required else None,
        encoding=py(first.encoding) if first.encoding else None,
        media_types=py(tuple(media.media_type for media in body.media)) if len(body.media) > 1 else None,
        rules=_rows(
            call(writers.imports.use("Rule"), at=py(rule.at), schema=py(rule.schema), says=py(rule.says))
            for rule in rules_of(contract, first.schema or {})
        ),
    )


def _responses(response: Response, writers: _Writers) -> Iterable[Piece]:
    name = writers.imports.use("Response")
    if not response.media:
        yield call(name, status=py(response.status))
    for media in response.media:
        written = _lazy(media_schema(media), writers.answer)
        yield call(name, status=py(response.status), media_type=py(media.media_type), type=written)
