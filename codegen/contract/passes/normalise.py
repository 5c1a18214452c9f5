"""Schemas to their normal form (see `contract.model`), with every object of properties a definition of its own.

Definitions are kept under the pointer they stand at in the slice; a later pass names them. Components that are no
objects are kept here too, and taken in where they are used by `inline`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import Any

from codegen.contract.model import REF
from codegen.contract.notes import Notes
from codegen.contract.passes.normal import ANNOTATIONS, NULL, Node, annotating, union
from codegen.contract.passes.shells import Part, Shell, as_mapping, merged, shell
from codegen.core.places import pointer

MAX_COMBINATIONS = 16  # of unions beside one another, and beside properties, that are written out

_STRING = ("minLength", "maxLength", "pattern", "format")
_NUMBER = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format")
_ARRAY = ("minItems", "maxItems", "uniqueItems")
_OBJECT = ("minProperties", "maxProperties")
_OWN: Mapping[str, tuple[str, ...]] = {
    "string": _STRING,
    "number": _NUMBER,
    "integer": _NUMBER,
    "boolean": (),
    "array": _ARRAY,
    "object": _OBJECT,
    "null": (),
}
_HINTS = (  # words that tell the type where it is not said
    ("string", ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
    ("array", _ARRAY),
    ("object", ("required", *_OBJECT)),
)
_FORMATS = frozenset(("date", "date-time", "uuid", "uri", "email", "byte", "binary", "password", "hostname", "ipv4"))


class Normaliser:
    """Normalises the schemas of one slice.

    Attributes:
        definitions: pointer to normal form; grows while schemas are normalised.
        aliases: pointer to the pointer that it takes its name from.
    """

    def __init__(self, components: Mapping[str, Any], notes: Notes) -> None:
        self._components = {pointer("components", "schemas", name): node for name, node in components.items()}
        self._notes = notes
        self.definitions: dict[str, Node] = {}
        self.aliases: dict[str, str] = {}
        self._open: set[str] = set()
        self._recursive: set[str] = set()
        for at, node in self._components.items():
            self._component(Part(as_mapping(node), at))

    def schema(self, node: Any, at: str) -> Node:
        """Return the normal form of the schema that stands at `at`, adding the definitions in it."""
        return self._node((Part(as_mapping(node), at),), at)

    def _component(self, part: Part) -> None:
        result = self._node((part,), part.at, frozenset((part.at,)), whole=True)
        if result.get("$ref") != REF + part.at:
            self.definitions[part.at] = result
        else:
            self.definitions.setdefault(part.at, {})  # `A: {$ref: A}` says nothing

    def _node(
        self, parts: Sequence[Part], key: str, seen: frozenset[str] = frozenset(), *, whole: bool = False
    ) -> Node:
        if len(parts) == 1:
            simple = self._simple(parts[0], key, whole=whole)
            if simple is not None:
                return simple
        if key in self._open:  # arrays of themselves, met while parts are merged
            self._recursive.add(key)
            return {"$ref": REF + key}
        self._open.add(key)
        form = self._formed(shell(parts, self._components, self._notes, seen), key)
        self._open.discard(key)
        if key in self._recursive and key not in self.definitions:
            self.definitions[key] = form
            return {"$ref": REF + key}
        return form

    def _simple(self, part: Part, key: str, *, whole: bool) -> Node | None:
        """Return the form of a reference, or of an `allOf` around one schema; None for everything else."""
        node = part.node
        says = [word for word in node if word not in ANNOTATIONS and word not in ("title", "discriminator")]
        if says == ["$ref"]:
            return {"$ref": REF + node["$ref"][1:], **annotating(node)}
        if says == ["allOf"] and len(node["allOf"]) == 1:
            inner = Part(as_mapping(node["allOf"][0]), f"{part.at}/allOf/0")
            self.aliases[inner.at] = key
            return {**self._node((inner,), key, frozenset((part.at,)) if whole else frozenset()), **annotating(node)}
        if says == ["not"] and not node["not"]:
            return {"not": {}, **annotating(node)}
        return None

    def _formed(self, whole: Shell, key: str) -> Node:
        unions = self._unions(whole)
        if not unions:
            return self._plain(whole, key)
        if len(unions) == 1 and not whole.structural:
            return self._union(whole, unions[0], key)
        return self._distributed(whole, unions, key)

    def _unions(self, whole: Shell) -> list[tuple[Part, ...]]:
        """Return the unions that offer more than which members are required, or how many."""
        if not whole.structural:
            return [members for members in whole.unions if members]
        kept = []
        for members in whole.unions:
            offering = tuple(part for part in members if set(part.node) - _MERE)
            if offering:
                kept.append(offering)  # the others are rules, see `codegen.contract.rules`
        return kept

    def _union(self, whole: Shell, members: tuple[Part, ...], key: str) -> Node:
        real = [part for part in members if part.node.get("type") not in ("null", ["null"])]
        if len(real) == 1:
            self.aliases[real[0].at] = key
        forms = [self._node((part,), part.at) for part in members]
        extra = {**annotating(whole.words), **_ruled(whole)}
        if "null" in whole.words.get("type", ()):
            forms.append(NULL)
        named = whole.discriminator
        if named and all("$ref" in form for form in forms if form != NULL) and len(real) > 1:
            return self._discriminated(forms, named, extra)
        return union(forms, extra)

    @staticmethod
    def _discriminated(forms: list[Node], named: Mapping[str, Any], extra: Node) -> Node:
        members = [{"$ref": form["$ref"]} for form in forms if form != NULL]
        by_name = {_last(member["$ref"]): member["$ref"].removeprefix(REF) for member in members}
        written = {value: target[1:] for value, target in named.get("mapping", {}).items()}
        mapping = written or by_name
        choice: Node = {
            "oneOf": members,
            "discriminator": {"propertyName": named["propertyName"], "mapping": mapping},
        }
        return {"anyOf": [choice, NULL], **extra} if NULL in forms else {**choice, **extra}

    def _distributed(self, whole: Shell, unions: list[tuple[Part, ...]], key: str) -> Node:
        """Return the union of what the schema is with each choice of its unions' members."""
        choices = list(islice(product(*unions), MAX_COMBINATIONS + 1))
        if len(choices) > MAX_COMBINATIONS:
            return self._superset(whole, unions, key)
        forms = []
        for number, choice in enumerate(choices):
            more = shell(choice, self._components, self._notes, whole.seen)
            forms.append(self._formed(merged(whole, more, key, self._notes), f"{key}/oneOf/{number}"))
        if len(choices) == 1:
            self.aliases[f"{key}/oneOf/0"] = key
        return union(forms)

    def _superset(self, whole: Shell, unions: list[tuple[Part, ...]], key: str) -> Node:
        self._notes.info(
            "union-too-wide", "unions with too many combinations are read as one object of all members", key
        )
        result = whole
        for part in (part for members in unions for part in members):
            more = shell((part,), self._components, self._notes, result.seen)
            more.words.pop("required", None)
            more.unions.clear()
            result = merged(result, more, key, self._notes)
        return self._plain(result, key)

    # ------------------------------------------------------------------ one schema without unions

    def _plain(self, whole: Shell, key: str) -> Node:
        words = whole.words
        kinds = list(dict.fromkeys(words.get("type") or _told(whole)))
        enum = words.get("enum")
        has_null = "null" in kinds or bool(enum and None in enum)
        kinds = [kind for kind in kinds if kind != "null"]
        if enum:
            forms = _enums([value for value in enum if value is not None], kinds, words)
        elif not kinds:
            return {**(NULL if has_null else {}), **annotating(words)}
        else:
            forms = [self._kind(kind, whole, key) for kind in kinds if not (kind == "integer" and "number" in kinds)]
        if len(forms) == 1 and not has_null:
            return {**forms[0], **annotating(words)}
        if has_null:
            forms.append(NULL)
        return union(forms, annotating(words))

    def _kind(self, kind: str, whole: Shell, key: str) -> Node:
        words = whole.words
        node: Node = {"type": kind, **{word: words[word] for word in _OWN.get(kind, ()) if word in words}}
        if kind == "string":
            return {**_text(node, words), **_ruled(whole)}
        if kind == "array":
            return {**node, "items": self._items(whole), **_ruled(whole)}
        if kind == "object":
            return self._object(node, whole, key)
        return {**node, **_ruled(whole)}

    def _items(self, whole: Shell) -> Node:
        forms = [self._node((part,), part.at) for part in whole.tuple_items]
        if whole.items or not forms:
            forms.append(self._node(whole.items, _joined(whole.items)) if whole.items else {})
        return union(forms) if len(forms) > 1 else forms[0]

    def _object(self, node: Node, whole: Shell, key: str) -> Node:
        node.update(_ruled(whole))
        if not whole.properties:
            node.update(self._others(whole))
            return node
        if key in self._components and "null" in whole.words.get("type", ()):
            key += "/"  # the component is this object or null; the object has its name
        if key not in self.definitions:
            self.definitions[key] = node  # first, since a property may lead here again
            node.update(self._members(whole))
            node.update(self._others(whole))
            node.update(
                {word: whole.words[word] for word in ("title", "description", "examples") if whole.words.get(word)}
            )
            if whole.words.get("deprecated") is True:
                node["deprecated"] = True
        return {"$ref": REF + key}

    def _others(self, whole: Shell) -> Node:
        """Return what an object says of properties that it does not name."""
        if whole.additional:
            return {"additionalProperties": self._node(whole.additional, _joined(whole.additional))}
        return {"additionalProperties": False} if whole.closed else {}

    def _members(self, whole: Shell) -> Node:
        properties = {name: self._node(parts, _joined(parts)) for name, parts in whole.properties.items()}
        required = list(whole.words.get("required", ()))
        # A member that is required and declared nowhere may be anything, but it must be there.
        properties |= {name: {} for name in required if name not in properties}
        return {"properties": properties, **({"required": required} if required else {})}


