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
from codegen.targets.tools.surfaces import PORTABLE, digests, vendor_digests
from codegen.targets.tools.surfaces import entries as entries_of

_UNKNOWN = "what it was is neither here nor in git"


def surfaces(tools: Sequence[Tool]) -> Mapping[str, Accepted]:
    """Return each tool as it would be accepted."""
    vendors = vendor_digests(tools)
    links = {tool.name: tool_link(tool).aspects for tool in tools}
    return {
        name: Accepted(aspects["schema"], aspects["text"], vendors=vendors[name]) for name, aspects in links.items()
    }


def tool_changes(site: Site, tools: Sequence[Tool], entries: Mapping[str, Accepted]) -> Mapping[str, tuple[str, ...]]:
    """Return how tools differ from what was accepted of them, in lines.

    Where the portable form changed, that is all: what vendors are told follows from it. Else it is told for each vendor
    whose form changed.

    Args:
        site: where generated files stand.
        tools: as they would be generated now.
        entries: tool to what was accepted of it; each is among the tools.
    """
    past, now = _Past(site), surfaces(tools)
    forms = {vendor: entries_of(document(tools)) for vendor, document in VENDORS.items()} if entries else {}
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in entries.items():
        if (now[name].schema, now[name].text) != (entry.schema, entry.text):
            accepted = {"schema": entry.schema, "text": entry.text}
            found[name] = past.changes(name, PORTABLE, accepted, forms[PORTABLE][name])
            continue
        lines: list[str] = []
        for vendor, digests_then in sorted(entry.vendors.items()):
            if vendor in now[name].vendors and now[name].vendors[vendor] != digests_then:
                told = past.changes(name, vendor, digests_then, forms[vendor][name])
                lines += [f"{vendor}:", *(f"  {line}" for line in told)]
        found[name] = tuple(lines)
    return found


class _Past:
    """What vendors' files were, on the disk and in git, the newest first; read once each."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._documents: dict[str, list[Mapping[str, Json]]] = {}

    def changes(self, name: str, vendor: str, accepted: Mapping[str, str], now: Json) -> tuple[str, ...]:
        """Return how a vendor's form of a tool differs from the one with the accepted digests."""
        if vendor not in self._documents:
            self._documents[vendor] = list(self._read(vendor))
        for document in self._documents[vendor]:
            was = document.get(name)
            if was is not None and _digests(was, vendor) == accepted:
                return tool_diff(was, now)
        return (_UNKNOWN,)

    def _read(self, vendor: str) -> Iterator[Mapping[str, Json]]:
        for content in versions(self._site.root, f"{self._site.output}/tools/{vendor}.json"):
            try:
                yield entries_of(orjson.loads(content))
            except (ValueError, KeyError, TypeError, AttributeError):  # git's mixture, or somebody's edit
                continue


def _digests(entry: Json, vendor: str) -> Mapping[str, str]:
    if vendor != PORTABLE:
        return digests(entry)
    try:
        (tool,) = mcp.read({"tools": [entry]})
    except (KeyError, TypeError, ValueError):  # made by something else
        return {}
    return dict(tool_link(tool).aspects)
