"""The small contracts of the comparison, each one changed version of the first."""

from __future__ import annotations

import json
from typing import Any

_JSON = "application/json"
_STRING = {"type": "string"}


def first() -> bytes:
    """Return the contract that everything begins with: two tags, two operations, three schemas."""
    return _document(_paths(), _schemas())


def changed() -> bytes:
    """Return `first` with an operation, a parameter and a property more."""
    paths, schemas = _paths(), _schemas()
    paths["/items/{id}"]["get"]["parameters"].append({"name": "currency", "in": "query", "schema": _STRING})
    paths["/items/{id}"]["delete"] = _operation("archiveItem", "items", "Item", parameters=[_ID])
    schemas["Item"]["properties"]["colour"] = _STRING
    return _document(paths, schemas)


def smaller() -> bytes:
    """Return `first` without the operation of its second tag, and without what only that one used."""
    paths, schemas = _paths(), _schemas()
    del paths["/orders"], schemas["Order"], schemas["Line"]
    return _document(paths, schemas)


def bigger(count: int = 60) -> bytes:
    """Return `first` with `count` operations, each with a schema of its own, more."""
    paths, schemas = _paths(), _schemas()
    for number in range(count):
        name = f"Thing{number:02}"
        schemas[name] = {"type": "object", "properties": {f"field{index}": _STRING for index in range(12)}}
        paths[f"/things/{number}"] = {"get": _operation(f"get{name}", "items", name)}
    return _document(paths, schemas)


def hard() -> list[tuple[str, str, bytes]]:
    """Return what not every generator can do: what it is, the operation's name and `first` with that operation."""
    octets = {"type": "string", "format": "binary"}
    line = {"$ref": "#/components/schemas/Line"}
    deep = {"type": "object", "properties": {"price": {"type": "object", "properties": {"from": {"type": "number"}}}}}
    query = {"name": "where", "in": "query", "style": "deepObject", "explode": True, "schema": deep}
    operations = {
        "`*/*` body": _operation("uploadAnything", "hard", "Item", requestBody=_body("*/*", octets)),
        "XML body": _operation("sendXml", "hard", "Item", requestBody=_body("application/xml", line)),
        "deepObject in two levels": _operation("searchDeep", "hard", "Item", parameters=[query]),
    }
    return [
        (what, operation["operationId"], _document({**_paths(), "/hard": {"post": operation}}, _schemas()))
        for what, operation in operations.items()
    ]


_ID = {"name": "id", "in": "path", "required": True, "schema": _STRING}


def _paths() -> dict[str, Any]:
    order = _body(_JSON, {"$ref": "#/components/schemas/Order"})
    return {
        "/items/{id}": {"get": _operation("getItem", "items", "Item", parameters=[_ID])},
        "/orders": {"post": _operation("createOrder", "orders", "Order", requestBody=order)},
    }


def _schemas() -> dict[str, Any]:
    lines = {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}
    return {
        "Item": _object(id=_STRING, name=_STRING, price={"type": "number"}),
        "Order": _object(id=_STRING, lines=lines),
        "Line": _object(item=_STRING, quantity={"type": "integer"}),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties)[:1], "properties": properties}


def _operation(name: str, tag: str, answer: str, **more: Any) -> dict[str, Any]:
    content = {_JSON: {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    responses = {"200": {"description": "Done.", "content": content}}
    return {"operationId": name, "tags": [tag], "summary": name, "responses": responses, **more}


def _body(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _document(paths: dict[str, Any], schemas: dict[str, Any]) -> bytes:
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:9"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return json.dumps(json.loads(json.dumps(document)), indent=2).encode() + b"\n"
