"""Going through the schemas of a schema, in the words of every OpenAPI version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.core.places import escape, pointer

MAPS = ("properties", "patternProperties", "dependentSchemas")
LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
SINGLES = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
)
CONTAINERS = frozenset((*MAPS, *LISTS, *SINGLES))

# What a schema may say besides; extensions and unknown words are dropped, so that no contract can say ours (`x-wire`).
WORDS = frozenset(
    """
    $ref type format enum const default title description example examples nullable readOnly writeOnly deprecated
    discriminator required minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern
    minItems maxItems uniqueItems minProperties maxProperties contentEncoding contentMediaType collectionFormat xml
    x-nullable dependentRequired minContains maxContains
    """.split()  # noqa: SIM905  # a list of 30 quoted words reads worse
)


def map_schemas(schema: Mapping[str, Any], change: Callable[[Any, str], Any], at: str) -> dict[str, Any]:
    """Return `schema` with `change(child, pointer)` in place of each schema directly below it.

    Members that hold something else than the schemas they should are dropped.
    """
    if CONTAINERS.isdisjoint(schema):  # most are strings and numbers
        return dict(schema)
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key not in CONTAINERS:
            result[key] = value
        elif key in MAPS:
            if isinstance(value, dict):
                result[key] = {name: change(child, f"{at}/{key}/{escape(name)}") for name, child in value.items()}
        elif key in LISTS or isinstance(value, list):
            if isinstance(value, list):
                result[key] = [change(child, f"{at}/{key}/{number}") for number, child in enumerate(value)]
        elif isinstance(value, (dict, bool)):
            result[key] = change(value, f"{at}/{key}")
    return result


def map_tree(tree: Mapping[str, Any], change: Callable[[Any, str], Any]) -> dict[str, Any]:
    """Return a 3.x document with `change(schema, pointer)` in place of each outermost schema."""
    result = dict(tree)
    result["paths"] = {
        path: {method: _operation(node, change, pointer("paths", path, method)) for method, node in item.items()}
        for path, item in tree["paths"].items()
    }
    components = tree.get("components")
    if components:
        result["components"] = {
            kind: {
                name: _COMPONENTS.get(kind, _same)(node, change, pointer("components", kind, name))
                for name, node in members.items()
            }
            for kind, members in components.items()
        }
    return result


_Change = Callable[[Any, str], Any]


def _operation(node: Mapping[str, Any], change: _Change, at: str) -> dict[str, Any]:
    result = dict(node)
    if "parameters" in node:
        result["parameters"] = [_holder(p, change, f"{at}/parameters/{n}") for n, p in enumerate(node["parameters"])]
    if "requestBody" in node:
        result["requestBody"] = _holder(node["requestBody"], change, f"{at}/requestBody")
    if "responses" in node:
        result["responses"] = {
            status: _response(child, change, f"{at}/responses/{status}") for status, child in node["responses"].items()
        }
    return result


def _response(node: Mapping[str, Any], change: _Change, at: str) -> dict[str, Any]:
    result = _holder(node, change, at)
    if "headers" in node:
        result["headers"] = {
            name: _holder(child, change, f"{at}/headers{pointer(name)}") for name, child in node["headers"].items()
        }
    return result


def _holder(node: Mapping[str, Any], change: _Change, at: str) -> dict[str, Any]:
    result = dict(node)
    if "schema" in node:
        result["schema"] = change(node["schema"], f"{at}/schema")
    if "content" in node:
        result["content"] = {
            name: _holder(media, change, f"{at}/content{pointer(name)}") for name, media in node["content"].items()
        }
    return result


def _schema(node: Any, change: _Change, at: str) -> Any:
    return change(node, at)


def _same(node: Any, _change: _Change, _at: str) -> Any:
    return node


_COMPONENTS: Mapping[str, Callable[[Any, _Change, str], Any]] = {
    "schemas": _schema,
    "parameters": _holder,
    "headers": _holder,
    "requestBodies": _holder,
    "responses": _response,
}
