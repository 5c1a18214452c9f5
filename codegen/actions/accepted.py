"""`specs/accepted.yaml`: what agents see of each tool, and which breaking changes, as a person accepted them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        schema, text: digests of what agents must keep to and of what they read.
        reason, owner: why, and who answers for it.
        until: the last day on which it holds, None for ever.
    """

    schema: str
    text: str
    reason: str = FIRST
    owner: str = ""
    until: date | None = None


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
    found = {}
    for name, entry in (tree.get("tools") or {}).items():
        found[name] = Accepted(
            entry["schema"].removeprefix("sha256:"),
            entry["text"].removeprefix("sha256:"),
            entry.get("reason", FIRST),
            entry.get("owner", ""),
            _until(entry, f"/tools/{name}", source, diagnostics),
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
