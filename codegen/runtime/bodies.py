"""Write request bodies: JSON, form, multipart, text, bytes and whatever `*/*` allows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, unquote

from pydantic import BaseModel
from pydantic_core import to_json

from .convert import to_wire
from .encode import deep_pairs, query_pairs, text_of
from .file import OCTETS, File
from .jsonable import plain
from .media import essence, is_json
from .misfit import Misfit
from .operation import Body, Parameter

_FORM = "application/x-www-form-urlencoded"
_PLACEHOLDER = "file"  # stands for bytes while the rest of a body is checked as JSON


@dataclass(frozen=True, slots=True)
class Content:
    """A body ready to be sent."""

    media_type: str
    content: bytes


def write(body: Body, arguments: Mapping[str, Any], content_type: str | None = None) -> Content | None:
    """Return the body that the arguments make, or None where there is none.

    Args:
        body: the operation's.
        arguments: what is given of the body's keywords.
        content_type: another media type than the body's own.

    Raises:
        Misfit: naming the argument that does not fit.
    """
    if not arguments and not body.required:
        return None
    media_type = content_type or body.media_type
    if not body.fields:
        if "body" not in arguments:
            raise Misfit("body", "is required")
        value = arguments["body"]
        if isinstance(value, bytes | File):
            return _octets(media_type, value)
        return _written(body, media_type, _ruled(body, _checked(body, value, "body")))
    return _written(body, media_type, _ruled(body, _object(body, arguments)))


def _ruled(body: Body, wire: Any) -> Any:
    """Return the wire's value, which keeps the rules that the contract has beyond its shape."""
    for rule in body.rules:
        path = rule.broken(wire)
        if path is not None:
            where = ".".join(path)
            misfit = Misfit("", f"{where}: {rule.says}" if where else rule.says)
            raise _named(body, misfit, "") if body.fields else Misfit("body", misfit.reason)
    return wire


