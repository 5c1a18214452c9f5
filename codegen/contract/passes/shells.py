"""Merging `allOf`: what the parts of a schema say together, one level deep.

A shell holds merged words and, for each place below, the parts that speak of it; nothing below is looked at. So
recursion costs nothing, and a property that one part alone speaks of keeps the place it came from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codegen.contract.notes import Notes
from codegen.contract.rules import rules_said
from codegen.contract.walk import CONTAINERS
from codegen.core.places import escape, pointer

_TIGHTER: Mapping[str, Callable[[Any, Any], Any]] = {
    "minimum": max,
    "exclusiveMinimum": max,
    "minLength": max,
    "minItems": max,
    "minProperties": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "maxLength": min,
    "maxItems": min,
    "maxProperties": min,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A schema and where it stands."""

    node: Mapping[str, Any]
    at: str


@dataclass(slots=True)
class Shell:
    """The parts of a schema in one.

    Attributes:
        words: merged words that hold no schema; `type` is a list.
        properties, items, additional: the parts that speak of each place.
        unions: each `anyOf` and `oneOf` of the parts.
        closed: whether one of the parts takes no other properties than its own.
        rules: what the parts demand beyond the shape of a value, as schemas on the wire (`codegen.contract.rules`).
        seen: the components that are in already, which ends circles.
        discriminator: of a union that stands in the schema itself.
    """

    words: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    items: tuple[Part, ...] = ()
    tuple_items: tuple[Part, ...] = ()
    additional: tuple[Part, ...] = ()
    unions: list[tuple[Part, ...]] = field(default_factory=list)
    seen: frozenset[str] = frozenset()
    discriminator: Mapping[str, Any] | None = None
    closed: bool = False
    rules: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def structural(self) -> bool:
        """Whether it says anything besides its unions and annotations."""
        says = set(self.words) & _CONSTRAINTS or set(self.words.get("type", ())) - {"object", "null"}
        return bool(says or self.properties or self.items or self.additional)


