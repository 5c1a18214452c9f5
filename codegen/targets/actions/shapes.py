"""Objects written in a definition, keyed as layer 1's models are: by attribute rather than by stable name."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.actions.values import ListOf, Literal, ObjectOf, Value
from codegen.contract.model import Contract, Json, JsonSchema


def by_attribute(value: Value, schema: JsonSchema, contract: Contract) -> Value:
    """Return `value` with every key that names a field of `schema` replaced by the field's attribute."""
    match value:
        case Literal(constant):
            return Literal(_literal(constant, schema, contract))
        case ListOf(items):
            inner = _shape(schema, "array", contract).get("items", {})
            return ListOf(tuple(by_attribute(item, inner, contract) for item in items))
        case ObjectOf(members):
            fields = _shape(schema, "object", contract).get("properties", {})
            return ObjectOf(
                tuple(
                    (attribute(name, fields.get(name, {})), by_attribute(member, fields.get(name, {}), contract))
                    for name, member in members
                )
            )
        case _:
            return value


def attribute(name: str, field: JsonSchema) -> str:
    """Return the attribute that a field has in layer 1's models."""
    return str(field.get("x-ident") or name)


def _literal(constant: Json, schema: JsonSchema, contract: Contract) -> Json:
    if isinstance(constant, Mapping):
        fields = _shape(schema, "object", contract).get("properties", {})
        return {
            attribute(name, fields.get(name, {})): _literal(member, fields.get(name, {}), contract)
            for name, member in constant.items()
        }
    if isinstance(constant, list | tuple):
        inner = _shape(schema, "array", contract).get("items", {})
        return [_literal(item, inner, contract) for item in constant]
    return constant


def _shape(schema: JsonSchema, kind: str, contract: Contract) -> JsonSchema:
    """Return the first alternative of `schema` that is of that type, or nothing."""
    node = contract.resolve(schema)
    if node.get("type") == kind:
        return node
    for member in node.get("anyOf", node.get("oneOf", ())):
        if found := _shape(member, kind, contract):
            return found
    return {}
