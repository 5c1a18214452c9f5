"""What vendors do to their contracts: a document in, its next version out, the same for the same seed.

Written from the OpenAPI Specification (3.0 and 3.1) alone; it knows nothing of the generator that reads the result.
A mutation changes the document it is given and says in one line what it did, or "" where it found nothing to change.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.evolution.document import (
    METHODS,
    Document,
    Json,
    all_objects,
    described,
    fields_of_type,
    fields_with_enum,
    objects,
    operation_ids,
    operations,
    optional_fields,
    pick,
)

Mutation = Callable[[Document, Random], str]

_WORDS = ("region", "batch", "channel", "origin", "priority", "locale", "carrier", "tier", "segment", "checksum")
_MOST = 3  # changes in one version
_ATTEMPTS = 60


def mutate(document: Document, seed: int) -> tuple[Document, tuple[str, ...]]:
    """Return the next version of a document and what was changed, a line for each change.

    Args:
        document: a plain OpenAPI document, which stays as it is.
        seed: the same one gives the same version.
    """
    random, result = Random(seed), copy.deepcopy(document)
    wanted, told = random.choice((1, 1, 1, 2, _MOST)), []
    for _ in range(_ATTEMPTS):
        (mutation,) = random.choices([m for m, _ in MUTATIONS], [weight for _, weight in MUTATIONS])
        if done := mutation(result, random):
            told.append(done)
        if len(told) == wanted:
            break
    return result, tuple(told)


# ------------------------------------------------------------------ fields of responses and requests


def add_response_field(document: Document, random: Random) -> str:
    if (found := pick(objects(document, "response"), random)) is None:
        return ""
    where, schema = found
    name = _new_name(schema["properties"], random)
    schema["properties"] = _inserted(schema["properties"], name, _new_schema(random), random)
    return f"response field added: {where}.{name}"


def remove_response_field(document: Document, random: Random) -> str:
    if (found := pick(optional_fields(objects(document, "response")), random)) is None:
        return ""
    where, schema, name = found
    del schema["properties"][name]
    return f"response field removed: {where}.{name}"


def rename_response_field(document: Document, random: Random) -> str:
    if (found := pick(optional_fields(objects(document, "response")), random)) is None:
        return ""
    where, schema, name = found
    new = _free(f"{name}_{random.choice(('code', 'ref', 'value'))}", schema["properties"])
    schema["properties"] = _renamed(schema["properties"], name, new)
    return f"response field renamed: {where}.{name} to {new}"


def rename_required_field(document: Document, random: Random) -> str:
    """Rename a field in every schema that requires it, as a vendor does who settles on another word."""
    schemas = list(all_objects(document))
    names = sorted(
        {name for _, schema in schemas for name in schema.get("required", ()) if name in schema["properties"]}
    )
    if (name := pick(iter(names), random)) is None:
        return ""
    new = f"{name}_{random.choice(('id', 'no', 'key'))}"
    bearers = [schema for _, schema in schemas if name in schema.get("required", ()) and name in schema["properties"]]
    if any(new in schema["properties"] for schema in bearers):
        return ""
    for schema in bearers:
        schema["properties"] = _renamed(schema["properties"], name, new)
        schema["required"] = [new if item == name else item for item in schema["required"]]
    return f"required field renamed in {len(bearers)} schemas: {name} to {new}"


def add_optional_request_field(document: Document, random: Random) -> str:
    return _add_request_field(document, random, required=False)


def add_required_request_field(document: Document, random: Random) -> str:
    return _add_request_field(document, random, required=True)


def _add_request_field(document: Document, random: Random, *, required: bool) -> str:
    if (found := pick(objects(document, "request"), random)) is None:
        return ""
    where, schema = found
    name = _new_name(schema["properties"], random)
    schema["properties"] = _inserted(schema["properties"], name, _new_schema(random), random)
    if required:
        schema["required"] = [*schema.get("required", ()), name]
    return f"{'required' if required else 'optional'} request field added: {where}.{name}"


def add_optional_parameter(document: Document, random: Random) -> str:
    return _add_parameter(document, random, required=False)


def add_required_parameter(document: Document, random: Random) -> str:
    return _add_parameter(document, random, required=True)


def _add_parameter(document: Document, random: Random, *, required: bool) -> str:
    if (found := pick(operations(document), random)) is None:
        return ""
    where, operation = found
    known = {parameter.get("name", ""): None for parameter in operation.get("parameters", ())}
    name = _new_name(known, random)
    schema = _new_schema(random)
    parameter = {"name": name, "in": "query", "description": schema.pop("description"), "schema": schema}
    operation["parameters"] = [
        *operation.get("parameters", ()),
        {**parameter, **({"required": True} if required else {})},
    ]
    return f"{'required' if required else 'optional'} parameter added: {where} {name}"


# ------------------------------------------------------------------ types


def change_type(document: Document, random: Random) -> str:
    found = pick(fields_of_type(document, "string", "integer", "number", "boolean"), random)
    if found is None:
        return ""
    where, schema = found
    old = schema["type"]
    new = {"string": "integer", "integer": "string", "number": "string", "boolean": "string"}[old]
    for key in [key for key in schema if key not in ("description", "title", "deprecated", "nullable", "readOnly")]:
        del schema[key]
    schema["type"] = new
    return f"type changed: {where} from {old} to {new}"


def change_format(document: Document, random: Random) -> str:
    found = pick(fields_of_type(document, "string", "integer"), random)
    if found is None or "enum" in found[1] or "pattern" in found[1] or "default" in found[1]:
        return ""
    where, schema = found
    formats = ("date", "date-time", "uuid", "") if schema["type"] == "string" else ("int32", "int64", "")
    new = random.choice([item for item in formats if item != schema.get("format", "")])
    for key in ("format", "example", "examples", "minLength", "maxLength"):
        schema.pop(key, None)
    if new:
        schema["format"] = new
    return f"format changed: {where} to {new or 'none'}"


def add_enum_value(document: Document, random: Random) -> str:
    if (found := pick(fields_with_enum(document), random)) is None:
        return ""
    where, schema = found
    new = next(f"added_{n}" for n in range(1, 1000) if f"added_{n}" not in schema["enum"])
    schema["enum"] = [*schema["enum"], new]
    return f"enum value added: {where} {new}"


def remove_enum_value(document: Document, random: Random) -> str:
    many = ((where, schema) for where, schema in fields_with_enum(document) if len(schema["enum"]) > 1)
    if (found := pick(many, random)) is None:
        return ""
    where, schema = found
    gone = random.choice(schema["enum"])
    schema["enum"] = [value for value in schema["enum"] if value != gone]
    for key in ("default", "example"):
        if schema.get(key) == gone:
            del schema[key]
    return f"enum value removed: {where} {gone}"


def make_nullable(document: Document, random: Random) -> str:
    plain = (
        (where, schema)
        for where, schema in fields_of_type(document, "string", "integer", "number")
        if "enum" not in schema
    )
    if (found := pick(plain, random)) is None:
        return ""
    where, schema = found
    if schema.get("nullable"):
        return ""
    if str(document.get("openapi", "")).startswith("3.0"):
        schema["nullable"] = True
    else:
        schema["type"] = [schema["type"], "null"]
    return f"made nullable: {where}"


def add_schema(document: Document, random: Random) -> str:
    if (found := pick(objects(document, "response"), random)) is None:
        return ""
    where, schema = found
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    name = next(f"Detail{n}" for n in range(1, 1000) if f"Detail{n}" not in schemas)
    fields = {word: _new_schema(random) for word in random.sample(_WORDS, 2)}
    schemas[name] = {"type": "object", "description": f"What is known of {name}.", "properties": fields}
    field = _new_name(schema["properties"], random)
    schema["properties"][field] = {"$ref": f"#/components/schemas/{name}"}
    return f"schema added: {name}, at {where}.{field}"


# ------------------------------------------------------------------ operations


def add_operation(document: Document, random: Random) -> str:
    reads = [(path, item["get"]) for path, item in document["paths"].items() if "get" in item]
    if (found := pick(iter(reads), random)) is None:
        return ""
    path, operation = found
    new = _free(f"{path.rstrip('/')}/{random.choice(_WORDS)}", document["paths"])
    made = copy.deepcopy({**document["paths"][path], "get": operation})
    item = {key: value for key, value in made.items() if key not in METHODS or key == "get"}
    item["get"]["operationId"] = _free(f"{operation.get('operationId') or 'read'}More", operation_ids(document))
    document["paths"][new] = item
    return f"operation added: get {new}"


def remove_operation(document: Document, random: Random) -> str:
    found = pick(operations(document), random)
    if found is None or len(list(operations(document))) < 2:
        return ""
    method, _, path = found[0].partition(" ")
    del document["paths"][path][method]
    if not document["paths"][path].keys() & set(METHODS):
        del document["paths"][path]
    return f"operation removed: {found[0]}"


def rename_operation_id(document: Document, random: Random) -> str:
    named = ((where, operation) for where, operation in operations(document) if "operationId" in operation)
    if (found := pick(named, random)) is None:
        return ""
    where, operation = found
    old, new = operation["operationId"], _free(f"{operation['operationId']}V2", operation_ids(document))
    operation["operationId"] = new
    return f"operationId changed: {where} from {old} to {new}"


def move_operation(document: Document, random: Random) -> str:
    """Rename a path and keep its operations' ids."""
    if (path := pick(iter(list(document["paths"])), random)) is None:
        return ""
    new = _free(f"/v2{path}", document["paths"])
    document["paths"] = _renamed(document["paths"], path, new)
    return f"path renamed: {path} to {new}"


