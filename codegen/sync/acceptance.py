"""Tool surfaces and what a person accepted of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from codegen.actions.accepted import Accepted
from codegen.actions.plan import Link
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer

ANNOUNCED = timedelta(days=14)  # how long before its last day an acceptance is announced to end


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from comparing the tools with what was accepted.

    Attributes:
        drifts: surfaces that a person has to accept.
        new: tools generated for the first time, with what is accepted of them as it is made.
        notices: what is worth a word and blocks nothing: `(rule, message, suggestion)`.
    """

    drifts: tuple[Drift, ...]
    new: Mapping[str, Accepted]
    notices: tuple[tuple[str, str, str], ...]


def standing(
    links: Iterable[Link], known: Iterable[Link], accepted: Mapping[str, Accepted] | None,
    flagged: Mapping[str, str], today: date,
) -> Standing:  # fmt: skip
    """Compare the tools that are to be generated with what was accepted of them.

    Args:
        links: the chain of digests of today.
        known: that of the last run, to tell which tools are new.
        accepted: what `specs/accepted.yaml` says, None where there is no such file: all tools are new then.
        flagged: tools whose text needs a person's eye, with the reason.
        today: the day by which an acceptance runs out.
    """
    entries, before = accepted or {}, {link.name for link in known if link.kind == "tool"}
    drifts: list[Drift] = []
    new: dict[str, Accepted] = {}
    notices: list[tuple[str, str, str]] = []
    for link in links:
        if link.kind != "tool":
            continue
        surface = Accepted(link.aspects["schema"], link.aspects["text"])
        entry = entries.get(link.name)
        if entry is None and (accepted is None or link.name not in before):
            new[link.name] = surface
            notices += _flag(link.name, flagged)
        elif entry is None:
            drifts.append(_unaccepted(link.name, "is not accepted: specs/accepted.yaml does not name it"))
        elif told := _changed(surface, entry, flagged.get(link.name, "")):
            drifts.append(_unaccepted(link.name, told))
        elif entry.until is not None and entry.until < today:
            drifts.append(
                Drift(
                    "acceptance-expired",
                    Layer.AGENT_ACTION,
                    link.name,
                    f"The acceptance of the tool {link.name} ran out on {entry.until}.",
                    mend(link.name),
                )
            )
        else:
            notices += _noticed(link.name, surface, entry, today)
    return Standing(tuple(drifts), new, tuple(notices))


def mend(tool: str) -> str:
    """Return the command that accepts a tool."""
    return f'codegen accept {tool} --reason "…" --owner TEAM'


def _changed(surface: Accepted, entry: Accepted, flag: str) -> str:
    """Return what of a surface has to be accepted, in words; "" where nothing has."""
    if surface.schema != entry.schema:
        return "changed what it takes or gives since it was accepted"
    if surface.text != entry.text and flag:
        return f"changed its text since it was accepted, and the new text {flag}"
    return ""


def _unaccepted(tool: str, what: str) -> Drift:
    return Drift("tool-unaccepted", Layer.AGENT_ACTION, tool, f"The tool {tool} {what}.", mend(tool))


def _flag(tool: str, flagged: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if tool in flagged:
        yield (
            "tool-text-flagged",
            f"the text of the new tool {tool} {flagged[tool]}",
            "read it as an agent would, and change it in the definition, an overlay or `adapt`",
        )


def _noticed(tool: str, surface: Accepted, entry: Accepted, today: date) -> Iterator[tuple[str, str, str]]:
    if surface.text != entry.text:
        yield "tool-text-changed", f"the text of the tool {tool} changed since it was accepted", mend(tool)
    if entry.until is not None and entry.until - today <= ANNOUNCED:
        days = (entry.until - today).days
        when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
        yield "acceptance-ends", f"the acceptance of the tool {tool} ends {when}, on {entry.until}", mend(tool)
