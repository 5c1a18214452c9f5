"""The text of a scaffolded test of an action with business rules. Pure."""

from __future__ import annotations

import json

from codegen.contract.model import Contract, Json, JsonSchema, Operation
from codegen.mocking.values import example
from codegen.render.literals import py
from codegen.verbs.definition_text import Argument, arguments_of


def handler_test_text(action: str, contract: Contract, operation: Operation, package: str) -> str:
    """Return a test against the mocks that passes as it stands, for a person to go on from.

    Args:
        action: the action's name.
        contract: of the service that it calls.
        operation: the one that it calls.
        package: the dotted name of the generated package.
    """
    required = [argument for argument in arguments_of(contract, operation) if argument.required]
    inputs = {argument.input: _value(argument, contract, operation) for argument in required}
    service = contract.service
    return (
        f'"""What `{action}` does when all is well, and whose failure it is when something breaks."""\n'
        "\n"
        "from __future__ import annotations\n"
        "\n"
        "import asyncio\n"
        "\n"
        "from codegen.testing import playing\n"
        f"from {package}.actions.{action} import ACTION\n"
        "\n"
        f"INPUTS = {_literal(inputs)}\n"
        "\n"
        "\n"
        "def test_it_answers_when_the_services_do() -> None:\n"
        "    with playing() as services:\n"
        "        answer = ACTION.invoke(INPUTS, services.context())\n"
        '    assert answer["ok"], answer\n'
        f"    assert len(services.requests({_quoted(service)}, {_quoted(operation.name)})) == 1\n"
        "\n"
        "\n"
        "def test_it_does_the_same_in_a_task() -> None:\n"
        "    with playing() as services:\n"
        "        answer = asyncio.run(ACTION.invoke_async(INPUTS, services.context()))\n"
        '    assert answer["ok"], answer\n'
        "\n"
        "\n"
        "def test_a_service_that_fails_is_named() -> None:\n"
        "    with playing() as services:\n"
        f"        services.fail({_quoted(service)}, {_quoted(operation.name)}, 503)\n"
        '        error = ACTION.invoke(INPUTS, services.context())["error"]\n'
        f'    assert (error["layer"], error["service"]) == ("external_service", {_quoted(service)})\n'
        "\n"
        "\n"
        "# Your rules: one test for each. Where one refuses, the error says so:\n"
        '#     assert error["code"] == "refused"\n'
    )


def _value(argument: Argument, contract: Contract, operation: Operation) -> Json:
    parameter = operation.parameter(argument.name)
    schema = parameter.schema if parameter is not None else _of_body(argument, contract, operation)
    return example(contract, schema, sent=True)


def _of_body(argument: Argument, contract: Contract, operation: Operation) -> JsonSchema:
    schema = operation.body.media[0].schema if operation.body is not None else None
    if schema is None:
        return {}
    found: JsonSchema = contract.resolve(schema).get("properties", {}).get(argument.name, schema)
    return found


def _quoted(text: str) -> str:
    return json.dumps(text) if text.isascii() and text.isprintable() else py(text)


def _literal(inputs: dict[str, Json]) -> str:
    """Return a dict's display, an entry a line where it is long."""
    line = py(inputs)
    if len(line) <= 90:
        return line
    return "{\n" + "".join(f"    {py(name)}: {py(value)},\n" for name, value in inputs.items()) + "}"
