"""What agents see in place of binary content: they have text only."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.contract.model import Json, JsonSchema

_GIVEN = "A file: its path in the folder for files, or its content as data:<media type>;base64,<content>."
_GOT: JsonSchema = {
    "type": "object",
    "properties": {
        "size": {"type": "integer", "description": "Bytes."},
        "path": {"type": "string", "description": "Where it was put, in the folder for files."},
        "base64": {"type": "string", "description": "Its content, where there is no such folder."},
    },
    "required": ["size"],
}


def shown(schema: JsonSchema, *, answer: bool) -> JsonSchema:
    """Return a schema with every binary text in it as agents give it, or with `answer` as they get it."""
    if schema.get("type") == "string" and schema.get("format") == "binary":
        said = str(schema.get("description", "")).strip()
        if not answer:
            return {"type": "string", "description": f"{said} {_GIVEN}".strip()}
        return {**_GOT, **({"description": said} if said else {})}
    result: dict[str, Json] = dict(schema)
    if isinstance(schema.get("properties"), Mapping):
        result["properties"] = {name: shown(node, answer=answer) for name, node in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            result[key] = shown(schema[key], answer=answer)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            result[key] = [shown(member, answer=answer) for member in schema[key]]
    return result
