"""What the two contract texts themselves say of a break: read from the raw JSON, by nothing of codegen's.

It only proves what it knows how to look up. A break that it cannot prove is no false alarm; a person reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from codegen.changes.model import Change
from tests.changes_real.breaks import Break

Node = Mapping[str, Any]


class LostError(LookupError):
    """A pointer into the normal form that leads nowhere in the text."""


def proved(item: Break) -> bool:
    """Say whether the two texts of the first pair say what the break says."""
    check = next((check for words, check in _CHECKS.items() if item.change.rule.endswith(words)), None)
    if check is None:
        return False
    old, new = (Text(_read(file)) for file in (item.pairs[0].old, item.pairs[0].new))
    try:
        return check(item.change, old, new)
    except LostError:
        return False


def was_a_stub(item: Break) -> bool:
    """Say whether the old text lists the operation as one that is not there: all that it answers is 501."""
    places = {spot.operation for spot in item.change.places}
    text = Text(_read(item.pairs[0].old))
    try:
        return all(text.operation(place).get("responses", {}).keys() == {"501"} for place in places)
    except LostError:
        return False


@cache
def _read(file: Path) -> Any:
    return orjson.loads(file.read_bytes())


class Text:
    """One contract as it stands in its file."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def operation(self, key: str) -> Node:
        """Return an operation by `METHOD /path`."""
        method, _, path = key.partition(" ")
        found = self._document["paths"].get(path, {}).get(method.lower())
        if found is None:
            raise LostError(key)
        return self.plain(found)

    def has(self, key: str) -> bool:
        """Say whether an operation is there."""
        method, _, path = key.partition(" ")
        return method.lower() in self._document["paths"].get(path, {})

    def plain(self, node: Any) -> Any:
        """Return what a reference leads to, else the node itself; a `nullable` beside it stays."""
        while isinstance(node, Mapping) and "$ref" in node:
            node = self._direct(node["$ref"])
        return node

    def _direct(self, reference: str) -> Any:
        node = self._document
        for token in _tokens(reference.removeprefix("#")):
            node = node[token]
        return node

    def at(self, pointer: str) -> Any:
        """Return what stands at a pointer, followed through references and the parts of `allOf`."""
        node = self._document
        for token in _tokens(pointer):
            node = self.plain(node)
            if isinstance(node, list) and token.isdigit() and int(token) < len(node):
                node = node[int(token)]
            elif isinstance(node, Mapping) and token in node:
                node = node[token]
            elif isinstance(node, Mapping) and "allOf" in node and token in (whole := self.whole(node)):
                node = whole[token]
            else:
                raise LostError(pointer)
        return node

    def whole(self, node: Any) -> dict[str, Any]:
        """Return a schema with the parts of its `allOf` in one: properties, required, and all other words."""
        node = self.plain(node)
        if not isinstance(node, Mapping):
            raise LostError(str(node))
        result: dict[str, Any] = {"properties": {}, "required": []}
        for part in (*map(self.whole, node.get("allOf", ())), node):
            result = {
                **result,
                **part,
                "properties": {**result["properties"], **part.get("properties", {})},
                "required": [*result["required"], *part.get("required", ())],
            }
        return result

    def owner(self, pointer: str) -> tuple[dict[str, Any], str]:
        """Return the object that a property stands in, as a whole, and the property's name."""
        *above, properties, name = _tokens(pointer) or ["", "", ""]
        if properties != "properties":
            raise LostError(pointer)
        return self.whole(self.at("".join(f"/{_escaped(token)}" for token in above))), name

    def nullable(self, node: Any) -> bool:
        """Say whether null is allowed, in the words of OpenAPI 3.0 and 3.1."""
        if isinstance(node, Mapping) and node.get("nullable"):
            return True
        whole = self.whole(node)
        kinds = whole.get("type")
        members = (*whole.get("anyOf", ()), *whole.get("oneOf", ()))
        return bool(whole.get("nullable")) or kinds == "null" or "null" in (kinds or ()) or any(
            map(self.nullable, members)
        )  # fmt: skip


def _tokens(pointer: str) -> list[str]:
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


# ------------------------------------------------------------------ what can be looked up


