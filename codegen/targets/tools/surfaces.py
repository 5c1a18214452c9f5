"""What one tool is in each vendor's file, and a digest of it there: text and schema apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen.actions.plan import Tool
from codegen.actions.told import shape, texts
from codegen.contract.model import Json
from codegen.core.digest import of_value
from codegen.targets.tools.generate import VENDORS

PORTABLE = "mcp"  # its file is the portable form, which the chain of digests tells of


def tools_in(document: Json) -> Iterator[tuple[str, Json, Json]]:
    """Yield the name of each tool in a vendor's file, what the file says of it, and that with its namespace around it.

    Args:
        document: what one of `VENDORS` returned, now or once.
    """
    for tool in document["tools"] if isinstance(document, Mapping) else document:
        if "tools" in tool:  # a namespace
            yield from ((name, inner, {**tool, "tools": [inner]}) for name, inner, _ in tools_in(tool["tools"]))
        else:
            yield (tool.get("function") or tool.get("toolSpec") or tool)["name"], tool, tool


def entries(document: Json) -> Mapping[str, Json]:
    """Return what a vendor's file says of each tool, one in a namespace with that around it.

    Args:
        document: as for `tools_in`.
    """
    return {name: whole for name, _, whole in tools_in(document)}


def digests(entry: Json) -> Mapping[str, str]:
    """Return the digests of what a vendor's file says of a tool: `schema` and `text`."""
    return {"schema": of_value(shape(entry)), "text": of_value(texts(entry))}


def vendor_digests(tools: Sequence[Tool]) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return tool to vendor to `digests`, for every vendor but the portable form's."""
    found: dict[str, dict[str, Mapping[str, str]]] = {tool.name: {} for tool in tools}
    for vendor, document in VENDORS.items():
        if vendor != PORTABLE:
            for name, entry in entries(document(tools)).items():
                found[name][vendor] = digests(entry)
    return found