def _object(body: Body, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object that the flattened fields make, by wire names."""
    members = {body.names.get(keyword, keyword): _plain(keyword, value) for keyword, value in arguments.items()}
    wire = _checked(body, members, "")
    if not isinstance(wire, dict):
        raise Misfit("body", "is no object")
    return wire


def _plain(keyword: str, value: Any) -> Any:
    try:
        return plain(value)
    except ValueError as error:
        raise Misfit(keyword, str(error)) from None


def _checked(body: Body, value: Any, argument: str) -> Any:
    """Return the wire's value, files put back where they stood."""
    if not isinstance(value, Mapping):
        return to_wire(body.type, value, argument)
    files = {name: item for name, item in value.items() if _holds_files(item)}
    held = {name: _held(item) for name, item in files.items()}
    try:
        wire = to_wire(body.type, {**value, **held}, argument)
    except Misfit as misfit:
        raise _named(body, misfit, argument) from None
    if not files:
        return wire
    names = _wire_names(body)
    return {**wire, **{names.get(name, name): item for name, item in files.items()}}


def _named(body: Body, misfit: Misfit, argument: str) -> Misfit:
    """Return the misfit under the keyword of the field it names first."""
    if argument:
        return misfit
    attribute, _, reason = misfit.reason.partition(": ")
    first, _, rest = attribute.partition(".")
    stable = {wire: name for name, wire in _wire_names(body).items()}.get(first, first)
    keyword = next((k for k, name in body.names.items() if name == stable), stable)
    if not reason:
        return Misfit("body", misfit.reason)
    return Misfit(keyword, f"{rest}: {reason}" if rest else reason)


def _wire_names(body: Body) -> dict[str, str]:
    model = body.type() if body.type is not None else None
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {name: info.alias or name for name, info in model.model_fields.items()}


def _holds_files(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(isinstance(item, bytes | File) for item in value)
    return isinstance(value, bytes | File)


def _held(value: Any) -> Any:
    return [_PLACEHOLDER for _ in value] if isinstance(value, list | tuple) else _PLACEHOLDER


def _written(body: Body, media_type: str, wire: Any) -> Content:
    """Write a wire value as its media type asks."""
    kind = essence(media_type)
    if is_json(kind) or (kind.endswith("/*") and not isinstance(wire, str)):
        return Content(media_type if is_json(kind) else "application/json", _json(wire))
    if kind == _FORM:
        pairs = "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in _form_pairs(body, _members(wire)))
        return Content(media_type, pairs.encode())
    if kind.startswith("multipart/"):
        return _multipart(body, kind, _members(wire))
    if isinstance(wire, str):
        return _text("text/plain; charset=utf-8" if kind in ("*/*", "text/*") else media_type, wire)
    raise Misfit("body", f"must be text or bytes to be sent as {kind}")


def _json(wire: Any) -> bytes:
    try:
        return to_json(wire)
    except ValueError as error:
        raise Misfit("body", f"holds what JSON cannot: {type(error).__name__}") from None


def _text(media_type: str, text: str) -> Content:
    return Content(media_type, text.encode(errors="replace"))


def _octets(media_type: str, value: bytes | File) -> Content:
    """Write bytes as they are; a file's own media type fills a range such as `image/*`."""
    own = value.media_type if isinstance(value, File) else OCTETS
    content = value.content if isinstance(value, File) else value
    return Content(own if "*" in media_type else media_type, content)


def _members(wire: Any) -> dict[str, Any]:
    if not isinstance(wire, dict):
        raise Misfit("body", "must be an object to be sent as a form")
    return {name: value for name, value in wire.items() if value is not None}


def _form_pairs(body: Body, members: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a form, not encoded yet (OpenAPI 3.1, section 4.8.15.2)."""
    for name, value in members.items():
        encoding = body.encoding.get(name, {})
        style = encoding.get("style")
        if style == "deepObject":
            yield from deep_pairs(name, value)
        elif style is not None or "explode" in encoding:
            yield from _styled(
                name, value, str(style or "form"), bool(encoding.get("explode", style in (None, "form")))
            )
        elif isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
            yield from ((name, text_of(item)) for item in value)
        else:
            yield name, text_of(value)


def _styled(name: str, value: Any, style: str, explode: bool) -> Iterator[tuple[str, str]]:
    """Yield the pairs that a query parameter of this style has, its percent-encoding taken off again."""
    parameter = Parameter(ident=name, wire=name, location="query", style=style, explode=explode)
    for key, text in query_pairs(parameter, value):
        yield unquote(key), unquote(text)


def _multipart(body: Body, kind: str, members: Mapping[str, Any]) -> Content:
    """Write one part for each member, one for each item of a list (RFC 7578, section 4.3)."""
    boundary = uuid.uuid4().hex
    parts: list[bytes] = []
    for name, value in members.items():
        wanted = str(body.encoding.get(name, {}).get("contentType", ""))
        for item in value if isinstance(value, list) else [value]:
            parts.append(_part(boundary, name, item, wanted))
    return Content(f"{kind}; boundary={boundary}", b"".join(parts) + f"--{boundary}--\r\n".encode())


def _part(boundary: str, name: str, value: Any, wanted: str) -> bytes:
    plain_type = wanted if wanted and "*" not in wanted and "," not in wanted else ""
    disposition = f'form-data; name="{_quoted(name)}"'
    if isinstance(value, bytes):
        value = File(value, name, plain_type or OCTETS)
    if isinstance(value, File):
        disposition += f'; filename="{_quoted(value.name)}"'
        media_type, content = value.media_type, value.content
    else:
        media_type = plain_type or (
            "application/json" if isinstance(value, dict | list) else "text/plain; charset=utf-8"
        )
        content = to_json(value) if is_json(media_type) else text_of(value).encode()
    media_type = "".join(c for c in media_type if c.isprintable())
    head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {media_type}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def _quoted(text: str) -> str:
    """Escape a name as HTML does for multipart, so that it cannot end its quotes or its line."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
