"""Hold what a person wrote against a published schema; say every problem and keep what is right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from codegen.actions.sources import Source
from codegen.contract.model import Json, JsonSchema
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.places import escape

_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


class _Wrong:
    """Stands for a value that was reported and left out."""


_WRONG: Final = _Wrong()


def check(source: Source, schema: JsonSchema, diagnostics: Diagnostics) -> Mapping[str, Json] | None:
    """Return the tree of `source` without what is wrong in it, or None where too little is left.

    Args:
        source: the file.
        schema: its published schema (`codegen.actions.schemas`).
        diagnostics: collects `unknown-key`, `not-implemented`, `missing-key`, `wrong-type`, `wrong-value` and the rules
            that a schema names in `x-rule`.
    """
    result = _Checker(source, schema, diagnostics).visit(source.tree, schema, "")
    return None if isinstance(result, _Wrong) else result


def kind_of(value: Json) -> str:
    """Return the JSON Schema type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, Mapping) else "array"


def _form(schema: JsonSchema) -> str:
    """Return how a mapping that an alternative allows is written."""
    return f"{{{', '.join(f'{name}: …' for name in schema['required'])}}}"


class _Checker:
    def __init__(self, source: Source, root: JsonSchema, diagnostics: Diagnostics) -> None:
        self._source = source
        self._root = root
        self._diagnostics = diagnostics

    def visit(self, value: Json, schema: JsonSchema, at: str) -> Json:
        schema = self._resolve(schema)
        if "anyOf" in schema:
            schema = self._resolve(self._branch(value, schema))
        if not self._typed(value, schema, at):
            return _WRONG
        if isinstance(value, Mapping):
            return self._mapping(value, schema, at)
        if isinstance(value, list):
            return self._list(value, schema, at)
        return value if self._scalar(value, schema, at) else _WRONG

    def _resolve(self, schema: JsonSchema) -> JsonSchema:
        while "$ref" in schema:
            schema = self._root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return schema

    def _branch(self, value: Json, schema: JsonSchema) -> JsonSchema:
        """Return the member of a union that `value` is meant to be, or one that says what all of them are."""
        members = [self._resolve(member) for member in schema["anyOf"]]
        fitting = [member for member in members if _has_type(value, member)]
        if not fitting:
            return {"type": [member["type"] for member in members]}
        if len(fitting) == 1 or not isinstance(value, Mapping):
            return {**fitting[0], "x-others": [_form(member) for member in members if member.get("required")]}
        return next((member for member in fitting if self._tagged(value, member)), self._tags(fitting))

    def _tagged(self, value: Mapping[str, Json], member: JsonSchema) -> bool:
        tags = {name: self._resolve(prop) for name, prop in member["properties"].items()}
        return all(value.get(name) in tag["enum"] for name, tag in tags.items() if len(tag.get("enum", ())) == 1)

    def _tags(self, members: Sequence[JsonSchema]) -> JsonSchema:
        """Return a schema of the tags alone, so that a wrong tag is reported with all that it may be."""
        tags: dict[str, list[Json]] = {}
        for member in members:
            for name, prop in member["properties"].items():
                if len(enum := self._resolve(prop).get("enum", ())) == 1:
                    tags.setdefault(name, []).extend(enum)
        properties = {name: {"type": "string", "enum": values} for name, values in tags.items()}
        return {"type": "object", "properties": properties, "required": list(tags), "x-tags": True}

    def _typed(self, value: Json, schema: JsonSchema, at: str) -> bool:
        if _has_type(value, schema):
            return True
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        wanted = " or ".join(_WORDS[kind] for kind in dict.fromkeys(kinds))
        self._error("wrong-type", f"{_label(at)} must be {wanted}, not {_WORDS[kind_of(value)]}", at)
        return False

    def _mapping(self, value: Mapping[str, Json], schema: JsonSchema, at: str) -> Json:
        properties: JsonSchema = schema.get("properties", {})
        if len(value) < schema.get("minProperties", 0):
            self._error("wrong-value", f"{_label(at)} must not be empty", at)
            return _WRONG
        missing = [name for name in schema.get("required", ()) if name not in value]
        for name in missing:
            self._error("missing-key", f"{_label(at)} lacks the key {name!r}", at)
        result = {}
        for name, item in value.items():
            below = f"{at}/{escape(name)}"
            kept = self._member(name, item, schema, properties, below)
            if not isinstance(kept, _Wrong):
                result[name] = kept
        lost = any(name not in result for name in schema.get("required", ()))
        return _WRONG if lost or schema.get("x-tags") else result

    def _member(self, name: str, item: Json, schema: JsonSchema, properties: JsonSchema, at: str) -> Json:
        if name in properties:
            rule = properties[name]
            if rule.get("not") == {}:
                self._later(at)
                return _WRONG
            return self.visit(item, rule, at)
        more = schema.get("additionalProperties", True)
        if schema.get("x-tags") or more is True:
            return item
        if more is False:
            known = [key for key, rule in properties.items() if rule.get("not") != {}]
            self._error(
                "unknown-key",
                f"{_label(at.rpartition('/')[0])} has no key {name!r}",
                at,
                nearest(name, known),
                key=True,
            )
            return _WRONG
        names = schema.get("propertyNames", {})
        if not re.search(names.get("pattern", ""), name):
            self._error("wrong-value", f"the name {name!r} must be {names['x-expected']}", at, key=True)
            return _WRONG
        return self.visit(item, more, at)

    def _later(self, at: str) -> None:
        name = ".".join(token for token in at.split("/")[1:] if not token.isdigit())
        self._error("not-implemented", f"{name} is not implemented in this version", at, "remove the key", key=True)

    def _list(self, value: Sequence[Json], schema: JsonSchema, at: str) -> Json:
        if len(value) < schema.get("minItems", 0):
            self._error("wrong-value", f"{_label(at)} must not be empty", at)
            return _WRONG
        if schema.get("uniqueItems") and (twice := [item for n, item in enumerate(value) if item in value[:n]]):
            self._error("wrong-value", f"{_label(at)} names {twice[0]} twice", at)
            return _WRONG
        visited = [self.visit(item, schema.get("items", {}), f"{at}/{number}") for number, item in enumerate(value)]
        return [None if isinstance(item, _Wrong) else item for item in visited]

    def _scalar(self, value: Json, schema: JsonSchema, at: str) -> bool:
        if "enum" in schema and value not in schema["enum"]:
            choices = ", ".join(map(str, (*schema["enum"], *schema.get("x-others", ()))))
            hint = nearest(value, map(str, schema["enum"])) if isinstance(value, str) else ""
            self._error("wrong-value", f"{_label(at)} must be one of {choices}", at, hint)
            return False
        if isinstance(value, str) and (later := re.match(schema.get("x-later", "(?!)"), value)):
            message = f"{later.group()} references are not implemented in this version"
            self._error("not-implemented", message, at, schema.get("x-hint", ""))
            return False
        if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
            self._error(
                schema.get("x-rule", "wrong-value"),
                f"{_label(at)} must be {schema['x-expected']}",
                at,
                schema.get("x-hint", ""),
            )
            return False
        if isinstance(value, str) and len(value) < schema.get("minLength", 0):
            self._error("wrong-value", f"{_label(at)} must not be empty", at)
            return False
        low = schema.get("minimum")
        if low is not None and value < low:
            self._error("wrong-value", f"{_label(at)} must be at least {low}", at)
            return False
        high = schema.get("maximum")
        if high is not None and value > high:
            self._error("wrong-value", f"{_label(at)} must be at most {high}", at)
            return False
        return True

    def _error(self, rule: str, message: str, at: str, hint: str = "", *, key: bool = False) -> None:
        self._diagnostics.error(rule, message, self._source.place(at, key=key), hint)


def _has_type(value: Json, schema: JsonSchema) -> bool:
    wanted = schema.get("type")
    if wanted is None:
        return True
    if isinstance(wanted, list):
        return False
    kind = kind_of(value)
    return kind == wanted or (wanted == "number" and kind == "integer")


def _label(at: str) -> str:
    """Return what a message calls the value at a pointer: its key, or the list it is an item of."""
    tokens = at.split("/")[1:]
    if not tokens:
        return "the file"
    if tokens[-1].isdigit() and len(tokens) > 1:
        return f"item {int(tokens[-1]) + 1} of {tokens[-2]}"
    return tokens[-1]
