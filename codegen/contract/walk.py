"""Going through the schemas of a schema, in the words of every OpenAPI version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.core.places import pointer

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
)
CONTAINERS = frozenset((*MAPS, *LISTS, *SINGLES))

# What a schema may say besides; extensions and unknown words are dropped, so that no contract can say ours (`x-wire`).
WORDS = frozenset(
    """
    $ref type format enum const default title description example examples nullable readOnly writeOnly deprecated
    discriminator required minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern
    minItems maxItems uniqueItems minProperties maxProperties contentEncoding contentMediaType collectionFormat xml
    x-nullable
    """.split()  # noqa: SIM905  # a list of 30 quoted words reads worse
)


def map_schemas(schema: Mapping[str, Any], change: Callable[[Any, str], Any], at: str) -> dict[str, Any]:
    """Return `schema` with `change(child, pointer)` in place of each schema directly below it.

    Members that hold something else than the schemas they should are dropped.
    """
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key not in CONTAINERS:
            result[key] = value
        elif key in MAPS:
            if isinstance(value, Mapping):
                result[key] = {name: change(child, f"{at}/{key}{pointer(name)}") for name, child in value.items()}
        elif key in LISTS or isinstance(value, list):
            if isinstance(value, list):
                result[key] = [change(child, f"{at}/{key}/{number}") for number, child in enumerate(value)]
        elif isinstance(value, (Mapping, bool)):
            result[key] = change(value, f"{at}/{key}")
    return result
