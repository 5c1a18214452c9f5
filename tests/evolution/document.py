"""Finding one's way through an OpenAPI document: its operations, its object schemas, their fields."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

Json = Any
Document = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, item in document["paths"].items():
        yield from ((f"{method} {path}", item[method]) for method in METHODS if isinstance(item.get(method), dict))


def operation_ids(document: Document) -> dict[str, None]:
    return {operation.get("operationId", ""): None for _, operation in operations(document)}


def objects(document: Document, side: str) -> Iterator[tuple[str, Document]]:
    """Yield each object schema that a request or a response reaches, once, with a name for it."""
    seen: set[int] = set()
    for where, operation in operations(document):
        holders = (
            [operation.get("requestBody", {})] if side == "request" else list(operation.get("responses", {}).values())
        )
        for holder in holders:
            for media in _resolved(document, holder).get("content", {}).values():
                yield from _below(document, media.get("schema"), f"{side} of {where}", seen)


def all_objects(document: Document) -> Iterator[tuple[str, Document]]:
    seen: set[int] = set()
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _below(document, schema, name, seen)


def _below(document: Document, schema: Json, where: str, seen: set[int]) -> Iterator[tuple[str, Document]]:
    if isinstance(schema, dict) and "$ref" in schema:
        where, schema = str(schema["$ref"]).rpartition("/")[2], _resolved(document, schema)
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.add(id(schema))
    if isinstance(schema.get("properties"), dict) and schema["properties"]:
        yield where, schema
    for name, child in list((schema.get("properties") or {}).items()):
        yield from _below(document, child, f"{where}.{name}", seen)
    for child in [schema.get("items"), *(schema.get("allOf") or ()), *(schema.get("oneOf") or ())]:
        yield from _below(document, child, where, seen)


def _resolved(document: Document, node: Json) -> Document:
    for _ in range(10):
        reference = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            break
        node = document
        for step in reference[2:].split("/"):
            node = node.get(step.replace("~1", "/").replace("~0", "~"), {})
    return node if isinstance(node, dict) else {}


def optional_fields(objects: Iterator[tuple[str, Document]]) -> Iterator[tuple[str, Document, str]]:
    for where, schema in objects:
        names = [name for name in schema["properties"] if name not in schema.get("required", ())]
        yield from ((where, schema, name) for name in names if len(schema["properties"]) > 1)


def fields_of_type(document: Document, *types: str) -> Iterator[tuple[str, Document]]:
    for where, schema in all_objects(document):
        for name, field in schema["properties"].items():
            if isinstance(field, dict) and isinstance(field.get("type"), str) and field["type"] in types:
                yield f"{where}.{name}", field


def fields_with_enum(document: Document) -> Iterator[tuple[str, Document]]:
    for where, field in fields_of_type(document, "string"):
        if isinstance(field.get("enum"), list) and all(isinstance(value, str) for value in field["enum"]):
            yield where, field


def described(document: Document) -> Iterator[tuple[str, Document]]:
    candidates = [*operations(document), *all_objects(document)]
    candidates += [*fields_of_type(document, "string", "integer", "number", "boolean")]
    for where, operation in operations(document):
        listed = [p for p in operation.get("parameters", ()) if isinstance(p, dict) and "name" in p]
        candidates += [(f"{where} {parameter['name']}", parameter) for parameter in listed]
    yield from ((where, holder) for where, holder in candidates if isinstance(holder.get("description"), str))


def pick(found: Iterator[Any], random: Random) -> Any:
    candidates = list(found)
    return random.choice(candidates) if candidates else None
