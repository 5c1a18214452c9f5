"""A text or a number for a schema that says of which length, format, pattern or size."""

from __future__ import annotations

import math
from collections.abc import Iterator

from codegen.contract.model import JsonSchema
from codegen.mocking.check import text_departures
from codegen.mocking.formats import FORMATS, is_of, texts
from codegen.mocking.pattern import sample

_LONGEST = 40  # a text of a format is tried at every length up to here, where a pattern asks for more than the format


def text_for(schema: JsonSchema) -> str:
    """Return a text that keeps the schema of a string; where none is found, one that keeps its lengths at least."""
    found = next((text for text in _candidates(schema) if keeps(schema, text)), None)
    if found is not None:
        return found
    high = schema.get("maxLength")
    return next(text for text in _candidates(schema) if high is None or len(text) <= high)


def keeps(schema: JsonSchema, text: str) -> bool:
    """Say whether a text keeps the schema of a string, its format to the letter."""
    return not any(text_departures(schema, text, "")) and is_of(schema.get("format", ""), text)


def number_for(schema: JsonSchema, kind: str) -> float:
    """Return a number that keeps the schema of an `integer` or a `number`."""
    step = schema.get("multipleOf", 1 if kind == "integer" else 0)
    low = schema.get("minimum", schema.get("exclusiveMinimum", -math.inf))
    high = schema.get("maximum", schema.get("exclusiveMaximum", math.inf))
    value = min(max(1, low), high)
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        value = schema["exclusiveMinimum"] + (step or min(1, (high - low) / 2))
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        value = schema["exclusiveMaximum"] - (step or min(1, (high - low) / 2))
    if step:
        above = -(-value // step) * step
        value = above if above <= high else value // step * step
    return int(value) if kind == "integer" else value


def _candidates(schema: JsonSchema) -> Iterator[str]:
    """Yield texts that may keep a schema, the likeliest first; the last one keeps its lengths at least."""
    low, name = schema.get("minLength", 0), schema.get("format", "")
    for length in range(low, max(low, _LONGEST if "pattern" in schema and name in FORMATS else 0) + 1):
        yield from texts(name, length)
    if "pattern" in schema and (sampled := sample(schema["pattern"], low)) is not None:
        yield sampled
    yield "text".ljust(low, "a")[: schema.get("maxLength")]
