"""The keywords by which a schema narrows what it takes, for vendors that want them in words."""

from __future__ import annotations

NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
TEXTS = ("minLength", "maxLength", "pattern")
LISTS = ("minItems", "maxItems", "uniqueItems")
OBJECTS = ("minProperties", "maxProperties")
ALL = (*NUMBERS, *TEXTS, *LISTS, *OBJECTS, "default")
