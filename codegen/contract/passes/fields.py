"""Python identifiers of fields, and which enums are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codegen.contract.model import Operation, is_leaf, references
from codegen.contract.passes.normal import Node
from codegen.core.names import assign, snake


def with_idents(schemas: Mapping[str, Node]) -> dict[str, Node]:
    """Return the definitions with `x-ident` on each property whose attribute has another name than it."""
    return {name: _with_idents(schema) for name, schema in schemas.items()}


def _with_idents(schema: Node) -> Node:
    properties = schema.get("properties")
    if not properties or all(snake(name, "field") == name for name in properties):
        return schema
    wanted = {name: snake(name, "field") for name in properties}
    # A name that is its own identifier keeps it, whoever stands first.
    ordered = sorted(wanted.items(), key=lambda pair: pair[0] != pair[1])
    idents = assign(ordered, {})
    return {
        **schema,
        "properties": {
            name: child if idents[name] == name else {**child, "x-ident": idents[name]}
            for name, child in properties.items()
        },
    }


def answered(operations: Iterable[Operation], schemas: Mapping[str, Node]) -> set[str]:
    """Return the definitions that an answer of the operations can hold."""
    waiting = [
        name
        for operation in operations
        for response in operation.responses
        for schema in (*(media.schema for media in response.media), *response.headers.values())
        if schema is not None
        for name in references(schema)
    ]
    return reached(waiting, schemas)


def sent(operations: Iterable[Operation], schemas: Mapping[str, Node]) -> set[str]:
    """Return the definitions that a request of the operations can hold."""
    waiting = [name for operation in operations for schema in request_schemas(operation) for name in references(schema)]
    return reached(waiting, schemas)


def held(operations: Iterable[Operation], schemas: Mapping[str, Node]) -> set[str]:
    """Return the definitions that a request or an answer can hold; others were only merged into these."""
    operations = list(operations)
    return answered(operations, schemas) | sent(operations, schemas)


def request_schemas(operation: Operation) -> list[Mapping[str, Any]]:
    """Return the schemas of an operation's parameters and body."""
    body = [media.schema for media in operation.body.media if media.schema is not None] if operation.body else []
    return [*(parameter.schema for parameter in operation.parameters), *body]


def reached(names: Iterable[str], schemas: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return the definitions that `names` lead to, themselves among them."""
    waiting = list(names)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and name in schemas:
            found.add(name)
            waiting.extend(references(schemas[name]))
    return found


def opened(node: Mapping[str, Any]) -> Node:
    """Return a node whose enums, at any depth of it, say `x-open-enum`."""
    result = dict(node)
    if "enum" in node and node.get("type") == "string":
        result["x-open-enum"] = True
    if is_leaf(node):
        return result
    for key in ("anyOf", "oneOf"):
        if key in node:
            result[key] = [opened(child) for child in node[key]]
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            result[key] = opened(node[key])
    if "properties" in node:
        result["properties"] = {name: opened(child) for name, child in node["properties"].items()}
    return result
