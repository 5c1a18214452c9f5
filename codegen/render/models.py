"""Model classes: the definitions of a contract as text of Python modules.

datamodel-code-generator says what each field is (`class_generator`); which module a class stands in, what it imports
and how it is laid out is decided here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from codegen.render.class_generator import class_fields
from codegen.render.class_schemas import ClassSchema, class_schema, is_class
from codegen.render.imports import Imports
from codegen.render.layout import Group, Piece, lay_out, prefixed
from codegen.render.literals import Code, doc, py
from codegen.render.modules import assign_modules, order_within
from codegen.render.prose import brief
from codegen.render.python_types import Schema, TypeWriter


@dataclass(frozen=True, slots=True)
class ModelModule:
    """One module of models: its import statements and its definitions, each as whole text."""

    imports: Code
    definitions: tuple[Code, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Models:
    """The modules by name, and each definition's module."""

    modules: Mapping[str, ModelModule]
    homes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Source:
    """Everything that the text of a module follows from."""

    definitions: Mapping[str, Schema]
    twins: Mapping[str, str]
    needs: Mapping[str, Sequence[str]]
    homes: Mapping[str, str]
    schemas: Mapping[str, ClassSchema]
    fields: Mapping[str, Sequence[str]]


def render_models(
    definitions: Mapping[str, Schema],
    *,
    needs: Mapping[str, Iterable[str]],
    units: Mapping[str, str],
    twins: Mapping[str, str],
    cache: Path | None = None,
) -> Models:
    """Return the modules that hold the classes of `definitions`.

    Args:
        definitions: final class name to normal form.
        needs: definition to the definitions that it refers to.
        units: definition to the module that it would stand in; units in a cycle share one.
        twins: definition to the one whose structure it shares; it becomes an alias of that class.
        cache: folder for rendered classes, or None.
    """
    uses = {name: [twins[name]] if name in twins else sorted(set(needs[name])) for name in definitions}
    schemas = {name: class_schema(s) for name, s in definitions.items() if name not in twins and is_class(s)}
    fields = class_fields([schema.schema for schema in schemas.values()], cache)
    homes = assign_modules(uses, units)
    source = _Source(definitions, twins, uses, homes, schemas, dict(zip(schemas, fields, strict=True)))
    members: dict[str, list[str]] = {}
    for name, home in homes.items():
        members.setdefault(home, []).append(name)
    return Models({home: _module(source, members[home]) for home in sorted(members)}, homes)


def _module(source: _Source, names: Sequence[str]) -> ModelModule:
    used = {*names, *(other for name in names for other in source.needs[name])}
    imports = Imports({*used, *(ident for name in names for ident in _idents(source, name))})
    for name in sorted(used - set(names)):
        imports.own(f".{source.homes[name]}", name)
    groups = order_within(names, source.needs)
    texts = [_definition(source, name, imports, _is_cycle(source, group)) for group in groups for name in group]
    return ModelModule(Code("\n".join(imports.lines())), tuple(texts), tuple(sorted(names)))


def _is_cycle(source: _Source, group: Sequence[str]) -> bool:
    return len(group) > 1 or group[0] in source.needs[group[0]]


def _idents(source: _Source, name: str) -> list[str]:
    if name not in source.schemas:
        return []
    return [attribute(wire, schema) for wire, schema in source.definitions[name]["properties"].items()]


def attribute(name: str, schema: Schema) -> str:
    """Return the attribute of a property: its name unless the contract says otherwise."""
    return str(schema.get("x-ident", name))


def _definition(source: _Source, name: str, imports: Imports, cyclic: bool) -> Code:
    if name in source.twins:
        return Code(f"{name} = {source.twins[name]}")
    writer = TypeWriter(imports, str, constrained=True)
    definition = source.definitions[name]
    if name in source.schemas:
        return _class(name, definition, source.schemas[name], source.fields[name], writer, imports)
    return _alias(name, writer.write(definition), imports, cyclic)


def _alias(name: str, code: Code, imports: Imports, cyclic: bool) -> Code:
    if cyclic:
        return Code(f"{name} = {imports.use('TypeAliasType')}({py(name)}, {py(str(code))})")
    return lay_out(prefixed(f"{name}: {imports.use('TypeAlias')} = ", _piece(_parsed(code), str)))


