"""What a contract demands of a value beyond its shape: `not`, `if`, `dependentRequired`, fields needed together.

No type says such a rule, so it travels as a schema of its own, in wire names and without references: as `x-rules` in
the normal form, and as `Rule`s of an operation's body, which the client holds before it sends anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.contract.model import Contract, Json, JsonSchema, name_of

_TOGETHER = (  # words that say something with one another only
    ("if", "then", "else"),
    ("contains", "minContains", "maxContains"),
    ("prefixItems", "items"),
)
_ALONE = ("dependentRequired", "dependentSchemas", "propertyNames")
_UNIONS = ("anyOf", "oneOf")
_RULING = frozenset(
    (*(words[0] for words in _TOGETHER), *_ALONE, *_UNIONS, "not", "patternProperties", "contentSchema")
)
# What a union's member says that offers no shape of its own.
_MERE = frozenset(("required", "minProperties", "maxProperties", "not", "title", "description", "type", "$comment"))


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule of a body.

    Attributes:
        at: the wire names that lead to what it is about, `*` for every item of a list or value of a map.
        schema: what has to hold there.
        says: the same in words.
    """

    at: tuple[str, ...]
    schema: JsonSchema
    says: str


def rules_said(node: Mapping[str, Json]) -> Iterator[JsonSchema]:
    """Yield the rules that a schema of a contract says itself."""
    if _RULING.isdisjoint(node):
        return
    for words in _TOGETHER:
        if isinstance(node.get(words[0]), list if words[0] == "prefixItems" else Mapping):
            yield {word: node[word] for word in words if word in node}
    for word in _ALONE:
        if isinstance(node.get(word), dict):
            yield {word: node[word]}
    if isinstance(node.get("not"), dict) and node["not"]:
        yield {"not": node["not"]}
    if isinstance(node.get("contentSchema"), dict):
        yield {word: node[word] for word in ("contentSchema", "contentMediaType") if word in node}
    if isinstance(patterns := node.get("patternProperties"), dict) and len(patterns) > 1:
        yield {"patternProperties": patterns}
    for word in _UNIONS:
        members = node.get(word)
        if isinstance(members, list) and members and all(_is_mere(member) for member in members):
            yield {word: [{key: m[key] for key in m if key not in ("title", "description")} for m in members]}


def _is_mere(member: Json) -> bool:
    return isinstance(member, dict) and set(member) <= _MERE and bool(set(member) & {"required", "not"})


def held_rules(schema: JsonSchema) -> Iterator[JsonSchema]:
    """Yield the rules of one node in normal form that a value is held to.

    What text holds is told and compared, no more: it is for information (JSON Schema Validation 2020-12, section 8.2).
    """
    return (rule for rule in schema.get("x-rules", ()) if "contentSchema" not in rule)


def rules_of(contract: Contract, schema: JsonSchema) -> tuple[PlacedRule, ...]:
    """Return the rules of a body, the outer ones first; those inside a union's member are not held.

    Args:
        contract: whose definitions the schema refers to.
        schema: the body's, in normal form.
    """
    return tuple(_within(contract, schema, (), frozenset()))


def _within(contract: Contract, schema: JsonSchema, at: tuple[str, ...], seen: frozenset[str]) -> Iterator[PlacedRule]:
    if "$ref" in schema:
        name = name_of(schema)
        if name not in seen:
            yield from _within(contract, contract.schemas[name], at, seen | {name})
        return
    yield from (PlacedRule(at, rule, in_words(rule)) for rule in _own(schema))
    if union := schema.get("anyOf") or schema.get("oneOf"):
        rest = [member for member in union if member.get("type") != "null"]
        if len(rest) == 1:
            yield from _within(contract, rest[0], at, seen)
        return
    for name, child in schema.get("properties", {}).items():
        yield from _within(contract, child, (*at, str(child.get("x-wire", name))), seen)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _within(contract, schema[key], (*at, "*"), seen)


