"""What one tool is in each vendor's file, and a digest of it there: text and schema apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen.actions.plan import Tool
from codegen.actions.told import shape, texts
from codegen.contract.model import Json
from codegen.core.digest import of_value
from codegen.targets.tools.generate import VENDORS

PORTABLE = "mcp"  # its file is the portable form, which the chain of digests tells of


def entries(document: Json) -> Mapping[str, Json]:
    """Return what a vendor's file says of each tool, one in a namespace with that around it.

    Args:
        document: what one of `VENDORS` returned, now or once.
    """
    tools = document["tools"] if isinstance(document, Mapping) else document
    return dict(_named(tools))


def _named(tools: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    for tool in tools:
        if "tools" in tool:
            yield from ((name, {**tool, "tools": [inner]}) for name, inner in _named(tool["tools"]))
        else:
            yield (tool.get("function") or tool.get("toolSpec") or tool)["name"], tool


def digests(entry: Json) -> Mapping[str, str]:
    """Return the digests of what a vendor's file says of a tool: `schema` and `text`."""
    return {"schema": of_value(_unordered(shape(entry))), "text": of_value(texts(entry))}


def _unordered(node: Json) -> Json:
    """Return a form with what is required in one order, which says nothing."""
    if isinstance(node, list):
        return [_unordered(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    return {
        key: sorted(value) if key == "required" and isinstance(value, list) else _unordered(value)
        for key, value in node.items()
    }


def vendor_digests(tools: Sequence[Tool]) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return tool to vendor to `digests`, for every vendor but the portable form's."""
    found: dict[str, dict[str, Mapping[str, str]]] = {tool.name: {} for tool in tools}
    for vendor, document in VENDORS.items():
        if vendor != PORTABLE:
            for name, entry in entries(document(tools)).items():
                found[name][vendor] = digests(entry)
    return found
