"""Follow a JSON pointer through a schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codegen.actions.bind.kinds import Typed, without_null
from codegen.actions.values import Segment
from codegen.contract.model import JsonSchema
from codegen.core.names import snake

EVERY = "*"  # every element of a list


@dataclass(frozen=True, slots=True)
class Reached:
    """What a pointer leads to; `optional` where it may be missing or null, or something on the way may.

    Behind a `*` it is a list of what is there, so nothing behind it is optional any more.
    """

    path: tuple[Segment, ...]
    typed: Typed
    optional: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """Where a pointer leads nowhere: the token, its number, and the fields there are instead."""

    token: str
    number: int
    known: tuple[str, ...]


def follow(start: Typed, tokens: Sequence[str]) -> Reached | Missed:
    """Return what `tokens` lead to from `start`.

    Args:
        start: the schema to begin at.
        tokens: unescaped reference tokens (RFC 6901, section 4), stable names.
    """
    typed, path = start, list[Segment]()
    optional, every = start.nullable, False
    for number, token in enumerate(tokens):
        steps = [
            found for member in typed.members() if member.get("type") != "null" for found in [_step(member, token)]
        ]
        found = [step for step in steps if step is not None]
        if not found:
            return Missed(token, number, _names(typed))
        segment, schema = _union(found, everywhere=len(found) == len(steps))
        typed = typed.at(schema)
        segment = replace(segment, optional=segment.optional or typed.nullable)
        every = every or segment.every
        optional = optional or (segment.optional and not every)
        path.append(segment)
    if every:
        typed = typed.at({"type": "array", "items": without_null(typed.resolved()) if typed.nullable else typed.schema})
    return Reached(tuple(path), typed, optional)


def _step(schema: JsonSchema, token: str) -> tuple[Segment, JsonSchema] | None:
    """Return the segment that `token` is in one alternative, and the schema it leads to."""
    properties: JsonSchema = schema.get("properties", {})
    if token in properties:
        child = properties[token]
        ident = child.get("x-ident") or snake(token)
        missing = token not in schema.get("required", ()) and "x-default" not in child
        return Segment(token, ident, None, missing), child
    kind = schema.get("type")
    if kind == "array":
        return _element(token, schema.get("items", {}))
    more = schema.get("additionalProperties", not properties)
    if kind == "object" and more is not False and (isinstance(more, Mapping) or not properties):
        return Segment(token, "", None, True, key=True), more if isinstance(more, Mapping) else {}
    if kind is None and "enum" not in schema and "not" not in schema:
        return Segment(token, "", None, True, key=True), {}
    return None


def _element(token: str, items: JsonSchema) -> tuple[Segment, JsonSchema] | None:
    """Return the element of that number, or every one; `*` is no index of a list (RFC 6901, section 4)."""
    if token == EVERY:
        return Segment(token, "", None, False, every=True), items
    return (Segment(token, "", int(token), True), items) if token.isdecimal() else None


def _union(found: Sequence[tuple[Segment, JsonSchema]], *, everywhere: bool) -> tuple[Segment, JsonSchema]:
    first = found[0][0]
    optional = not everywhere or any(segment.optional for segment, _ in found)
    segment = replace(first, optional=optional)
    schemas: list[JsonSchema] = []
    for _, schema in found:
        if schema not in schemas:
            schemas.append(schema)
    return segment, schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _names(typed: Typed) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for member in typed.members() for name in member.get("properties", {})))
