"""A schema in one line, as TypeScript writes types: `{sku: string, quantity?: integer, tags?: string[]}`.

It tells an agent the shape of a value that it writes as JSON text, in a fifth of a schema's tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from codegen.contract.model import Json, JsonSchema

ROOM = 200  # characters
_LEVELS = 3
_MAX_CHOICES = 5
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def signature(schema: JsonSchema, hidden: str, room: int = ROOM) -> str:
    """Return the line: as many levels as fit, and of the first level what fits, required fields first.

    Args:
        schema: self-contained and in normal form.
        hidden: the mark of fields that are left out: `readOnly` or `writeOnly`.
        room: characters.
    """
    for levels in range(_LEVELS, 0, -1):
        line = _type(schema, levels, hidden, 0)
        if len(line) <= room:
            return line
    return _type(schema, 1, hidden, room)


def _type(schema: JsonSchema, levels: int, hidden: str, room: int) -> str:
    """Return a type; of an object, with a `room`, only the fields that fit."""
    if union := schema.get("anyOf") or schema.get("oneOf"):
        share = room // len(union)
        return " | ".join(dict.fromkeys(_type(member, levels, hidden, share) for member in union))
    if "enum" in schema and len(schema["enum"]) <= _MAX_CHOICES:
        return " | ".join(_quoted(value) for value in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        items = schema.get("items")
        inner = _type(items, levels, hidden, max(room - 4, 0)) if isinstance(items, Mapping) else "any"
        return f"({inner})[]" if " | " in inner and not inner.startswith("{") else f"{inner}[]"
    if kind == "object":
        return _object(schema, levels, hidden, room)
    return str(kind or "any")


def _object(schema: JsonSchema, levels: int, hidden: str, room: int) -> str:
    fields = {name: node for name, node in schema.get("properties", {}).items() if not node.get(hidden)}
    if not fields:
        more = schema.get("additionalProperties")
        inner = _type(more, levels - 1, hidden, 0) if isinstance(more, Mapping) and levels else "any"
        return "{}" if more is False else f"{{[key]: {inner}}}"
    if not levels:
        return "object"
    required = schema.get("required", ())
    ordered = sorted(fields, key=lambda name: name not in required) if room else list(fields)
    told = [
        f"{_key(name)}{'' if name in required else '?'}: {_type(fields[name], levels - 1, hidden, 0)}"
        for name in ordered
    ]
    shown = _what_fits(told, room) if room else told
    return "{" + ", ".join([*shown, "…"] if len(shown) < len(told) else shown) + "}"


def _what_fits(parts: list[str], room: int) -> list[str]:
    shown: list[str] = []
    for part in parts:
        if sum(len(one) + 2 for one in shown) + len(part) + 6 > room:
            break
        shown.append(part)
    return shown


def _key(name: str) -> str:
    return name if _NAME.fullmatch(name) else _quoted(name)


def _quoted(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
