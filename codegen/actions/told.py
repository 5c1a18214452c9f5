"""What an agent is told of a tool, taken apart: the words that it reads, and what it must keep to."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.contract.model import Json

_WORDS = ("description", "title", "input_examples")


def texts(told: Json) -> Json:
    """Return only the words of a schema, or of a vendor's form of a tool, where they stand."""
    if isinstance(told, list):
        found = [texts(item) for item in told]
        return found if any(found) else None
    if not isinstance(told, Mapping):
        return None
    words = {key: told[key] for key in _WORDS if _is_word(told.get(key))}
    rest = {key: value for key, value in told.items() if key not in words and isinstance(value, (Mapping, list))}
    below = {key: texts(value) for key, value in rest.items()}
    return {**{key: value for key, value in below.items() if value not in (None, {}, [])}, **words}


def shape(told: Json) -> Json:
    """Return a schema, or a vendor's form of a tool, without its words, and what is required in one order."""
    if isinstance(told, list):
        return [shape(item) for item in told]
    if not isinstance(told, Mapping):
        return told
    return {key: _part(key, value) for key, value in told.items() if key not in _WORDS}


def _part(key: str, value: Json) -> Json:
    if key == "properties" and isinstance(value, Mapping):  # names of the contract's, that may be any word
        return {name: shape(child) for name, child in value.items()}
    return sorted(value) if key == "required" and isinstance(value, list) else shape(value)


def _is_word(value: Json) -> bool:
    """Say whether it is said to the reader; a property that is called `title` has a schema."""
    return isinstance(value, str) or (isinstance(value, list) and bool(value))
