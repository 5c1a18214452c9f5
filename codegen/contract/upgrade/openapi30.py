"""OpenAPI 3.0 to 3.1: schemas become JSON Schema 2020-12 (OpenAPI 3.1 release notes; 3.0, section 4.7.24).

3.1 documents pass through here too, since many of them still say `nullable` or `example`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.contract.slice import Slice
from codegen.contract.walk import map_schemas, map_tree

VERSION = "3.1.0"
ANNOTATIONS = frozenset(
    ("title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "example", "nullable")
)


def upgrade(sliced: Slice) -> Slice:
    """Return a 3.0 or 3.1 slice as OpenAPI 3.1."""
    strict_references = str(sliced.tree["openapi"]).startswith("3.0")
    tree = map_tree(sliced.tree, lambda node, at: schema(node, at, strict_references))
    return replace(sliced, tree={**tree, "openapi": VERSION})


def schema(node: Any, at: str, strict_references: bool) -> Any:
    """Return a 3.0 schema as 3.1.

    Args:
        node: the schema.
        at: its pointer.
        strict_references: beside `$ref` only annotations count, as 3.0 has it (section 4.7.23).
    """
    if not isinstance(node, dict):
        return node
    if strict_references and "$ref" in node:
        node = {key: value for key, value in node.items() if key == "$ref" or key in ANNOTATIONS}
    result = map_schemas(node, lambda child, where: schema(child, where, strict_references), at)
    _bounds(result)
    _examples(result)
    if result.pop("nullable", None) is True or result.pop("x-nullable", None) is True:
        result = _nullable(result)
    result.pop("x-nullable", None)
    return result


def _bounds(node: dict[str, Any]) -> None:
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = node.get(exclusive)
        if isinstance(flag, bool):
            del node[exclusive]
            if flag and inclusive in node:
                node[exclusive] = node.pop(inclusive)


def _examples(node: dict[str, Any]) -> None:
    if "example" in node:
        example = node.pop("example")
        node.setdefault("examples", [example])
    if "examples" in node and not isinstance(node["examples"], list):
        del node["examples"]


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that also takes null: by its type where it has one, else as a union."""
    kind = node.get("type")
    composed = {key for key in ("$ref", "allOf", "anyOf", "oneOf") if key in node}
    if composed:
        inner = {key: value for key, value in node.items() if key not in ANNOTATIONS}
        outer = {key: value for key, value in node.items() if key in ANNOTATIONS}
        return {**outer, "anyOf": [inner, {"type": "null"}]}
    result = dict(node)
    if isinstance(kind, str) and kind != "null":
        result["type"] = [kind, "null"]
    elif isinstance(kind, list) and "null" not in kind:
        result["type"] = [*kind, "null"]
    if isinstance(result.get("enum"), list) and None not in result["enum"]:
        result["enum"] = [*result["enum"], None]
    return result