def _class(
    name: str,
    definition: Schema,
    schema: ClassSchema,
    fields: Sequence[str],
    writer: TypeWriter,
    imports: Imports,
) -> Code:
    lines = [f"class {name}({imports.use('Model')}):"]
    if text := brief(str(definition.get("description") or definition.get("title") or ""), 600):
        lines += [f"    {doc(text)}", ""]
    if _open(definition):
        lines += [f'    model_config = {imports.use("ConfigDict")}(extra="allow")', ""]
    spell = partial(_spell, schema, writer, imports)
    for (wire, node), field in zip(definition["properties"].items(), fields, strict=True):
        lines += _field(wire, node, field, spell, imports)
    if len(lines) == 1:
        lines.append("    pass")
    while lines[-1] == "":
        lines.pop()
    return Code("\n".join(lines))


def _open(definition: Schema) -> bool:
    rest = definition.get("additionalProperties")
    return isinstance(rest, Mapping) and bool(rest) and rest != {"not": {}}


def _spell(schema: ClassSchema, writer: TypeWriter, imports: Imports, name: str) -> Piece:
    """Return what a name of the generator's annotation is here: an opaque type's own text, or an imported name."""
    if name[0] == "T" and name[1:].isdigit():
        return _piece(_parsed(writer.write(schema.opaque[int(name[1:])])), str)
    return imports.use(name)


def _field(name: str, node: Schema, field: str, spell: Any, imports: Imports) -> list[str]:
    ident, wire = attribute(name, node), str(node.get("x-wire", name))
    annotation, _, default = field.removesuffix(" = None").partition("\0")
    tail = " = None" if field.endswith(" = None") else default
    if "x-default" in node:
        tail = f" = {py(node['x-default'])}"
    piece = _annotation(_parsed(annotation), wire if wire != ident else None, spell, imports)
    lines = [f"    {lay_out(prefixed(f'{ident}: ', piece), 4, room=len(tail))}{tail}"]
    words = brief(str(node.get("description") or ""))
    if node.get("deprecated"):
        words = f"Deprecated. {words}".strip()
    return [*lines, f"    {doc(words)}"] if words else lines


def _annotation(node: ast.expr, alias: str | None, spell: Any, imports: Imports) -> Piece:
    inner, arguments = _unwrapped(node)
    pieces: list[Piece] = [f"alias={py(alias)}"] if alias is not None else []
    pieces += [f"{keyword.arg}={py(_constant(keyword.value))}" for keyword in arguments]
    piece = _piece(inner, spell)
    if not pieces:
        return piece
    return Group(f"{imports.use('Annotated')}[", (piece, Group(f"{imports.use('Field')}(", tuple(pieces), ")")), "]")


def _constant(node: ast.expr) -> object:
    return ast.literal_eval(node)


def _unwrapped(node: ast.expr) -> tuple[ast.expr, list[ast.keyword]]:
    """Return the type and the keywords of `Annotated[type, Field(keywords)]`, or the node itself."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Annotated":
        assert isinstance(node.slice, ast.Tuple)  # noqa: S101 - the generator writes a type and a Field
        inner, field = node.slice.elts
        assert isinstance(field, ast.Call)  # noqa: S101 - see above
        return inner, field.keywords
    return node, []


@lru_cache(maxsize=8192)
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _piece(node: ast.expr, spell: Any) -> Piece:
    """Return an annotation's syntax as something that can be laid out; `spell` says what a name is here."""
    if isinstance(node, ast.Name):
        result: Piece = spell(node.id)
        return result
    if isinstance(node, ast.Constant):
        return py(node.value)
    if isinstance(node, ast.BinOp):
        return _either(_piece(node.left, spell), _piece(node.right, spell))
    if isinstance(node, ast.Subscript):
        members = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return Group(f"{_piece(node.value, spell)}[", tuple(_piece(member, spell) for member in members), "]")
    if isinstance(node, ast.Call):
        named = [prefixed(f"{keyword.arg}=", _piece(keyword.value, spell)) for keyword in node.keywords]
        given = [_piece(argument, spell) for argument in node.args]
        return Group(f"{_piece(node.func, spell)}(", (*given, *named), ")")
    return py(ast.literal_eval(node))


def _either(left: Piece, right: Piece) -> Piece:
    if str(right) == "None" and (str(left) in ("None", "Any") or str(left).endswith("| None")):
        return left  # null is among its values already, and None | None is no type
    if isinstance(left, Group) and isinstance(right, str):
        return Group(left.start, left.parts, f"{left.end} | {right}", left.comma)
    return prefixed(f"{left} | ", right)
