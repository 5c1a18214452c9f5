"""What a person judged of each break: groups with their verdicts, and which break is in which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.changes_real.breaks import Break

HERE = Path(__file__).parent
GROUPS, JUDGED = HERE / "groups.yaml", HERE / "judged.tsv"
VERDICTS = ("break", "harmless", "misrated")


@dataclass(frozen=True, slots=True)
class Group:
    """Breaks of one kind and cause, judged together; see groups.yaml for what its keys mean."""

    name: str
    verdict: str
    why: str
    read: str
    rules: tuple[str, ...] = ()
    subject: str = ""
    message: str = ""
    stub: bool = False

    def fits(self, item: Break, *, stub: bool) -> bool:
        """Say whether a break is of this kind; `stub` says whether its operations were only listed."""
        change = item.change
        return (
            (not self.rules or change.rule in self.rules)
            and (not self.stub or stub)
            and bool(re.search(self.subject, change.subject))
            and bool(re.search(self.message, change.message))
        )


def groups() -> tuple[Group, ...]:
    """Return the groups in their order."""
    found = yaml.safe_load(GROUPS.read_text(encoding="utf-8"))
    return tuple(Group(**{**entry, "rules": tuple(entry.get("rules", ()))}) for entry in found)


def judged() -> Mapping[str, str]:
    """Return the group of each judged break by its id."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines() if JUDGED.exists() else ()
    return dict(line.split("\t") for line in lines)


def write(found: Mapping[str, str]) -> None:
    """Write which break is in which group."""
    JUDGED.write_text("".join(f"{id_}\t{name}\n" for id_, name in sorted(found.items())), encoding="utf-8")


def group_of(item: Break, known: Iterable[Group], *, stub: bool) -> Group | None:
    """Return the first group that a break fits."""
    return next((group for group in known if group.fits(item, stub=stub)), None)