# ------------------------------------------------------------------ words, order, deprecation, security


def change_description(document: Document, random: Random) -> str:
    if (found := pick(described(document), random)) is None:
        return ""
    where, holder = found
    holder["description"] = _reworded(holder["description"], random)
    return f"description changed: {where}"


def change_summary(document: Document, random: Random) -> str:
    summarised = ((where, operation) for where, operation in operations(document) if operation.get("summary"))
    if (found := pick(summarised, random)) is None:
        return ""
    where, operation = found
    operation["summary"] = _reworded(operation["summary"], random)
    return f"summary changed: {where}"


def reorder(document: Document, random: Random) -> str:
    maps = [("paths", document, "paths")]
    components = document.get("components", {})
    maps += [("components.schemas", components, "schemas")] if "schemas" in components else []
    maps += [(f"{where}.properties", schema, "properties") for where, schema in all_objects(document)]
    where, holder, key = random.choice(maps)
    names = list(holder[key])
    shuffled = random.sample(names, len(names))
    if shuffled == names:
        return ""
    holder[key] = {name: holder[key][name] for name in shuffled}
    return f"reordered: {where}"


def deprecate(document: Document, random: Random) -> str:
    fields = [(where, schema) for where, schema in fields_of_type(document, "string", "integer", "number", "boolean")]
    candidates = [*operations(document), *random.sample(fields, min(len(fields), 5))]
    fresh = ((where, holder) for where, holder in candidates if not holder.get("deprecated"))
    if (found := pick(fresh, random)) is None:
        return ""
    found[1]["deprecated"] = True
    return f"deprecated: {found[0]}"


