"""Tool surfaces and what a person accepted of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from codegen.actions.accepted import Accepted
from codegen.actions.link import Link
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer

ANNOUNCED = timedelta(days=14)  # how long before its last day an acceptance is announced to end


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from comparing the tools with what was accepted.

    Attributes:
        drifts: surfaces that a person has to accept.
        new: tools generated for the first time, or for another vendor, with what is accepted of them as it is made.
        notices: what is worth a word and blocks nothing: `(rule, message, suggestion)`.
        former: accepted tools that are served under another name now.
    """

    drifts: tuple[Drift, ...]
    new: Mapping[str, Accepted]
    notices: tuple[tuple[str, str, str], ...]
    former: tuple[str, ...] = ()


def standing(
    surfaces: Mapping[str, Accepted], known: Iterable[Link], accepted: Mapping[str, Accepted] | None,
    flagged: Mapping[str, str], today: date, former: Collection[str] = (),
) -> Standing:  # fmt: skip
    """Compare the tools that are to be generated with what was accepted of them.

    Args:
        surfaces: each tool as it would be accepted today.
        known: the chain of digests of the last run, to tell which tools are new.
        accepted: what `specs/accepted.yaml` says, None where there is no such file.
        flagged: tools whose text needs a person's eye, with the reason.
        today: the day by which an acceptance runs out.
        former: names under which tools of today were known, and still are served.
    """
    entries, before = accepted or {}, {link.name for link in known if link.kind == "tool"}
    drifts: list[Drift] = []
    new: dict[str, Accepted] = {}
    notices: list[tuple[str, str, str]] = []
    for name, surface in surfaces.items():
        entry = entries.get(name)
        if entry is None and name not in before:
            new[name] = surface
            notices += _flag(name, flagged)
        elif entry is None:
            drifts.append(_unaccepted(name, "is not accepted: specs/accepted.yaml does not name it"))
        elif told := _changed(surface, entry, flagged.get(name, "")):
            drifts.append(_unaccepted(name, told))
        elif entry.until is not None and entry.until < today:
            message = f"The acceptance of the tool {name} ran out on {entry.until}."
            drifts.append(Drift("acceptance-expired", Layer.AGENT_ACTION, name, message, mend(name)))
        else:
            notices += _noticed(name, surface, entry, today)
            if surface.vendors.keys() - entry.vendors.keys():
                new[name] = replace(entry, vendors={**surface.vendors, **entry.vendors})
    gone = entries.keys() - surfaces.keys()
    drifts += [_gone(name) for name in sorted(gone - set(former))]
    return Standing(tuple(drifts), new, tuple(notices), tuple(sorted(gone & set(former))))


def mend(tool: str) -> str:
    """Return the command that accepts a tool."""
    return f'codegen accept {tool} --reason "…" --owner TEAM'


def _changed(surface: Accepted, entry: Accepted, flag: str) -> str:
    """Return what of a surface has to be accepted, in words; "" where nothing has."""
    if surface.schema != entry.schema:
        return "changed what it takes or gives since it was accepted"
    if vendors := _moved(surface, entry, "schema"):
        return f"changed what it takes in {vendors} since it was accepted"
    where = _text_changes(surface, entry)
    return (
        f"changed its text{where} since it was accepted, and the new text {flag}" if where is not None and flag else ""
    )


def _text_changes(surface: Accepted, entry: Accepted) -> str | None:
    """Return in which vendors' files alone its text changed, "" for all of them, None for none."""
    if surface.text != entry.text:
        return ""
    vendors = _moved(surface, entry, "text")
    return f" in {vendors}" if vendors else None


def _moved(surface: Accepted, entry: Accepted, aspect: str) -> str:
    """Return the vendors whose form of the tool differs from what was accepted of it."""
    both = sorted(surface.vendors.keys() & entry.vendors.keys())
    return " and ".join(v for v in both if surface.vendors[v][aspect] != entry.vendors[v][aspect])


def _unaccepted(tool: str, what: str) -> Drift:
    return Drift("tool-unaccepted", Layer.AGENT_ACTION, tool, f"The tool {tool} {what}.", mend(tool))


def _gone(tool: str) -> Drift:
    message = f"The tool {tool} is gone: who still calls it gets nothing."
    told = f"tool: {{was: [{tool}]}} in the definition that serves it now, or {mend(tool)}"
    return Drift("tool-unaccepted", Layer.AGENT_ACTION, tool, message, told)


def _flag(tool: str, flagged: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if tool in flagged:
        yield (
            "tool-text-flagged",
            f"the text of the new tool {tool} {flagged[tool]}",
            "read it as an agent would, and change it in the definition, an overlay or `adapt`",
        )


def _noticed(tool: str, surface: Accepted, entry: Accepted, today: date) -> Iterator[tuple[str, str, str]]:
    if (where := _text_changes(surface, entry)) is not None:
        yield "tool-text-changed", f"the text of the tool {tool} changed{where} since it was accepted", mend(tool)
    if entry.until is not None and entry.until - today <= ANNOUNCED:
        days = (entry.until - today).days
        when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
        yield "acceptance-ends", f"the acceptance of the tool {tool} ends {when}, on {entry.until}", mend(tool)
