"""The models of an action: its inputs and outputs, with models of their own for objects inside them.

They are written from self-contained schemas in stable names, so that nothing of a contract's names reaches them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from codegen.contract.model import JsonSchema
from codegen.contract.rules import held_rules, in_words
from codegen.core.names import assign, pascal, snake
from codegen.render.literals import Code, py
from codegen.render.python_types import compiles, limits_of
from codegen.targets.actions.annotations import FORMATS, Annotator, TypeNames, with_none

_KINDS: Mapping[str, type | tuple[type, ...]] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One attribute: `name: annotation = default`, and what it means."""

    ident: Code
    annotation: Code
    default: Code | None
    description: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """One class."""

    name: Code
    base: Code
    doc: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One property of an object to write."""

    name: str
    ident: str
    schema: JsonSchema
    required: bool
    description: str


@dataclass(slots=True)
class ModelWriter:
    """Writes the classes of one module; inner classes come before those that use them.

    Attributes:
        names: the module's type names.
        base: the class that these derive from.
        limited: whether limits are checked and defaults stand in, as for what is taken. What is given out was read
            by layer 1: a limit that it breaks is the service's affair, and refusing it here would name the wrong layer.
        pydantic: names of pydantic used so far, for the import.
        runtime: names of the runtime used so far, for the import.
        written: the classes, in order.
        taken: names of classes that are given away.
    """

    names: TypeNames
    base: str
    limited: bool = True
    pydantic: set[str] = field(default_factory=set)
    runtime: set[str] = field(default_factory=set)
    written: list[ModelView] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def add(self, name: str, doc: str, members: Iterable[Member]) -> ModelView:
        """Write a class with these members; their objects become classes named after class and member."""
        self.taken.add(name)
        # Fields that may be left out stand last only in signatures; here the declared order is kept, as models allow.
        fields = tuple(self._field(name, member) for member in members)
        view = ModelView(Code(name), Code(self.base), doc, fields)
        self.written.append(view)
        return view

    def annotation(self, owner: str, member: Member) -> str:
        """Return the type of a member's values, without limits, making the classes it needs."""
        return self._annotator(owner, member).annotate(member.schema)

    def _annotator(self, owner: str, member: Member) -> Annotator:
        def structure(schema: JsonSchema) -> str:
            return self._nested(owner + pascal(member.name), schema)

        return Annotator(
            self.names, resolve=_no_reference, structure=structure, limit=self._limited, own=True, taken=self.limited
        )

    def _nested(self, wanted: str, schema: JsonSchema) -> str:
        name = next(candidate for candidate in _numbered(wanted) if candidate not in self.taken)
        doc = str(schema.get("description", "")) or "One of the objects inside."
        self.add(name, doc, members_of(schema))
        return name

    def _field(self, owner: str, member: Member) -> FieldView:
        annotation = self.annotation(owner, member)
        default = plain_default(member.schema) if self.limited else None
        if not member.required and default is None:
            annotation, default = with_none(annotation), Code("None")
        if member.ident != member.name:
            annotation = self._annotated(annotation, [f"alias={py(member.name)}"])
        return FieldView(Code(member.ident), Code(annotation), default, member.description)

    def _limited(self, schema: JsonSchema, annotation: str) -> str:
        if not self.limited:
            return annotation
        settings = [f"{key}={py(value)}" for key, value in limits_of(schema).items()]
        return self._annotated(annotation, settings, self._checks(schema))

    def _annotated(self, annotation: str, settings: list[str], checks: Iterable[str] = ()) -> str:
        extras = [f"Field({', '.join(settings)})"] if settings else []
        if settings:
            self.pydantic.add("Field")
        extras += checks
        return f"{self.names('Annotated')}[{annotation}, {', '.join(extras)}]" if extras else annotation

    def _checks(self, schema: JsonSchema) -> Iterable[str]:
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and not compiles(pattern) and _python_reads(pattern):
            self.runtime.add("Matches")
            yield f"Matches({py(pattern)})"
        if schema.get("uniqueItems"):
            self.runtime.add("Unique")
            yield "Unique()"
        for rule in held_rules(schema):
            self.runtime.add("Holds")
            yield f"Holds({py(rule)}, {py(in_words(rule))})"


def members_of(schema: JsonSchema) -> list[Member]:
    """Return the properties of an object's schema as members, each under an attribute of its own."""
    properties: Mapping[str, JsonSchema] = schema.get("properties", {})
    wanted = [(name, str(node.get("x-ident") or snake(name))) for name, node in properties.items()]
    idents = assign(wanted, {})
    required = set(schema.get("required", ()))
    return [
        Member(name, idents[name], node, name in required, str(node.get("description", "")))
        for name, node in properties.items()
    ]


def names_of_fields(members: Iterable[Member]) -> set[str]:
    """Return the attributes of these members and of all objects inside them."""
    found = set()
    for member in members:
        found.add(member.ident)
        found |= names_of_fields(_inner(member.schema))
    return found


def _inner(schema: JsonSchema) -> list[Member]:
    inner = members_of(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            inner += _inner(schema[key])
    for key in ("anyOf", "oneOf"):
        for node in schema.get(key, ()):
            inner += _inner(node)
    return inner


def plain_default(schema: JsonSchema) -> Code | None:
    """Return the default as code where it is a scalar as it stands, of the kind that the schema has."""
    default = schema.get("default")
    if default is None or schema.get("format") in FORMATS:
        return None
    kind = _KINDS.get(str(schema.get("type")), ())
    fits = isinstance(default, kind) and (schema.get("type") == "boolean" or not isinstance(default, bool))
    return Code(py(default)) if fits or default in schema.get("enum", ()) else None


def _python_reads(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _no_reference(schema: JsonSchema) -> JsonSchema:
    raise ValueError(f"a schema of an action is self-contained, yet it refers to {schema.get('$ref')}")


def _numbered(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}{number}"
        number += 1
