"""The text of a scaffolded definition and of its handler. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.actions.bind.arguments import Slot, slots_of
from codegen.contract.model import Contract, Json, JsonSchema, Operation, references
from codegen.contract.passes.fields import reached
from codegen.core.names import assign, snake
from codegen.core.places import escape
from codegen.verbs.scaffold_text import description, of_field, of_parameter, service_title, title
from codegen.verbs.yaml_text import flow, scalar

_MAX_OUTPUTS = 10
_MAX_OPTIONAL = 12
_MAX_REACHED = 4  # of definitions that a list's items lead to, so that an agent can read what comes back
_MAX_LINE = 80  # what is left of a line of 100 after an assignment
_SCALARS = frozenset({"string", "integer", "number", "boolean"})


@dataclass(frozen=True, slots=True)
class Argument:
    """What an operation takes: its stable name, the name that the input gets, and whether it must be given.

    `description` is what to say of it where the contract says nothing.
    """

    name: str
    input: str
    ident: str
    required: bool
    description: str = ""


def definition_text(
    action: str, contract: Contract, operation: Operation, *, handler: bool, everything: bool = False
) -> str:
    """Return a definition that calls one operation and gives what it answers.

    Args:
        action: the action's name.
        contract: of the service that it calls.
        operation: the one that it calls.
        handler: whether business rules orchestrate it.
        everything: take every argument, not only the required ones.
    """
    source, outputs = f"{contract.service}.{operation.name}", outputs_of(contract, operation, handler=handler)
    arguments = arguments_of(contract, operation)
    taken = [argument for argument in arguments if argument.required or everything]
    optional = [argument for argument in arguments if argument not in taken]
    lines = [
        f"action: {action}",
        f"title: {scalar(title(operation))}",
        f"description: {scalar(description(operation, service_title(contract), outputs))}",
        "owner: {team: unassigned} # who answers when its rules fail",
    ]
    if taken:
        lines += ["inputs:", *(f"  {a.input}: {flow(_from(source, a))}" for a in taken)]
    if optional:
        lines += _optional(source, optional, indented=bool(taken))
    step = snake(operation.name).strip("_")
    lines += ["steps:", f"  - id: {step}", f"    operation: {scalar(source)}"]
    if taken:
        lines.append(f"    with: {flow({a.name: f'$inputs.{a.input}' for a in taken})}")
    if outputs:
        lines += ["outputs:", *(f"  {name}: {scalar(_expression(step, path))}" for name, path in outputs.items())]
        lines += _left_out(step, answer_fields(contract, operation), outputs)
    if handler:
        lines.append(f"handler: true # specs/handlers/{action}.py orchestrates the steps")
    return "\n".join([*lines, ""])


def _from(source: str, argument: Argument) -> dict[str, str]:
    said = {"description": argument.description} if argument.description else {}
    return {"from": f"{source}.{argument.name}", **said}


def handler_text(action: str, contract: Contract, operation: Operation, package: str) -> str:
    """Return business rules that do what the declared step does, for a person to go on from."""
    required = [argument for argument in arguments_of(contract, operation) if argument.required]
    step = snake(operation.name)
    given = [f"{argument.ident}=inputs.{snake(argument.input)}" for argument in required]
    outputs = outputs_of(contract, operation, handler=True)
    fields = [
        f"{snake(name)}=answer.{_ident(contract, operation, path)}" if path else f"{snake(name)}=answer"
        for name, path in outputs.items()
    ]
    answer = "answer = " if outputs else ""
    return (
        f'"""Business rules of `{action}`: yours; the generator never writes this file again."""\n\n'
        "from __future__ import annotations\n\n"
        "from codegen.runtime import Refuse\n"
        f"from {package}.actions.{action} import Inputs, Outputs, Steps\n\n\n"
        "def run(inputs: Inputs, steps: Steps) -> Outputs | Refuse:\n"
        '    """Decide which steps to take; `return Refuse(reason, next_step=...)` where a rule forbids it."""\n'
        f"    {answer}{_call(f'steps.{step}', given)}\n"
        f"    return {_call('Outputs', fields)}\n"
    )


def _call(function: str, arguments: list[str]) -> str:
    """Return a call as a formatter would lay it out, within a function's body."""
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= _MAX_LINE:
        return line
    return f"{function}(\n" + "".join(f"        {argument},\n" for argument in arguments) + "    )"


def arguments_of(contract: Contract, operation: Operation) -> list[Argument]:
    """Return what an operation takes, parameters first; every input name is one that definitions allow.

    Headers that layer 1 writes by itself are not among them.
    """
    taken = [slot for slot in slots_of(operation, contract) if not slot.filled_by_layer_1]
    names = assign([(slot.name, _input_name(slot.name.removeprefix("body."))) for slot in taken], {})
    return [
        Argument(slot.name, names[slot.name], slot.ident, slot.required, _unsaid(contract, slot, operation))
        for slot in taken
    ]