def _own(schema: JsonSchema) -> Iterator[JsonSchema]:
    """Yield what one node demands that its type does not hold."""
    yield from held_rules(schema)
    if limits := {key: schema[key] for key in ("minProperties", "maxProperties") if key in schema}:
        yield limits
    if schema.get("type") == "object" and "properties" not in schema and schema.get("additionalProperties") is False:
        yield {"maxProperties": 0}
    if isinstance(schema.get("multipleOf"), float):  # types hold it to a tolerance
        yield {"multipleOf": schema["multipleOf"]}


def renamed(rule: Json, names: Mapping[str, str]) -> Json:
    """Return a rule about which fields are given with other names; None where it says more, or names others.

    Args:
        rule: as in the normal form.
        names: the names that fields get, by those on the wire.
    """
    if isinstance(rule, list):
        members = [renamed(member, names) for member in rule]
        return None if None in members else members
    if not isinstance(rule, dict) or not rule.keys() <= {
        *_UNIONS,
        "required",
        "not",
        "if",
        "then",
        "dependentRequired",
    }:
        return None
    made: dict[str, Json] = {}
    for word, value in rule.items():
        if word == "required":
            made[word] = [names.get(name) for name in value]
        elif word == "dependentRequired":
            made[word] = {names.get(name): [names.get(other) for other in others] for name, others in value.items()}
        else:
            made[word] = renamed(value, names)
    return None if "null" in json.dumps(made) else made


def in_words(rule: JsonSchema) -> str:
    """Return a rule as a phrase that goes on from "it"."""
    for word in _UNIONS:
        if word in rule and all(set(member) <= {"required", "type"} for member in rule[word]):
            choices = [" and ".join(member.get("required", ())) for member in rule[word]]
            return f"needs {'exactly one of ' if word == 'oneOf' else ''}{' or '.join(choices)}"
    if "dependentRequired" in rule and all(isinstance(names, list) for names in rule["dependentRequired"].values()):
        needs = (f"{' and '.join(names)} where {name} is given" for name, names in rule["dependentRequired"].items())
        return f"needs {'; '.join(needs)}"
    if set(rule) == {"not"}:
        return _unwanted(rule["not"])
    condition, follows = rule.get("if"), rule.get("then", {})
    if condition is not None and _says_only(condition, "required", "type") and _says_only(follows, "required"):
        needed, given = follows.get("required", ()), condition.get("required", ())
        if needed and given and "else" not in rule:
            return f"needs {' and '.join(needed)} where {' and '.join(given)} is given"
    for word, phrase in _PHRASES.items():
        if word in rule and len(rule) == 1:
            return phrase.format(_json(rule[word]))
    if "prefixItems" in rule:
        more = " and no more" if rule.get("items") is False else ""
        return f"needs items in the order {', '.join(_kind(slot) for slot in rule['prefixItems'])}{more}"
    if "contentSchema" in rule:
        kind = rule.get("contentMediaType", "application/json")
        return f"must be text of {kind} that fits {_json(rule['contentSchema'])}"
    return f"must fit {_json(rule)}"


_PHRASES = {
    "propertyNames": "must have names that fit {}",
    "contains": "must hold an item that fits {}",
    "minProperties": "needs at least {} entries",
    "maxProperties": "takes at most {} entries",
    "multipleOf": "must be a multiple of {}",
}


def _says_only(schema: Json, *words: str) -> bool:
    return isinstance(schema, dict) and set(schema) <= set(words)


def _unwanted(schema: JsonSchema) -> str:
    if set(schema) <= {"required", "type"} and schema.get("required"):
        return f"must not have {' and '.join(schema['required'])}{' together' if len(schema['required']) > 1 else ''}"
    if set(schema) <= {"enum", "type"} and "enum" in schema:
        return f"must not be {' or '.join(_json(value) for value in schema['enum'])}"
    return f"must not fit {_json(schema)}"


def _kind(slot: Json) -> str:
    return str(slot.get("type", "value")) if isinstance(slot, dict) else "value"


def _json(value: Json | Sequence[Json]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
