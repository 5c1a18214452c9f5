"""`specs/accepted.yaml`: what agents see of each tool, as a person accepted it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codegen.actions.schemas import published
from codegen.actions.shapes import check
from codegen.actions.sources import read_source
from codegen.core.diagnostics import Diagnostics

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
    if (source := read_source(path, root, diagnostics)) is None:
        return {}
    tree = check(source, published("accepted"), diagnostics) or {}
    found = {}
    for name, entry in (tree.get("tools") or {}).items():
        until = None
        if "until" in entry:
            try:
                until = date.fromisoformat(entry["until"])
            except ValueError:
                diagnostics.error(
                    "wrong-value", "until must be a day, such as 2027-01-31", source.place(f"/tools/{name}/until")
                )
        found[name] = Accepted(
            entry["schema"].removeprefix("sha256:"),
            entry["text"].removeprefix("sha256:"),
            entry.get("reason", FIRST),
            entry.get("owner", ""),
            until,
        )
    return found
