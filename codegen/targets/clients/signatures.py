"""The keywords of an operation's method, with their types and their lines in its docstring."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.contract.model import Contract, Json, JsonSchema, Operation, Parameter
from codegen.render.literals import py
from codegen.render.prose import brief
from codegen.render.python_types import TypeWriter
from codegen.targets.clients.bodies import body_fields, body_schema, is_nullable, whole_keyword


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword argument; `nullable` ones take None as null and are left out by UNSET."""

    name: str
    schema: JsonSchema
    required: bool
    nullable: bool
    description: str


def keywords(contract: Contract, operation: Operation) -> tuple[Keyword, ...]:
    """Return the keywords: parameters, then the body's; those that must be given come first."""
    found = [_parameter(parameter) for parameter in operation.parameters]
    fields = body_fields(contract, operation)
    for field in fields:
        words = _words(field.schema)
        found.append(Keyword(field.keyword, field.schema, field.required, field.nullable, words))
    if operation.body is not None and not fields:
        schema = body_schema(operation.body.media[0])
        words = brief(operation.body.description, 200)
        nullable = is_nullable(contract, schema)
        found.append(Keyword(whole_keyword(operation), schema, operation.body.required, nullable, words))
    return tuple(sorted(found, key=lambda keyword: not keyword.required))


def _parameter(parameter: Parameter) -> Keyword:
    words = brief(parameter.description, 200) or _words(parameter.schema)
    words = f"Deprecated. {words}".strip() if parameter.deprecated else words
    required = parameter.required and not parameter.of_client and "x-default" not in parameter.schema
    return Keyword(parameter.ident, parameter.schema, required, False, words)


def _words(schema: JsonSchema) -> str:
    words = brief(str(schema.get("description") or ""), 200)
    return f"Deprecated. {words}".strip() if schema.get("deprecated") else words


def declaration(keyword: Keyword, writer: TypeWriter) -> str:
    """Return a keyword that None leaves out as it stands in the signature: `name: type = default`."""
    written = writer.write(keyword.schema)
    if "x-default" in keyword.schema:
        return f"{keyword.name}: {_with_default(written, keyword.schema['x-default'])}"
    if keyword.required:
        return f"{keyword.name}: {written}"
    return f"{keyword.name}: {written}{'' if written in ('Any', 'None') else ' | None'} = None"


def _with_default(written: str, default: Json) -> str:
    # The default is as the definition says it: a date or a decimal is text there, which the runtime reads.
    text = isinstance(default, str) and not {"str", "str_", "Any"} & set(written.replace("|", " ").split())
    wider = " | str" if text and "Literal[" not in written else " | None" if default is None else ""
    return f"{written}{wider} = {py(default)}"
