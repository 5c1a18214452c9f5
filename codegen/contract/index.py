"""The index of a document's operations: their stable names and where they stand; schemas are not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from codegen.contract.document import Document, lookup
from codegen.core.names import assign, snake, words
from codegen.core.places import pointer

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OF_CLIENTS = ("call", "close", "service")  # what every client has already


@dataclass(frozen=True, slots=True)
class OperationEntry:
    """One operation of a document.

    Attributes:
        name: stable name, after `adapt`.
        wire: operationId, unique; made from method and path where there is none.
        ident: snake-case identifier, unique in the document.
        method: in upper case.
        path: as the document writes it.
        pointer: JSON pointer of the operation object in the document.
        item: JSON pointer of its path item, references followed.
        summary, description, tags, deprecated: as written, for lists and searches.
    """

    name: str
    wire: str
    ident: str
    method: str
    path: str
    pointer: str
    item: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    deprecated: bool = False

    @property
    def key(self) -> str:
        """The method and path, which pins and `METHOD /path` names use."""
        return f"{self.method} {self.path}"


def operation_index(
    document: Document, adapt: Mapping[str, Any], pinned: Mapping[str, str] | None = None
) -> Mapping[str, OperationEntry]:
    """Return every operation of `document` by its stable name, in the document's order.

    Args:
        document: the contract as it was read.
        adapt: the service's `adapt` section; `operations` renames.
        pinned: names given before, from the lock.
    """
    found = list(_found(document.raw))
    pins = pinned or {}
    wires = assign(((f"operation:{key}", _wire(key, node)) for key, _, _, node in found), {})
    renamed = renames(adapt)
    given = {key: pins[key] for key in wires if key in pins}
    given |= {key: renamed[name] for key in wires if (name := wires[key]) in renamed}
    given |= {f"operation:{key}": renamed[key] for key, *_ in found if key in renamed}
    names = assign(wires.items(), given)
    idents = assign(
        ((f"ident:{key}", snake(names[f"operation:{key}"], "call")) for key, *_ in found),
        pins,
        reserved=_OF_CLIENTS,
    )
    entries = (
        _entry(key, at, item, node, names[f"operation:{key}"], wires[f"operation:{key}"], idents[f"ident:{key}"])
        for key, at, item, node in found
    )
    return {entry.name: entry for entry in entries}


def renames(adapt: Mapping[str, Any]) -> dict[str, str]:
    """Return the stable name for each wire name (an operationId or `METHOD /path`) that `adapt` renames."""
    lines = adapt.get("operations") or {}
    return {
        str(line["wire"]): stable for stable, line in lines.items() if isinstance(line, Mapping) and line.get("wire")
    }


def select(index: Mapping[str, OperationEntry], used: Iterable[str] | None) -> list[OperationEntry]:
    """Return the entries that `used` names, in the document's order; None means all.

    Args:
        index: every operation.
        used: stable names, `METHOD /path` names and glob patterns of either.
    """
    if used is None:
        return list(index.values())
    wanted = set(used)
    globs = [name for name in wanted if set("*?[") & set(name)]
    return [
        entry
        for entry in index.values()
        if {entry.name, entry.key} & wanted
        or any(fnmatchcase(entry.name, glob) or fnmatchcase(entry.key, glob) for glob in globs)
    ]


def path_items(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield path, pointer and path item, references followed; what is no path item is passed over."""
    for path, item in (raw.get("paths") or {}).items():
        if path.startswith("x-") or not isinstance(item, Mapping):
            continue
        at = pointer("paths", path)
        seen: set[str] = set()
        while isinstance(item.get("$ref"), str) and not any(method in item for method in METHODS):
            at = unescape_fragment(item["$ref"])
            if at in seen:
                break
            seen.add(at)
            try:
                item = lookup(raw, at)
            except KeyError:
                break
            if not isinstance(item, Mapping):
                break
        if isinstance(item, Mapping):
            yield path, at, item


def unescape_fragment(reference: str) -> str:
    """Return the JSON pointer in a `$ref` of the same document (RFC 6901, section 6)."""
    fragment = reference.removeprefix("#")
    if "%" not in fragment:
        return fragment
    return unquote(fragment)


def _found(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    for path, item_at, item in path_items(raw):
        for method, node in item.items():
            if method in METHODS:
                operation = node if isinstance(node, Mapping) else {}
                yield f"{method.upper()} {path}", f"{item_at}/{method}", item_at, operation


def _wire(key: str, node: Mapping[str, Any]) -> str:
    given = node.get("operationId")
    return str(given).strip() if given not in (None, "") and str(given).strip() else made_name(key)


def made_name(key: str) -> str:
    """Return a name for an operation without one: `GET /users/{id}` is `get_users_by_id`."""
    method, _, path = key.partition(" ")
    parts = [method.lower()]
    for segment in path.split("/"):
        segment_words = words(segment)
        if segment.startswith("{") and segment_words:
            parts.append("by")
        parts.extend(segment_words)
    return "_".join(parts)


def _entry(key: str, at: str, item: str, node: Mapping[str, Any], name: str, wire: str, ident: str) -> OperationEntry:
    method, _, path = key.partition(" ")
    tags = node.get("tags")
    return OperationEntry(
        name=name,
        wire=wire,
        ident=ident,
        method=method,
        path=path,
        pointer=at,
        item=item,
        summary=text(node.get("summary")),
        description=text(node.get("description")),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        deprecated=node.get("deprecated") is True,
    )


def text(value: Any) -> str:
    """Return `value` where it is text, else what it would be as text, "" for nothing."""
    if isinstance(value, str):
        return value
    return "" if value is None else str(value)
