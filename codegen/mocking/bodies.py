"""Reading a request's body as the contract says, and checking it: JSON, forms, multipart, text, bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from codegen.contract.model import Body, Contract, Json, JsonSchema, Media
from codegen.mocking.check import departures
from codegen.mocking.exchange import RefusedError, Request, is_json
from codegen.mocking.parameters import scalar

_FORM = "application/x-www-form-urlencoded"


def read_body(contract: Contract, body: Body | None, request: Request) -> Json:
    """Return the body that was sent as a JSON value, or None where there is none; bytes are read as Latin-1 text.

    Raises:
        RefusedError: with 400 if it is missing or cannot be read, 415 if the contract does not take its media type,
            422 if it departs from its schema.
    """
    if body is None:
        return None
    if not request.body and not request.content_type:
        if body.required:
            raise RefusedError(400, "body_missing", "The request's body is missing.")
        return None
    media = _media(body, request.content_type)
    value = _read(contract, media, request)
    if media.schema is not None and _is_checked(request.content_type):
        problems = departures(contract, media.schema, value, sent=True)
        if problems:
            raise RefusedError(422, "body_invalid", f"The body: {'; '.join(problems[:5])}.")
    return value


def _media(body: Body, sent: str) -> Media:
    for media in body.media:
        if media.media_type in (sent, "*/*"):
            return media
        if media.media_type.endswith("/*") and sent.startswith(media.media_type[:-1]):
            return media
    taken = ", ".join(media.media_type for media in body.media)
    raise RefusedError(415, "media_type_unknown", f"The media type {sent or '(none)'} is not taken here; send {taken}.")


def _is_checked(media_type: str) -> bool:
    return is_json(media_type) or media_type == _FORM or media_type.startswith("multipart/")


def _read(contract: Contract, media: Media, request: Request) -> Json:
    sent = request.content_type
    if is_json(sent):
        return _json(request.body)
    if sent == _FORM:
        return _form(contract, media, parse_qsl(request.body.decode(), keep_blank_values=True))
    if sent.startswith("multipart/"):
        return _form(contract, media, _parts(request))
    return request.body.decode() if sent.startswith("text/") else request.body.decode("latin-1")


def _json(body: bytes) -> Json:
    try:
        return json.loads(body)
    except ValueError as problem:
        raise RefusedError(400, "body_unreadable", "The body is not JSON.") from problem


def _parts(request: Request) -> list[tuple[str, str]]:
    """Return the form fields of a multipart body (RFC 7578); a file's bytes are read as Latin-1 text."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    if not message.is_multipart():
        raise RefusedError(400, "body_unreadable", "The multipart body has no parts.")
    found = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise RefusedError(400, "body_unreadable", "A part of the multipart body has no name.")
        found.append((name, content.decode("latin-1" if part.get_filename() else "utf-8")))
    return found


def _form(contract: Contract, media: Media, pairs: list[tuple[str, str]]) -> Json:
    schema = contract.resolve(media.schema or {})
    properties: Mapping[str, JsonSchema] = schema.get("properties", {})
    found: dict[str, Json] = {}
    for name, text in pairs:
        key = name.removesuffix("[]")
        node = contract.resolve(properties.get(key, {}))
        if node.get("type") == "array":
            split = media.encoding.get(key, {}).get("explode") is False
            parts = text.split(",") if split else [text]
            found.setdefault(key, []).extend(scalar(contract, node.get("items", {}), part) for part in parts)
        else:
            found[key] = scalar(contract, node, text)
    return found
