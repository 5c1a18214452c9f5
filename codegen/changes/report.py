"""What `codegen diff` tells: changes with their places in files, their impact, and what absorbs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codegen.changes.absorb import SURE_ENOUGH
from codegen.changes.impact import Impact
from codegen.changes.model import Change, Level
from codegen.contract.model import Json
from codegen.core.digest import of_value
from codegen.core.places import Place

SNAPSHOTS = "the snapshots"  # what was compared, where no file was named


@dataclass(frozen=True, slots=True)
class Row:
    """One change of one service.

    Attributes:
        used: whether it shows in an operation in use.
        old, new: where it stands in each contract, None where it does not.
        old_part, new_part: of what came or went without a value, what stands in each contract; None where nothing does.
        accepted: why somebody accepted it, and who; "" where nobody did.
        stands: where the change is one of a component that several places share, the change at each of them; else ().
        offer: what `adapt` should say to absorb it, with how sure that is (0 to 1); empty where nothing does.
        partly: whether some of its places break and have no such line.
    """

    service: str
    change: Change
    used: bool
    old: Place | None
    new: Place | None
    impact: Impact = field(default_factory=Impact)
    accepted: str = ""
    offer: Mapping[str, Json] = field(default_factory=dict)
    confidence: float = 0.0
    stands: tuple[Change, ...] = ()
    partly: bool = False
    old_part: Json = None
    new_part: Json = None

    @property
    def sure(self) -> bool:
        """Whether it has a line that `codegen diff --apply` writes."""
        return bool(self.offer) and self.confidence >= SURE_ENOUGH

    @property
    def breaking(self) -> bool:
        """Whether it breaks something in use, layer 1 does not take it up, and nobody has accepted it."""
        breaks = self.used and self.change.severity.worst is Level.BREAKING
        return breaks and not self.impact.absorbed and not self.accepted

    @property
    def id(self) -> str:
        """What `codegen accept` calls it; the same change has the same id in every comparison."""
        ids = self.ids
        return next(iter(ids)) if len(ids) == 1 else f"{self.service or 'contract'}/{of_value(sorted(ids))[:12]}"

    @property
    def ids(self) -> Mapping[str, Change]:
        """The ids by which an acceptance is kept: one, or of a shared component's change one for each place.

        Which places are told as one depends on what is compared; what is accepted of each does not.
        """
        return {_id(self.service, change): change for change in self.stands or (self.change,)}


def _id(service: str, change: Change) -> str:
    told = (change.rule, change.subject, change.message, str(change.side), change.old, change.new)
    return f"{service or 'contract'}/{of_value(told)[:12]}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that changed, worst first.

    Attributes:
        old, new: what was compared, in words.
        newly_used: operations that are used now and were not before; they are listed, not compared.
    """

    old: str
    new: str
    rows: tuple[Row, ...]
    newly_used: tuple[str, ...] = ()

    @property
    def breaking(self) -> tuple[Row, ...]:
        """The changes that break something in use."""
        return tuple(row for row in self.rows if row.breaking)


def ordered(rows: list[Row]) -> tuple[Row, ...]:
    """Return rows worst first, then by service, subject and rule."""
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                not row.used,
                -row.change.severity.worst,
                row.service,
                row.change.subject,
                row.change.rule,
            ),
        )
    )
