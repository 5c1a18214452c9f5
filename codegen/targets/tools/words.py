"""JSON Schema's limits in words, for vendors whose schemas cannot say them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from codegen.contract.model import Json

PHRASES: Mapping[str, str] = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matches the regular expression {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} members",
    "maxProperties": "at most {} members",
    "default": "{} if left out",
    "format": "in the format {}",
    "contains": "has an item that fits {}",
    "propertyNames": "has names that fit {}",
    "patternProperties": "members by pattern of their names: {}",
}


def in_words(keyword: str, value: Json) -> str:
    """Return what a keyword asks, in words; "" where it asks nothing."""
    if keyword == "uniqueItems":
        return "no item twice" if value else ""
    if keyword in ("pattern", "format"):
        return PHRASES[keyword].format(value)
    phrase = PHRASES[keyword]
    if value == 1 and keyword in ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"):
        phrase = phrase.removesuffix("s")
    return phrase.format(json.dumps(value, ensure_ascii=False))
