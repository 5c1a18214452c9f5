"""Leaving out components that nothing refers to any more once operations have been mended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from codegen.core.places import pointer

_REFERENCE = re.compile(rb'"(#/components/(?:[^"\\]|\\.)*)"')


def prune(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return a 3.1 slice with the components that its paths reach; security schemes stay.

    References are found in the slice's JSON text, which is several times quicker than walking it; text that merely
    looks like a reference keeps a component, no more.
    """
    components = tree.get("components", {})
    if not components:
        return dict(tree)
    at = {f"#{pointer('components', kind, name)}": (kind, name) for kind, named in components.items() for name in named}
    waiting = [reference for reference in _references(tree["paths"]) if reference in at]
    found = {reference for reference, (kind, _) in at.items() if kind == "securitySchemes"}
    while waiting:
        reference = waiting.pop()
        if reference not in found:
            found.add(reference)
            kind, name = at[reference]
            waiting.extend(below for below in _references(components[kind][name]) if below in at)
    kept: dict[str, dict[str, Any]] = {}
    for reference, (kind, name) in at.items():
        if reference in found:
            kept.setdefault(kind, {})[name] = components[kind][name]
    result = {**tree, "components": kept}
    if not kept:
        del result["components"]
    return result


def _references(node: Any) -> set[str]:
    return {orjson.loads(b'"' + text + b'"') for text in _REFERENCE.findall(orjson.dumps(node))}
