"""What an operation takes and gives, as steps see it: body fields and the successful answer."""

from __future__ import annotations

from codegen.actions.bind.kinds import NULL
from codegen.contract.model import Body, Contract, JsonSchema, Media, Operation, Response

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def body_schema(body: Body | None) -> JsonSchema | None:
    """Return the normal form of the body that is sent: that of its first media type."""
    if body is None or not body.media:
        return None
    return _media_schema(body.media[0])


def body_fields(body: Body | None, contract: Contract) -> JsonSchema | None:
    """Return the object whose fields a step fills one by one, or None where the body is filled as a whole.

    A JSON, form or multipart body whose root is an object of properties is filled by field.
    """
    if body is None or not body.media:
        return None
    media = body.media[0]
    essence = media.media_type.partition(";")[0].strip()
    if media.schema is None or "$ref" not in media.schema or not (_is_json(essence) or essence in _FORMS):
        return None
    schema = contract.resolve(media.schema)
    return schema if schema.get("type") == "object" and schema.get("properties") else None


def answer_schema(operation: Operation) -> JsonSchema | None:
    """Return the normal form of the successful answer: one, a union of several, or None where it is always empty.

    Where a status offers JSON, that is what is asked for.
    """
    schemas: list[JsonSchema] = []
    empty = False
    for response in operation.successes:
        readable = [media for media in response.media if _is_json(media.media_type)] or response.media
        empty = empty or not response.media
        for media in readable:
            if (schema := _media_schema(media)) not in schemas:
                schemas.append(schema)
    if not schemas:
        return None
    members = [*schemas, NULL] if empty else schemas
    return members[0] if len(members) == 1 else {"anyOf": members}


def response_schema(response: Response) -> JsonSchema | None:
    """Return the normal form of what comes with one response: JSON where it offers that; None for nothing."""
    readable = [media for media in response.media if _is_json(media.media_type)] or response.media
    schemas: list[JsonSchema] = []
    for media in readable:
        if (schema := _media_schema(media)) not in schemas:
            schemas.append(schema)
    if not schemas:
        return None
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _is_json(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip()
    return essence in ("application/json", "text/json") or essence.endswith("+json")


def _media_schema(media: Media) -> JsonSchema:
    essence = media.media_type.partition(";")[0].strip()
    if _is_json(essence) or essence in ("*/*", *_FORMS):
        return media.schema or {}
    return {"type": "string"} if essence.startswith("text/") else {"type": "string", "format": "binary"}
