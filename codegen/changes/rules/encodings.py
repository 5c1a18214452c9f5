"""Rules over how the fields of a form are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from codegen.changes.model import Aspect, Effect, Finding, Side
from codegen.changes.pairs import MediaPair, Node
from codegen.changes.registry import rule
from codegen.contract.media import plain
from codegen.contract.model import Json

_FORM = "application/x-www-form-urlencoded"
_STYLED = ("style", "explode", "allowReserved")
_AS_PARAMETER = ("form", True, False)  # what these are where none of them is given, for all but objects
_Encoding = Mapping[str, Json]


@rule("media", "request-body-encoding-changed")
def body_encoding_changed(pair: MediaPair) -> Iterator[Finding]:
    """A field of a form is written otherwise: the `contentType`, `style`, `explode` or `allowReserved` of its encoding.

    Why it matters: a running client writes it as before, and the API reads something else or refuses it.
    Mend: generate again; nothing above layer 1 changes, but what a file says of its own type.
    """
    if pair.side is not Side.REQUEST or pair.old is None or pair.new is None or not _has_fields(pair.old.media_type):
        return
    form = pair.old.media_type == _FORM
    for name in sorted({*pair.old.encoding, *pair.new.encoding}):
        old, new = pair.old.encoding.get(name, {}), pair.new.encoding.get(name, {})
        if old != new and (name in pair.fields_before) == (name in pair.fields_now):  # else it came or went itself
            before, after = pair.fields_before.get(name, {}), pair.fields_now.get(name, {})
            yield from _written_otherwise(name, (old, before), (new, after), form=form)


def _has_fields(media_type: str) -> bool:
    """Say whether a media type has fields, so that an encoding counts (OpenAPI 3.1, section 4.8.14)."""
    return media_type == _FORM or media_type.startswith("multipart/")


def _written_otherwise(
    name: str, old: tuple[_Encoding, Node], new: tuple[_Encoding, Node], *, form: bool
) -> Iterator[Finding]:
    """Yield what of the way in which a field is written changed; each is an encoding and the field's schema."""
    rule_id, was, now = "request-body-encoding-changed", dict(old[0]), dict(new[0])
    if _style(*old) != _style(*new):
        message = f"its field {name} is written otherwise (style, explode or allowReserved)"
        yield Finding(rule_id, Aspect.TRANSPORT, Effect.REPLACES, message, was, now)
    elif not (form and _is_styled(old[0])):  # beside a style, the type of a form's field says nothing
        before, after = _content_type(*old), _content_type(*new)
        if before != after:
            effect = Effect.SAYS if _all_taken(before, after) else Effect.REPLACES
            message = f"the content type of its field {name} changed from {before or 'none'} to {after or 'none'}"
            yield Finding(rule_id, Aspect.TRANSPORT, effect, message, was, now)


def _is_styled(encoding: _Encoding) -> bool:
    return any(word in encoding for word in _STYLED)


def _style(encoding: _Encoding, node: Node) -> tuple[Json, ...]:
    """Return style, explode and allowReserved, defaults filled in; nothing where a field is written by its type."""
    if not _is_styled(encoding):
        return _AS_PARAMETER if node.get("type") in ("string", "integer", "number", "boolean", "array") else ()
    style = encoding.get("style", "form")
    return style, bool(encoding.get("explode", style == "form")), bool(encoding.get("allowReserved", False))


def _content_type(encoding: _Encoding, node: Node) -> str:
    """Return the media types that a field may have, the default of its schema where none is given; "" for any."""
    said = sorted(plain(part) for part in str(encoding.get("contentType", "")).split(",") if part.strip())
    return ", ".join(said) or _default(node)


def _default(node: Node) -> str:
    """Return the media type that a field has of itself (OpenAPI 3.1, section 4.8.15.1)."""
    if "$ref" in node:
        return "application/json"  # what has a definition of its own is an object, but for unions that hold themselves
    match node.get("type"):
        case "object":
            return "application/json"
        case "array":
            return _default(node.get("items", {}))
        case "string" if node.get("format") == "binary":
            return "application/octet-stream"
        case "string" | "integer" | "number" | "boolean":
            return "text/plain"
    return ""


def _all_taken(before: str, after: str) -> bool:
    """Say whether each media type of a list is taken by another list, which may have ranges."""
    return all(any(fnmatchcase(one, other) for other in after.split(", ")) for one in before.split(", "))