_CONSTRAINTS = frozenset(("enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "required"))


def shell(parts: Sequence[Part], components: Mapping[str, Any], notes: Notes, seen: frozenset[str]) -> Shell:
    """Return what `parts` say together.

    Args:
        parts: schemas that hold at once.
        components: component schemas by their pointers.
        notes: gets `all-of-conflict` where parts contradict one another; the later one counts.
        seen: components not to go into again.
    """
    result = Shell(seen=seen)
    for part in parts:
        _add(result, part, components, notes)
    return result


def merged(base: Shell, more: Shell, at: str, notes: Notes) -> Shell:
    """Return both shells in one; the unions are those of `more`."""
    words = dict(base.words)
    _words(words, more.words, at, notes)
    properties = dict(base.properties)
    for name, parts in more.properties.items():
        properties[name] = _together(properties.get(name, ()), parts)
    return Shell(
        words,
        properties,
        _together(base.items, more.items),
        _together(base.tuple_items, more.tuple_items),
        _together(base.additional, more.additional),
        list(more.unions),
        base.seen | more.seen,
        closed=base.closed or more.closed,
        rules=[*base.rules, *(rule for rule in more.rules if rule not in base.rules)],
    )


def _add(result: Shell, part: Part, components: Mapping[str, Any], notes: Notes) -> None:
    node, at = part.node, part.at
    if "$ref" in node:
        target = node["$ref"][1:]
        if target not in result.seen:
            result.seen |= {target}
            _add(result, Part(as_mapping(components.get(target, {})), target), components, notes)
    for number, child in enumerate(node.get("allOf", ())):
        _add(result, Part(as_mapping(child), f"{at}/allOf/{number}"), components, notes)
    _words(result.words, {k: v for k, v in node.items() if k in _MERGED}, at, notes)
    if not CONTAINERS.isdisjoint(node):
        node = _evaluated(node, result)
        _below(result, node, at)
    for rule in rules_said(node):
        if "$ref" in json.dumps(rule):
            notes.info("rule-not-held", "a rule with references in it is left to the service", at)
        elif rule not in result.rules:
            result.rules.append(rule)


_CONDITIONAL = frozenset(("if", "dependentSchemas", "anyOf", "not", "contains"))


def _evaluated(node: Mapping[str, Any], parts: Shell) -> Mapping[str, Any]:
    """Return a node that says of what is left what it says of what is not evaluated, where that is the same.

    The parts of an `allOf` and the chosen one of a `oneOf` are taken together here, so what is left after them is not
    evaluated (JSON Schema 2020-12, section 11). What a condition would evaluate, or several members of a union at once,
    is not known before there is a value.

    Args:
        node: the node.
        parts: what it refers to and the parts of its `allOf`, in one.
    """
    if not (_UNEVALUATED.keys() & node.keys()) or parts.unions:
        return node
    if any(_CONDITIONAL & says.keys() for says in (node, *parts.rules)):
        return node
    return {**{plain: node[word] for word, plain in _UNEVALUATED.items() if word in node}, **node}


_UNEVALUATED = {"unevaluatedProperties": "additionalProperties", "unevaluatedItems": "items"}


def _below(result: Shell, node: Mapping[str, Any], at: str) -> None:
    for name, child in node.get("properties", {}).items():
        part = Part(as_mapping(child), f"{at}/properties/{escape(name)}")
        known = result.properties.get(name)
        result.properties[name] = (part,) if known is None else _together(known, (part,))
    if "items" in node and node["items"] is not False:
        items = node["items"]
        if isinstance(items, list):
            result.tuple_items += tuple(Part(as_mapping(c), f"{at}/items/{n}") for n, c in enumerate(items))
        else:
            result.items = _together(result.items, (Part(as_mapping(items), f"{at}/items"),))
    for number, child in enumerate(node.get("prefixItems", ())):
        result.tuple_items += (Part(as_mapping(child), f"{at}/prefixItems/{number}"),)
    if isinstance(node.get("additionalProperties"), dict):
        found = Part(node["additionalProperties"], f"{at}/additionalProperties")
        result.additional = _together(result.additional, (found,))
    elif node.get("additionalProperties") is False and not node.get("patternProperties"):
        result.closed = True
    elif node.get("patternProperties") and len(node["patternProperties"]) == 1:
        ((pattern, child),) = node["patternProperties"].items()
        result.additional = _together(
            result.additional, (Part(as_mapping(child), f"{at}/patternProperties{pointer(pattern)}"),)
        )
    for word in ("anyOf", "oneOf"):
        if node.get(word):
            result.unions.append(tuple(Part(as_mapping(c), f"{at}/{word}/{n}") for n, c in enumerate(node[word])))
            result.discriminator = node.get("discriminator")


_MERGED = frozenset(
    (
        *("type", "format", "enum", "const", "pattern", "multipleOf", "uniqueItems", "contentEncoding"),
        *("contentMediaType", "required", "title", "description", "default", "examples", "readOnly", "writeOnly"),
        *("deprecated", *_TIGHTER),
    )
)


def _words(known: dict[str, Any], new: Mapping[str, Any], at: str, notes: Notes) -> None:
    for word, value in new.items():
        if word == "type":
            value = value if isinstance(value, list) else [value]
        if word == "const":
            word, value = "enum", [value]
        if word not in known:
            known[word] = value
        elif word in _TIGHTER:
            known[word] = _TIGHTER[word](known[word], value)
        elif word == "required":
            known[word] = list(dict.fromkeys([*known[word], *value]))
        elif word == "type":
            known[word] = _types(known[word], value, at, notes)
        elif word == "enum":
            both = [item for item in known[word] if item in value]
            known[word] = both or value
            if not both:
                notes.info("all-of-conflict", "the parts of an `allOf` allow no value together; the last counts", at)
        else:
            known[word] = value


def _types(known: list[str], new: list[str], at: str, notes: Notes) -> list[str]:
    both = [kind for kind in known if kind in new]
    if not both and {*known, *new} >= {"integer", "number"}:
        both = ["integer"]
    if both:
        return both
    notes.info("all-of-conflict", f"the parts of an `allOf` have the types {known} and {new}; the last counts", at)
    return new


def _together(known: tuple[Part, ...], new: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts of both, each structure once."""
    result = list(known)
    for part in new:
        if any(part.at == other.at or part.node == other.node for other in result):
            continue
        result.append(part)
    return tuple(result)


def as_mapping(node: Any) -> Mapping[str, Any]:
    """Return a schema as a mapping: True is `{}`, False is `{"not": {}}`."""
    if isinstance(node, dict):
        return node
    return {"not": {}} if node is False else {}
