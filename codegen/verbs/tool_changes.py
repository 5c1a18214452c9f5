"""What changed of a tool since a person accepted it: what it was is looked for on the disk and in git."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import orjson

from codegen.actions.accepted import Accepted
from codegen.actions.bind.links import tool_link
from codegen.actions.plan import Tool
from codegen.contract.model import Json
from codegen.sync.history import versions
from codegen.sync.site import Site
from codegen.sync.tool_diff import tool_diff
from codegen.targets.tools import mcp
from codegen.targets.tools.generate import VENDORS
from codegen.targets.tools.surfaces import PORTABLE, digests, entries, vendor_digests

_UNKNOWN = "what it was is neither here nor in git"


def surfaces(tools: Sequence[Tool]) -> Mapping[str, Accepted]:
    """Return each tool as it would be accepted."""
    vendors = vendor_digests(tools)
    links = {tool.name: tool_link(tool).aspects for tool in tools}
    return {
        name: Accepted(aspects["schema"], aspects["text"], vendors=vendors[name]) for name, aspects in links.items()
    }


def tool_changes(site: Site, tools: Sequence[Tool], name: str, entry: Accepted) -> tuple[str, ...]:
    """Return how a tool differs from what was accepted of it, in lines.

    Where the portable form changed, that is all: what vendors are told follows from it. Else it is told for each vendor
    whose form changed.

    Args:
        site: where generated files stand.
        tools: as they would be generated now.
        name: the tool's.
        entry: what was accepted.
    """
    now = surfaces(tools)[name]
    if (now.schema, now.text) != (entry.schema, entry.text):
        return _changes(site, tools, name, PORTABLE, {"schema": entry.schema, "text": entry.text})
    lines: list[str] = []
    for vendor, accepted in sorted(entry.vendors.items()):
        if vendor in now.vendors and now.vendors[vendor] != accepted:
            lines += [f"{vendor}:", *(f"  {line}" for line in _changes(site, tools, name, vendor, accepted))]
    return tuple(lines)


def _changes(site: Site, tools: Sequence[Tool], name: str, vendor: str, accepted: Mapping[str, str]) -> tuple[str, ...]:
    now = entries(VENDORS[vendor](tools))[name]
    for document in _documents(site, vendor):
        was = entries(document).get(name)
        if was is not None and _digests(was, vendor) == accepted:
            return tool_diff(was, now)
    return (_UNKNOWN,)


def _documents(site: Site, vendor: str) -> Iterator[Json]:
    """Yield what a vendor's file was, the newest first, but for what is no such file."""
    for content in versions(site.root, f"{site.output}/tools/{vendor}.json"):
        try:
            document = orjson.loads(content)
            entries(document)
        except (ValueError, KeyError, TypeError, AttributeError):  # git's mixture, or somebody's edit
            continue
        yield document


def _digests(entry: Json, vendor: str) -> Mapping[str, str]:
    if vendor != PORTABLE:
        return digests(entry)
    try:
        (tool,) = mcp.read({"tools": [entry]})
    except (KeyError, TypeError, ValueError):  # made by something else
        return {}
    return dict(tool_link(tool).aspects)
