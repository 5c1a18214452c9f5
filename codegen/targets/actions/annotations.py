"""Python types of the normal form, as layer 2 writes them.

Scalars have the types that layer 1 has. What an object becomes is asked of the caller: a model of the action's own
where inputs and outputs are declared, `Structure` where an argument is handed on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from codegen.contract.model import Json, JsonSchema
from codegen.render.literals import py

Resolve = Callable[[JsonSchema], JsonSchema]

# Where a name that annotations use is imported from; a builtin is imported only where a field hides it.
HOMES: Mapping[str, str] = {
    "Any": "typing",
    "Annotated": "typing",
    "Literal": "typing",
    "Decimal": "decimal",
    "UUID": "uuid",
    "date": "datetime",
    "datetime": "datetime",
    "Mapping": "collections.abc",
    "Sequence": "collections.abc",
    "File": "codegen.runtime",
    "Structure": "codegen.runtime",
    "str": "builtins",
    "int": "builtins",
    "float": "builtins",
    "bool": "builtins",
    "bytes": "builtins",
    "list": "builtins",
    "dict": "builtins",
}
FORMATS: Mapping[str, str] = {"date": "date", "date-time": "datetime", "uuid": "UUID", "binary": "bytes"}
SCALARS: Mapping[str, str] = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@dataclass(slots=True)
class TypeNames:
    """The names that one module's annotations use, and what each is called there.

    A field called `date` would hide the type of that name from the fields beside it: the type is imported as `_date`.

    Attributes:
        hidden: names that fields of the module have.
        used: what was used so far, for the imports.
    """

    hidden: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)

    def __call__(self, name: str) -> str:
        """Return what the type `name` is called in the module, and remember that it is used."""
        self.used.add(name)
        return f"_{name}" if name in self.hidden else name

    def imports(self) -> dict[str, list[str]]:
        """Return for each module the names to import from it, with `as` where a field hides one."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.used):
            home = HOMES[name]
            if name in self.hidden:
                found.setdefault(home, []).append(f"{name} as _{name}")
            elif home != "builtins":
                found.setdefault(home, []).append(name)
        return found


@dataclass(frozen=True, slots=True)
class Annotator:
    """Writes the annotation of a schema.

    Attributes:
        names: the module's type names.
        resolve: follows a reference to its definition.
        structure: gives the annotation of an object with properties.
        loose: arrays and maps as read-only views, which take more (for arguments); else `list` and `dict`.
        limit: adds a node's limits to its annotation.
        own: whether schemas are the action's own, where a number of format `decimal` is what a cast made of it.
        taken: whether values are the action's inputs, where binary content is a file.
    """

    names: TypeNames
    resolve: Resolve
    structure: Callable[[JsonSchema], str]
    loose: bool = False
    limit: Callable[[JsonSchema, str], str] = lambda _, annotation: annotation
    own: bool = False
    taken: bool = False

    def annotate(self, schema: JsonSchema, seen: frozenset[str] = frozenset()) -> str:
        """Return the type of a node's values; what refers back to itself without an object between is `Any`."""
        if "$ref" in schema:
            if schema["$ref"] in seen:
                return self.names("Any")
            return self.annotate(self.resolve(schema), seen | {schema["$ref"]})
        if members := schema.get("anyOf", schema.get("oneOf")):
            return self._union([self.annotate(member, seen) for member in members])
        if "enum" in schema:
            return self._enum(schema)
        return self.limit(schema, self._typed(schema, seen))

    def _typed(self, schema: JsonSchema, seen: frozenset[str]) -> str:
        kind = str(schema.get("type"))
        if kind == "array":
            item = self.annotate(schema.get("items", {}), seen)
            return f"{self.names('Sequence' if self.loose else 'list')}[{item}]"
        if kind == "object":
            return self._object(schema, seen)
        if kind == "string":
            return self._string(schema)
        if kind == "null":
            return "None"
        if schema.get("x-cast") == "decimal" or (self.own and kind == "number" and schema.get("format") == "decimal"):
            return self.names("Decimal")
        return self.names(SCALARS[kind]) if kind in SCALARS else self.names("Any")

    def _string(self, schema: JsonSchema) -> str:
        name = FORMATS.get(schema.get("format", ""), "str")
        if name == "bytes" and self.taken:
            return self.names("File")
        if name == "bytes" and self.loose:
            return f"{self.names('bytes')} | {self.names('File')}"
        return self.names(name)

    def _object(self, schema: JsonSchema, seen: frozenset[str]) -> str:
        if schema.get("properties"):
            return self.structure(schema)
        rest = schema.get("additionalProperties", {})
        value = self.annotate(rest, seen) if isinstance(rest, Mapping) else self.names("Any")
        return f"{self.names('Mapping' if self.loose else 'dict')}[{self.names('str')}, {value}]"

    def _enum(self, schema: JsonSchema) -> str:
        values = [value for value in schema["enum"] if value is not None]
        if not values:
            return "None"
        if not all(isinstance(value, str | int) for value in values):
            return self._typed({**schema, "type": schema.get("type", "number")}, frozenset())
        parts = [f"{self.names('Literal')}[{', '.join(py(value) for value in values)}]"]
        if schema.get("x-open-enum"):
            parts += sorted({self.names(type(value).__name__) for value in values})
        return self._union(parts + ["None"] * (None in schema["enum"]))

    def _union(self, members: list[str]) -> str:
        parts = list(dict.fromkeys(part for member in members for part in alternatives(member)))
        free = next((part for part in parts if part in ("Any", "_Any")), None)
        if free is not None:
            return free
        return " | ".join(sorted(parts, key=lambda part: part == "None"))


def alternatives(annotation: str) -> list[str]:
    """Return the members of a union's annotation, in order."""
    return [_source(annotation, leaf) for leaf in _leaves(ast.parse(annotation, mode="eval").body)]


def literal_values(annotation: str) -> list[Json] | None:
    """Return the values of a `Literal[…]`; None for any other annotation."""
    node = ast.parse(annotation, mode="eval").body
    if not (isinstance(node, ast.Subscript) and _source(annotation, node.value).lstrip("_") == "Literal"):
        return None
    values = ast.literal_eval(node.slice)
    return list(values) if isinstance(values, tuple) else [values]


def _leaves(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _leaves(node.left)
        yield from _leaves(node.right)
    else:
        yield node


def _source(text: str, node: ast.expr) -> str:
    return ast.get_source_segment(text, node) or ast.unparse(node)


def without_none(annotation: str) -> str:
    """Return an annotation without its `None`."""
    return " | ".join(part for part in alternatives(annotation) if part != "None") or "None"


def with_none(annotation: str) -> str:
    """Return an annotation that allows `None`, which stands last."""
    return "None" if annotation == "None" else f"{without_none(annotation)} | None"