_JOINT = "~2"  # in no JSON pointer (RFC 6901, section 3)
_MERE = frozenset(("required", *_OBJECT, "not", "title", "description", "type", "$comment", "examples"))


def _joined(parts: Sequence[Part]) -> str:
    """Return the key for what `parts` say together: the place of the one, or all places, the last one first."""
    return _JOINT.join(part.at for part in reversed(parts))


def place_of(key: str) -> str:
    """Return the pointer that a definition's key begins with."""
    return key.split(_JOINT)[0].rstrip("/")


def _ruled(whole: Shell) -> Node:
    return {"x-rules": list(whole.rules)} if whole.rules else {}


def _last(reference: str) -> str:
    return reference.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")


def _told(whole: Shell) -> list[str]:
    """Return the type that the words of a schema without `type` tell, or none."""
    if whole.properties or whole.additional:
        return ["object"]
    if whole.items or whole.tuple_items:
        return ["array"]
    if whole.words.get("format") in _FORMATS:
        return ["string"]
    return next(([kind] for kind, hints in _HINTS if any(hint in whole.words for hint in hints)), [])


def _text(node: Node, words: Mapping[str, Any]) -> Node:
    if "format" not in node and "contentEncoding" in words:
        node["format"] = "byte"
    elif "format" not in node and words.get("contentMediaType") == "application/octet-stream":
        node["format"] = "binary"
    return node


_KINDS: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


def _enums(values: list[Any], kinds: list[str], words: Mapping[str, Any]) -> list[Node]:
    """Return one enum for each type among `values`; enums of arrays and objects are these types alone."""
    grouped: dict[str, list[Any]] = {}
    for value in values:
        kind = _KINDS.get(type(value), "string")
        if kind == "integer" and "number" in kinds:
            kind = "number"
        grouped.setdefault(kind, []).append(value)
    forms: list[Node] = []
    for kind, members in grouped.items():
        if kind in ("array", "object"):
            forms.append({"type": kind, **({"items": {}} if kind == "array" else {})})
        else:
            form = {"format": words["format"]} if "format" in words and kind == "string" else {}
            forms.append({"type": kind, "enum": _once(members), **form})
    return forms


def _once(values: list[Any]) -> list[Any]:
    return list({(type(value), value): value for value in values}.values())
