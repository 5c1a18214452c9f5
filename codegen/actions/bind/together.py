"""Which inputs an operation wants together: rules of its whole body, in the names that an agent knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.actions.bind.bodies import body_schema
from codegen.actions.plan import Action
from codegen.actions.steps import Step, Target
from codegen.actions.values import InputRef
from codegen.contract.model import Contract
from codegen.contract.rules import in_words, renamed, rules_of


def wanted_together(action: Action, contracts: Mapping[str, Contract]) -> str:
    """Return a sentence such as "Needs sku or part_id."; "" where nothing is wanted.

    Args:
        action: whose declared steps are looked at; a handler knows its own rules.
        contracts: by service.
    """
    if action.handler:
        return ""
    said = [words for step in action.steps for words in _of(step, contracts[step.call.service])]
    text = "; ".join(dict.fromkeys(said))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _of(step: Step, contract: Contract) -> Iterator[str]:
    body = step.call.operation.body
    schema = body_schema(body) if body is not None else None
    if not schema:
        return
    fields = contract.resolve(schema).get("properties", {})
    names = {
        str(fields[argument.name].get("x-wire", argument.name)): argument.value.name
        for argument in step.call.arguments
        if argument.target is Target.FIELD and isinstance(argument.value, InputRef) and argument.name in fields
    }
    for rule in rules_of(contract, schema):
        if not rule.at and (made := renamed(rule.schema, names)) is not None:
            yield in_words(made)