def _gone(change: Change, old: Text, new: Text) -> bool:
    return old.has(change.element.name) and not new.has(change.element.name)


def _renamed(change: Change, old: Text, new: Text) -> bool:
    ids = (old.at(change.element.old_pointer)["operationId"], new.at(change.element.new_pointer)["operationId"])
    return bool(ids == (change.old, change.new))


def _moved(change: Change, old: Text, new: Text) -> bool:
    came = change.message.removeprefix("it moved to ")
    there = (old.has(came), new.has(change.element.name))
    ids = (old.operation(change.element.name)["operationId"], new.operation(came)["operationId"])
    return there == (False, False) and ids[0] == ids[1]


def _body(change: Change, text: Text, pointer: str) -> tuple[bool, bool]:
    body = text.plain(text.plain(text.at(pointer)).get("requestBody"))
    return body is not None, bool(body and body.get("required"))


def _body_became_required(change: Change, old: Text, new: Text) -> bool:
    before, after = _body(change, old, change.element.old_pointer), _body(change, new, change.element.new_pointer)
    return before == (True, False) and after == (True, True)


def _body_added(change: Change, old: Text, new: Text) -> bool:
    before, after = _body(change, old, change.element.old_pointer), _body(change, new, change.element.new_pointer)
    return not before[0] and after == (True, True)


def _parameters(text: Text, pointer: str) -> dict[tuple[str, str], Any]:
    item, operation = text.at(pointer.rpartition("/")[0]), text.at(pointer)
    listed = [text.plain(one) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))]
    return {(one["in"], one["name"]): one for one in listed}


def _sides(change: Change, old: Text, new: Text) -> tuple[Any, Any]:
    key = (change.element.owner, change.element.name)
    return (
        _parameters(old, change.element.old_pointer).get(key),
        _parameters(new, change.element.new_pointer).get(key),
    )


def _parameter_gone(change: Change, old: Text, new: Text) -> bool:
    before, after = _sides(change, old, new)
    return before is not None and after is None


def _parameter_new(change: Change, old: Text, new: Text) -> bool:
    before, after = _sides(change, old, new)
    return before is None and after is not None and bool(after.get("required"))


def _parameter_type(change: Change, old: Text, new: Text) -> bool:
    before, after = _sides(change, old, new)
    if before is None or after is None:
        return False
    one, other = old.whole(before["schema"]), new.whole(after["schema"])
    word = "format" if "format" in change.message else "type"
    return one.get(word) == change.old and other.get(word) == change.new


def _media(text: Text, change: Change, pointer: str) -> set[str]:
    operation = text.plain(text.at(pointer))
    holder = operation.get("requestBody") if change.side == "request" else None
    if holder is None:
        holder = operation.get("responses", {}).get(change.element.owner, {})
    return set(text.plain(holder).get("content", ()))


def _media_gone(change: Change, old: Text, new: Text) -> bool:
    name = change.subject.partition(" of ")[0]
    before, after = _media(old, change, change.element.old_pointer), _media(new, change, change.element.new_pointer)
    return name in before and name not in after


def _property_gone(change: Change, old: Text, new: Text) -> bool:
    (one, name), (other, _) = old.owner(change.element.old_pointer), new.owner(change.element.new_pointer)
    return name in one["properties"] and name not in other["properties"]


def _needed(change: Change, old: Text, new: Text) -> tuple[bool, bool]:
    (one, name), (other, _) = old.owner(change.element.old_pointer), new.owner(change.element.new_pointer)
    if name not in one["properties"] or name not in other["properties"]:
        raise LostError(name)
    return name in one["required"], name in other["required"]


def _values(change: Change, old: Text, new: Text) -> tuple[Any, Any]:
    if change.subject.endswith(("[]", "{}")):
        raise LostError(change.subject)  # the pointer leads to what the value stands in
    (one, name), (other, _) = old.owner(change.element.old_pointer), new.owner(change.element.new_pointer)
    if name not in one["properties"] or name not in other["properties"]:
        raise LostError(name)
    return one["properties"][name], other["properties"][name]


def _became_nullable(change: Change, old: Text, new: Text) -> bool:
    one, other = _values(change, old, new)
    return not old.nullable(one) and new.nullable(other)


