"""Which operations of two documents can differ at all, found without reading what they mean.

An operation is the same where its own text is, and that of everything it refers to. Comparing texts costs a tenth of
building contracts, and from one version to the next most operations are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import orjson

from codegen.contract.document import Document
from codegen.contract.index import METHODS, path_items
from codegen.core.places import escape

_REF = re.compile(rb'"#(/[^"\\]*(?:\\.[^"\\]*)*)"')  # in `$ref`, and in the mapping of a discriminator
_MAPPING = re.compile(rb'"mapping":\{([^{}]*)\}')
_NAME = re.compile(rb':"([^"#/]+)"')  # a discriminator may name a schema by its bare name
# what every operation depends on
_COMMON = ("swagger", "openapi", "servers", "security", "host", "basePath", "schemes", "consumes", "produces")
_SECURITY = (("components", "securitySchemes"), ("securityDefinitions",))


@dataclass(frozen=True, slots=True)
class Differing:
    """What may differ between two documents.

    Attributes:
        operations: `METHOD /path` of the operations that may, came or went.
        touched: those of them whose own text differs; the others only lead to something that does.
        components: pointers of the components that differ, or lead to one that does.
        bundled: whether a reference leads into a path, as bundlers write them.
    """

    operations: frozenset[str]
    touched: frozenset[str]
    components: frozenset[str]
    bundled: bool

    def within(self, node: Any) -> bool:
        """Say whether a part of an operation leads to something that differs.

        Args:
            node: a part whose text is the same in both documents.
        """
        return any(name in self.components for name in _references(_text(node)))


def differing(old: Document, new: Document) -> Differing | None:
    """Return what may differ between two documents; None where everything may.

    Args:
        old: the document as it was.
        new: as it is now.
    """
    try:
        return _differing(old.raw, new.raw)
    except TypeError:  # nested too deeply to be written as text
        return None


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differing | None:
    if any(_text(before.get(key)) != _text(after.get(key)) for key in _COMMON):
        return None
    components, bundled = _changed_components(before, after)
    for way in _SECURITY:
        text = _text(_at(before, way))
        if text != _text(_at(after, way)) or any(name in components for name in _references(text)):
            return None
    one, other = dict(_operations(before)), dict(_operations(after))
    touched = {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
    leading = {key for key in one.keys() - touched if any(name in components for name in _references(one[key]))}
    return Differing(frozenset(touched | leading), frozenset(touched), components, bundled)


def _operations(raw: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield each operation with its text, what its path item says for all of them included."""
    for path, _, item in path_items(raw):
        common = _text({key: value for key, value in item.items() if key not in METHODS})
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", common + _text(item[method])


def _changed_components(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[frozenset[str], bool]:
    """Return the pointers of the components that differ, or refer to one that does, however far down.

    And whether a reference leads into a path.
    """
    one, other = _components(before), _components(after)
    used_by: dict[str, list[str]] = {}
    for name, text in (*one.items(), *(item for item in other.items() if one.get(item[0]) != item[1])):
        for reference in _references(text):
            used_by.setdefault(reference, []).append(name)
    pending = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    changed = set(pending)
    while pending:
        for user in used_by.get(pending.pop(), ()):
            if user not in changed:
                changed.add(user)
                pending.append(user)
    return frozenset(changed), any(reference.startswith("/paths/") for reference in used_by)


def _components(raw: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the text of everything that a reference may lead to or into, by its pointer; bundlers refer to paths."""
    holders = {f"/{key}": node for key, node in raw.items() if key != "components"}
    if isinstance(kinds := raw.get("components"), Mapping):
        holders |= {f"/components/{kind}": nodes for kind, nodes in kinds.items()}
    return {
        f"{at}/{escape(str(name))}": _text(node)
        for at, nodes in holders.items()
        if isinstance(nodes, (Mapping, list))
        for name, node in (nodes.items() if isinstance(nodes, Mapping) else enumerate(nodes))
    }


def _references(text: bytes) -> set[str]:
    """Return the components that references lead to or into."""
    found = {_component(written) for written in set(_REF.findall(text))}
    for mapping in _MAPPING.finditer(text) if b'"discriminator"' in text else ():
        found |= {f"/components/schemas/{_told(name[1])}" for name in _NAME.finditer(mapping[1])}
    return found


@lru_cache(maxsize=4096)
def _component(written: bytes) -> str:
    steps = unquote(_told(written)).split("/")
    return "/".join(steps[: 4 if steps[1] == "components" else 3])


def _told(written: bytes) -> str:
    return str(orjson.loads(b'"%b"' % written))


def _text(node: Any) -> bytes:
    return orjson.dumps(node, option=orjson.OPT_SORT_KEYS)


def _at(raw: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    node: Any = raw
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node