def _unsaid(contract: Contract, slot: Slot, operation: Operation) -> str:
    if slot.description or contract.resolve(slot.schema).get("description"):
        return ""
    if slot.parameter is not None:
        return of_parameter(slot.parameter, operation)
    return of_field(slot.name.removeprefix("body."), operation)


def _input_name(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", name) else snake(name)[:60].strip("_") or "value"


def outputs_of(contract: Contract, operation: Operation, *, handler: bool) -> dict[str, str]:
    """Return the outputs to declare: name to the answer's field, "" for the whole answer.

    Args:
        contract: of the service.
        operation: the one that answers.
        handler: whether business rules give them; those make objects of an answer into objects of their own.
    """
    schema = _answer(operation)
    if schema is None:
        return {}
    root, fields = contract.resolve(schema), answer_fields(contract, operation)
    lists = [] if handler else [name for name in fields if _is_list_of_objects(contract, fields[name])]
    plain = [name for name in fields if _is_plain(contract, fields[name]) or [name] == lists]
    plain = plain or [name for name in fields if not handler or _is_simple(contract, fields[name])]
    if not plain:
        return {} if handler and not _is_simple(contract, schema) else {"result": ""}
    required = set(root.get("required", ()))
    order = {name: (name not in lists, name not in required, number) for number, name in enumerate(fields)}
    chosen = sorted(plain, key=order.__getitem__)[:_MAX_OUTPUTS]
    names = assign([(name, _input_name(name)) for name in chosen], {})
    return {names[name]: name for name in chosen}


def answer_fields(contract: Contract, operation: Operation) -> Mapping[str, JsonSchema]:
    """Return the fields of what an operation answers; none where that is no object."""
    fields: Mapping[str, JsonSchema] = contract.resolve(_answer(operation) or {}).get("properties", {})
    return fields


def _answer(operation: Operation) -> JsonSchema | None:
    return next((media.schema for answer in operation.successes for media in answer.media), None)


def _is_list_of_objects(contract: Contract, schema: JsonSchema) -> bool:
    """Say whether it is what a list operation lists, and small enough for an agent to read."""
    items = contract.resolve(schema).get("items")
    if not items or "properties" not in contract.resolve(items):
        return False
    return len(reached(references(items), contract.schemas)) <= _MAX_REACHED


def _left_out(step: str, fields: Iterable[str], outputs: Mapping[str, str]) -> Iterator[str]:
    """Yield the fields of an answer that are no outputs, as comments."""
    others = [name for name in fields if name and name not in outputs.values()]
    names = assign(((name, _input_name(name)) for name in others), {}, reserved=outputs)
    if others and "" not in outputs.values():
        yield "  # Also in the answer; take what the agent should read:"
        yield from (f"  # {names[name]}: {scalar(_expression(step, name))}" for name in others[:_MAX_OPTIONAL])
        if (more := len(others) - _MAX_OPTIONAL) > 0:
            yield f"  # and {more} more"


def _is_plain(contract: Contract, schema: JsonSchema) -> bool:
    members = [contract.resolve(member) for member in schema.get("anyOf", (schema,))]
    return all(member.get("type") in _SCALARS | {"null"} for member in members)


def _is_simple(contract: Contract, schema: JsonSchema) -> bool:
    """Say whether there is no object in it."""
    known = contract.resolve(schema)
    return _is_plain(contract, known.get("items") or known) and "properties" not in known


def _ident(contract: Contract, operation: Operation, field: str) -> str:
    node: Json = answer_fields(contract, operation).get(field, {})
    return str(node.get("x-ident", field))


def _optional(source: str, arguments: list[Argument], *, indented: bool) -> Iterator[str]:
    """Yield the inputs that may be taken as comments, which are YAML where their `# ` is taken away."""
    yield f"{'  ' if indented else ''}# Optional; take what the agent should give, and hand it on under `with`:"
    if not indented:
        yield "# inputs:"
    margin = "  # " if indented else "#   "
    for argument in arguments[:_MAX_OPTIONAL]:
        yield f"{margin}{argument.input}: {flow(_from(source, argument))}"
    if (more := len(arguments) - _MAX_OPTIONAL) > 0:
        yield f"{margin}# and {more} more, which codegen scaffold {source} --all-inputs takes too"


def _expression(step: str, field: str) -> str:
    return f"$steps.{step}.response.body" + (f"#/{escape(field)}" if field else "")