def _word(name: str) -> Callable[[Change, Text, Text], bool]:
    """Return the check of one keyword of a property's schema."""

    def check(change: Change, old: Text, new: Text) -> bool:
        one, other = _values(change, old, new)
        word = "format" if name == "type" and "format" in change.message else name
        return old.whole(one).get(word) == change.old and new.whole(other).get(word) == change.new

    return check


def _value_gone(change: Change, old: Text, new: Text) -> bool:
    if change.element.kind == "parameter":
        before, after = _sides(change, old, new)
        one, other = before["schema"], after["schema"]
    else:
        one, other = _values(change, old, new)
    return change.old in old.whole(one).get("enum", ()) and change.old not in new.whole(other).get("enum", ())


def _became_enum(change: Change, old: Text, new: Text) -> bool:
    one, other = _values(change, old, new)
    return "enum" not in old.whole(one) and new.whole(other).get("enum") == change.new


def _pattern_added(change: Change, old: Text, new: Text) -> bool:
    one, other = _values(change, old, new)
    return "pattern" not in old.whole(one) and "pattern" in new.whole(other)


def _property_new(change: Change, old: Text, new: Text) -> bool:
    (one, name), (other, _) = old.owner(change.element.old_pointer), new.owner(change.element.new_pointer)
    return name not in one["properties"] and name in other["properties"] and name in other["required"]


def _status_gone(change: Change, old: Text, new: Text) -> bool:
    before, after = (
        text.at(pointer).get("responses", {})
        for text, pointer in ((old, change.element.old_pointer), (new, change.element.new_pointer))
    )
    return change.element.owner in before and change.element.owner not in after


def _members(text: Text, change: Change, pointer: str) -> set[str]:
    """Return the class names of the components that a value may be."""
    node = text.at(pointer)
    if change.element.kind == "answer":
        response = text.plain(node["responses"][change.element.owner])
        node = next(iter(response["content"].values()))["schema"]
    if change.subject.startswith("the items of") or change.subject.endswith("[]"):
        node = text.whole(node).get("items", {})
    node = node if "$ref" in node and not _union(text.plain(node)) else text.plain(node)
    named = [member["$ref"] for member in _union(node) or (node,) if "$ref" in member]
    return {"".join(word.capitalize() for word in name.rpartition("/")[2].split("-")) for name in named}


def _union(node: Any) -> list[Any]:
    return [*node.get("anyOf", ()), *node.get("oneOf", ())]


def _member_came(change: Change, old: Text, new: Text) -> bool:
    before = _members(old, change, change.element.old_pointer)
    return change.new in _members(new, change, change.element.new_pointer) - before


_CHECKS: Mapping[str, Callable[[Change, Text, Text], bool]] = {
    "api-removed-without-deprecation": _gone,
    "api-removed-with-deprecation": _gone,
    "api-operation-id-changed": _renamed,
    "api-operation-moved": _moved,
    "request-body-became-required": _body_became_required,
    "request-body-added-required": _body_added,
    "request-parameter-removed": _parameter_gone,
    "request-parameter-removed-with-deprecation": _parameter_gone,
    "new-request-path-parameter": _parameter_new,
    "new-required-request-parameter": _parameter_new,
    "request-parameter-type-changed": _parameter_type,
    "media-type-removed": _media_gone,
    "property-removed": _property_gone,
    "property-became-optional": lambda *sides: _needed(*sides) == (True, False),
    "property-became-required": lambda *sides: _needed(*sides) == (False, True),
    "property-became-nullable": _became_nullable,
    "property-type-changed": _word("type"),
    "property-type-generalized": _word("type"),
    "property-max-length-set": _word("maxLength"),
    "property-min-length-set": _word("minLength"),
    "property-max-items-set": _word("maxItems"),
    "property-min-items-set": _word("minItems"),
    "property-max-properties-set": _word("maxProperties"),
    "enum-value-removed": _value_gone,
    "property-became-enum": _became_enum,
    "property-pattern-added": _pattern_added,
    "new-required-request-property": _property_new,
    "success-status-removed": _status_gone,
    "any-of-added": _member_came,
}
