"""Values of one schema that differ: the ids of what is created, the items of a list that has none twice."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.contract.model import Contract, Json, JsonSchema
from codegen.mocking.check import departures
from codegen.mocking.scalars import keeps, number_for, text_for

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def distinct(contract: Contract, schema: JsonSchema, number: int, *asked: Json) -> Iterator[Json]:
    """Yield texts and numbers that keep a schema and tell a number, so that another number yields others first.

    Two numbers may come to the same value all the same: who needs them apart passes over those that are taken. Nothing
    comes where the schema takes neither texts nor numbers.

    Args:
        contract: where the schema's references lead.
        schema: normal form, in wire names.
        number: from 0 on.
        asked: what is yielded first where it keeps the schema.
    """
    arms = list(_arms(contract, schema))
    for value in (*asked, *(value for arm in arms for value in _of(arm, number))):
        if any(_keeps(contract, arm, value) for arm in arms) and _keeps(contract, schema, value):
            yield value


def _arms(contract: Contract, schema: JsonSchema) -> Iterator[JsonSchema]:
    """Yield the alternatives of a union, those of its members included; anything else is its own only one."""
    whole = contract.resolve(schema)
    members = [*whole.get("anyOf", ()), *whole.get("oneOf", ())]
    if not members:
        yield whole
    for member in members:
        yield from _arms(contract, member)


def _keeps(contract: Contract, schema: JsonSchema, value: Json) -> bool:
    if departures(contract, schema, value, sent=False):
        return False
    return not isinstance(value, str) or keeps(contract.resolve(schema), value)


def _of(schema: JsonSchema, number: int) -> Iterator[Json]:
    """Yield values that may keep the schema of one alternative."""
    if schema.get("enum"):
        yield from schema["enum"][number:] + schema["enum"][:number]
    elif schema.get("type") == "string":
        yield from _texts(schema, number)
    elif schema.get("type") in ("integer", "number"):
        step = schema.get("multipleOf", 1)
        first = number_for(schema, schema["type"])
        yield from (number * step, first + number * step, first - number * step)


def _texts(schema: JsonSchema, number: int) -> Iterator[str]:
    """Yield texts that tell a number: the number alone, or somewhere in a text made for the schema."""
    if schema.get("format") == "uuid":
        yield f"00000000-0000-4000-8000-{number:012}"
    yield str(number).zfill(schema.get("minLength", 0))
    made, letters = text_for(schema), _in_letters(number)
    for code in (str(number), letters, letters.upper()):
        for at in range(len(made) - len(code), -1, -1):
            yield made[:at] + code + made[at + len(code) :]
        yield made + code


def _in_letters(number: int) -> str:
    """Return a number to the base of 26."""
    above, digit = divmod(number, len(_LETTERS))
    return (_in_letters(above) if above else "") + _LETTERS[digit]
