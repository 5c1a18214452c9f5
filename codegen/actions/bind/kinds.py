"""Which JSON types a schema allows, and whether values of one schema can stand where another is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from codegen.actions.shapes import kind_of
from codegen.contract.model import Contract, Json, JsonSchema
from codegen.core.diagnostics import nearest

NULL: JsonSchema = {"type": "null"}
ALL = frozenset(("string", "number", "boolean", "object", "array", "null"))
_WORDS = {"string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false"}
_WORDS |= {"object": "an object", "array": "a list", "null": "nothing"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A schema with the contract whose definitions it refers to; None for a self-contained one."""

    schema: JsonSchema
    contract: Contract | None = None

    def resolved(self, schema: JsonSchema | None = None) -> JsonSchema:
        """Return the schema, or another of the same contract, behind its references."""
        wanted = self.schema if schema is None else schema
        return self.contract.resolve(wanted) if self.contract else wanted

    def at(self, schema: JsonSchema) -> Typed:
        """Return another schema of the same contract."""
        return Typed(schema, self.contract)

    def members(self) -> tuple[JsonSchema, ...]:
        """Return the alternatives, references resolved and unions flattened; one where there is no union."""
        return tuple(_members(self.schema, self.resolved, frozenset()))

    @property
    def nullable(self) -> bool:
        """Whether null is allowed by name; a schema that allows everything does not count."""
        return any(member.get("type") == "null" for member in self.members())

    @property
    def kinds(self) -> frozenset[str]:
        """The JSON types allowed; `integer` only where no other number is."""
        found: set[str] = set()
        for member in self.members():
            found |= _kinds(member)
        return frozenset(found - {"integer"} if "number" in found else found)


def _members(schema: JsonSchema, resolve: Callable[[JsonSchema], JsonSchema], seen: frozenset[str]) -> list[JsonSchema]:
    if (name := schema.get("$ref", "")) in seen:
        return []
    node = resolve(schema)
    seen = seen | {name} if name else seen
    union = node.get("anyOf") or node.get("oneOf")
    return [member for child in union for member in _members(child, resolve, seen)] if union else [node]


def _kinds(schema: JsonSchema) -> set[str]:
    if schema.get("not") == {}:
        return set()
    if "type" in schema:
        return {schema["type"]}
    if "enum" in schema:
        return {kind_of(value) for value in schema["enum"]}
    if "properties" in schema or "additionalProperties" in schema:
        return {"object"}
    return set(ALL)


def without_null(schema: JsonSchema) -> JsonSchema:
    """Return a schema without its alternative null."""
    union = schema.get("anyOf")
    if not union:
        return schema
    rest = [member for member in union if member.get("type") != "null"]
    if len(rest) == len(union) or not rest:
        return schema
    notes = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest[0], **notes} if len(rest) == 1 else {**notes, "anyOf": rest}


def in_words(kinds: frozenset[str]) -> str:
    """Return what a message calls some JSON types."""
    named = [_WORDS[kind] for kind in sorted(kinds - {"null"})]
    return " or ".join(named) or "nothing"


def fits(source: Typed, target: Typed) -> bool:
    """Whether some value of `source` can stand where `target` is asked for; null is looked for at run time."""
    given, wanted = source.kinds - {"null"}, target.kinds - {"null"}
    if "number" in wanted:
        wanted |= {"integer"}
    if given == ALL - {"null"} and "integer" in wanted:
        given |= {"integer"}
    common = given & wanted
    if given and not common:
        return False
    if common != {"array"}:
        return True
    return any(fits(source.at(item), target.at(slot)) for item in _items(source) for slot in _items(target))


def _items(typed: Typed) -> list[JsonSchema]:
    return [member.get("items", {}) for member in typed.members() if "array" in _kinds(member)]


def comparable(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether values of these types can ever be equal or ordered; null compares with everything."""
    one, other = ({"number" if kind == "integer" else kind for kind in kinds} for kinds in (left, right))
    return ("null" in one | other and (one == {"null"} or other == {"null"})) or bool((one & other) - {"null"})


def mismatch(value: Json, target: Typed) -> tuple[str, str]:
    """Return why a literal value cannot stand where `target` is asked for, and a suggestion; ("", "") where it can."""
    kind = kind_of(value)
    members = [member for member in target.members() if _accepts(_kinds(member), kind)]
    if not members:
        return f"must be {in_words(target.kinds)}, not {_WORDS[kind]}", ""
    problems = [_broken(value, member, target) for member in members]
    return min(problems, key=lambda problem: bool(problem[0]))


def _accepts(kinds: set[str], kind: str) -> bool:
    return kind in kinds or (kind == "integer" and "number" in kinds)


def _broken(value: Json, schema: JsonSchema, target: Typed) -> tuple[str, str]:
    """Return which limit of one alternative a value of the right type breaks."""
    if "enum" in schema and value not in schema["enum"]:
        choices = ", ".join(str(choice) for choice in schema["enum"][:12])
        hint = nearest(value, map(str, schema["enum"])) if isinstance(value, str) else ""
        return f"must be one of {choices}", hint
    if isinstance(value, str):
        return _broken_text(value, schema), ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _broken_number(value, schema), ""
    if isinstance(value, list):
        return _broken_list(value, schema, target)
    if isinstance(value, Mapping):
        return _broken_object(value, schema, target)
    return "", ""


def _broken_list(value: list[Json], schema: JsonSchema, target: Typed) -> tuple[str, str]:
    if len(value) < schema.get("minItems", 0):
        return f"must have at least {schema['minItems']} items", ""
    if len(value) > schema.get("maxItems", len(value)):
        return f"must have at most {schema['maxItems']} items", ""
    if schema.get("uniqueItems") and any(item in value[:number] for number, item in enumerate(value)):
        return "must have no item twice", ""
    items = target.at(schema.get("items", {}))
    return next((told for item in value if (told := mismatch(item, items))[0]), ("", ""))


def _broken_text(value: str, schema: JsonSchema) -> str:
    if len(value) < schema.get("minLength", 0):
        return f"must have at least {schema['minLength']} characters"
    if len(value) > schema.get("maxLength", len(value)):
        return f"must have at most {schema['maxLength']} characters"
    pattern = schema.get("pattern", "")
    try:
        return "" if re.search(pattern, value) else f"must match the pattern {pattern}"
    except re.error:  # a pattern of another dialect than Python's is the service's to check
        return ""


def _broken_number(value: float, schema: JsonSchema) -> str:
    if value < schema.get("minimum", value):
        return f"must be at least {schema['minimum']}"
    if value > schema.get("maximum", value):
        return f"must be at most {schema['maximum']}"
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        return f"must be more than {schema['exclusiveMinimum']}"
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        return f"must be less than {schema['exclusiveMaximum']}"
    return ""


def _broken_object(value: Mapping[str, Json], schema: JsonSchema, target: Typed) -> tuple[str, str]:
    properties: JsonSchema = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            return f"lacks the field {name!r}", ""
    for name, item in value.items():
        if name in properties:
            message, hint = mismatch(item, target.at(properties[name]))
            if message:
                return f"{name} {message}", hint
        elif properties and not isinstance(schema.get("additionalProperties"), Mapping):
            return f"has no field {name!r}", nearest(name, properties)
    return "", ""
