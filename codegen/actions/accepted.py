"""`specs/accepted.yaml`: what agents see of each tool, and which breaking changes, as a person accepted them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from codegen.actions.schemas import published
from codegen.actions.shapes import check
from codegen.actions.sources import Source, read_source
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.places import escape

FILE = "accepted.yaml"
FIRST = "first generation"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted surface.

    Attributes:
        schema, text: digests of what agents must keep to and of what they read, in the portable form.
        reason, owner: why, and who answers for it.
        until: the last day on which it holds, None for ever.
        vendors: vendor to the digests `schema` and `text` of its own form.
    """

    schema: str
    text: str
    reason: str = FIRST
    owner: str = ""
    until: date | None = None
    vendors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AcceptedChange:
    """One breaking change that was accepted: why, who answers for it, and its last day, None for ever."""

    reason: str
    owner: str
    until: date | None = None


def read_accepted(path: Path, root: Path, diagnostics: Diagnostics) -> Mapping[str, Accepted] | None:
    """Return the accepted surfaces by tool.

    Args:
        path: the file.
        root: the project's root.
        diagnostics: collects what is wrong in it, each with its place.

    Returns:
        None where there is no such file.
    """
    if not path.exists():
        return None
    tree, source = _read(path, root, diagnostics)
    vendors: dict[str, dict[str, Mapping[str, str]]] = {}
    for at, entry in (tree.get("vendors") or {}).items():
        name, _, vendor = at.rpartition("@")
        vendors.setdefault(name, {})[vendor] = {key: said.removeprefix("sha256:") for key, said in entry.items()}
    found = {}
    for name, entry in (tree.get("tools") or {}).items():
        found[name] = Accepted(
            entry["schema"].removeprefix("sha256:"),
            entry["text"].removeprefix("sha256:"),
            entry.get("reason", FIRST),
            entry.get("owner", ""),
            _until(entry, f"/tools/{name}", source, diagnostics),
            vendors.get(name, {}),
        )
    return found


def read_accepted_changes(path: Path, root: Path, diagnostics: Diagnostics) -> Mapping[str, AcceptedChange]:
    """Return the accepted changes by id; none where there is no such file.

    Args:
        path: the file.
        root: the project's root.
        diagnostics: collects what is wrong in it, each with its place.
    """
    if not path.exists():
        return {}
    tree, source = _read(path, root, diagnostics)
    return {
        name: AcceptedChange(
            entry["reason"], entry["owner"], _until(entry, f"/changes/{escape(name)}", source, diagnostics)
        )
        for name, entry in (tree.get("changes") or {}).items()
    }


def _read(path: Path, root: Path, diagnostics: Diagnostics) -> tuple[Mapping[str, Json], Source | None]:
    if (source := read_source(path, root, diagnostics)) is None:
        return {}, None
    return check(source, published("accepted"), diagnostics) or {}, source


def _until(entry: Mapping[str, Json], at: str, source: Source | None, diagnostics: Diagnostics) -> date | None:
    if "until" not in entry or source is None:
        return None
    try:
        return date.fromisoformat(entry["until"])
    except ValueError:
        diagnostics.error("wrong-value", "until must be a day, such as 2027-01-31", source.place(f"{at}/until"))
        return None
