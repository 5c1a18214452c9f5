"""What an operation answers, as a type."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.contract.model import JsonSchema, Media, Operation
from codegen.render.imports import Imports
from codegen.render.literals import Code
from codegen.render.python_types import TypeWriter
from codegen.targets.clients.bodies import is_json


def model_path(imports: Imports, name: str) -> str:
    """Return how a module beside `models` spells a model."""
    return f"{imports.add('.', 'models')}.{name}"


def answer_writer(imports: Imports) -> TypeWriter:
    """Return the writer of answers' types: binary content arrives as bytes."""
    return TypeWriter(imports, lambda name: model_path(imports, name), binary=("bytes",))


def media_schema(media: Media) -> JsonSchema:
    """Return what a body of that media type is read as: JSON by its schema, text as text, the rest as bytes."""
    essence = media.media_type.partition(";")[0].strip()
    if is_json(essence) or essence == "*/*":
        return media.schema or {}
    return {"type": "string"} if essence.startswith("text/") else {"type": "string", "format": "binary"}


def answer_type(operation: Operation, writer: TypeWriter) -> Code:
    """Return the union of the successful answers; where a status offers JSON, that is what is asked for."""
    types = list(dict.fromkeys(_types(operation, writer)))
    if "Any" in types:
        return Code("Any")
    return Code(" | ".join([*(t for t in types if t != "None"), *(t for t in types if t == "None")]) or "None")


def _types(operation: Operation, writer: TypeWriter) -> Iterable[str]:
    for response in operation.successes:
        readable = [media for media in response.media if is_json(media.media_type)] or response.media
        for media in readable:
            yield writer.write(media_schema(media))
        if not response.media:
            yield "None"