def change_scopes(document: Document, random: Random) -> str:
    """Let an operation ask for another OAuth scope, declared with the flows that give it."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    flows = {name: list(s["flows"].values()) for name, s in schemes.items() if s.get("type") == "oauth2"}
    all_operations = list(operations(document))
    if not flows or not all_operations:
        return ""
    scheme, (where, operation) = random.choice(list(flows)), random.choice(all_operations)
    scope = f"{random.choice(_WORDS)}:{random.choice(('read', 'write'))}"
    for flow in flows[scheme]:
        flow["scopes"] = {**flow.get("scopes", {}), scope: "Added later."}
    asked = operation.get("security", document.get("security", []))
    known = next((list(item[scheme]) for item in asked if scheme in item), [])
    if scope in known:
        return ""
    operation["security"] = [{scheme: [*known, scope]}]
    return f"security scopes changed: {where} asks for {scope}"


# Each with its weight: vendors add far more often than they break.
MUTATIONS: tuple[tuple[Mutation, int], ...] = (
    (add_response_field, 10),
    (remove_response_field, 2),
    (rename_response_field, 3),
    (rename_required_field, 2),
    (add_optional_request_field, 6),
    (add_required_request_field, 1),
    (add_optional_parameter, 6),
    (add_required_parameter, 1),
    (change_type, 2),
    (change_format, 3),
    (add_enum_value, 4),
    (remove_enum_value, 2),
    (make_nullable, 3),
    (add_schema, 4),
    (add_operation, 4),
    (remove_operation, 1),
    (rename_operation_id, 2),
    (move_operation, 1),
    (change_description, 12),
    (change_summary, 6),
    (reorder, 4),
    (deprecate, 3),
    (change_scopes, 2),
)


# ------------------------------------------------------------------ making new things


def _new_schema(random: Random) -> Document:
    kind = random.choice(("string", "integer", "boolean", "enum", "date"))
    made: Document = {"type": kind, "description": f"Said {random.choice(('first', 'last', 'in full'))}, {kind}."}
    if kind == "enum":
        made |= {"type": "string", "enum": ["low", "high"]}
    if kind == "date":
        made |= {"type": "string", "format": "date"}
    return made


def _new_name(known: dict[str, Any], random: Random) -> str:
    return _free(random.choice(_WORDS), known)


def _free(name: str, known: dict[str, Any]) -> str:
    return next(
        name if n == 1 else f"{name}{n}" for n in range(1, 1000) if (name if n == 1 else f"{name}{n}") not in known
    )


def _inserted(fields: Document, name: str, value: Json, random: Random) -> Document:
    """Return `fields` with one more, anywhere."""
    items = list(fields.items())
    items.insert(random.randrange(len(items) + 1), (name, value))
    return dict(items)


def _renamed(fields: Document, old: str, new: str) -> Document:
    return {new if name == old else name: value for name, value in fields.items()}


def _reworded(text: str, random: Random) -> str:
    added = random.choice(("Since this year.", "See the guide.", "May be slow.", "Read it with care."))
    return text.removesuffix(f" {added}") if text.endswith(added) and text != added else f"{text.strip()} {added}"


def canonical(document: Document) -> bytes:
    """Return a document as the bytes of a file; JSON is YAML too."""
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
