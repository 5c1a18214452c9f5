"""What a person reviews on one page: what changed, what follows from it, and whether the layers are in step.

Everything here is plain text and numbers: drift comes as strings, since it is told by `codegen.sync`, which stands
beside this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from codegen.changes.impact import Impact
from codegen.changes.report import Report

EXTERNAL_SERVICE, INVOCABLE_ACTION, AGENT_ACTION = LAYERS = ("External Service", "Invocable Action", "Agent Action")
GENERATE = "codegen generate"
STUCK = frozenset({"patch-conflict", "patch-unreadable"})  # drifts that hold something back


class Standing(StrEnum):
    """How a layer stands.

    It is absorbed where layer 1 takes up all that reaches it; it waits where something below it has to be mended before
    it can be looked at.
    """

    IN_STEP = "in step"
    ABSORBED = "absorbed"
    FOLLOWS = "follows with generate"
    TO_MEND = "to be mended"
    WAITS = "waits for the layer below"


@dataclass(frozen=True, slots=True)
class Notice:
    """One drift, in words; see `codegen.sync.drift.Drift`."""

    layer: str
    kind: str
    subject: str
    message: str
    mend: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one layer stands.

    Attributes:
        layer: one of `LAYERS`, or the project as a whole.
        changes: how many changes of contracts reach it.
        absorbed: how many of them it takes up without a trace above.
        to_mend: how many have to be mended in it.
        follows: how many drifts `codegen generate` ends by itself.
        waiting: what does not hold until the layer below is mended.
        notices: the drifts that a person has to end.
    """

    layer: str
    standing: Standing
    changes: int
    absorbed: int
    to_mend: int
    follows: int
    waiting: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain contract, operation, action, tool; of a contract only where something drifted in it.

    Attributes:
        kind: `contract`, `operation`, `action` or `tool`.
        name: the service, `service.operation`, the action or the tool.
        needs: the `(kind, name)` pairs below it.
        keys: for an operation, `METHOD /path` before and now.
        new: whether only the new side has it.
        gone: whether only the old side has it; for an operation, whether its contract has it no more.
        misfits: for an action, the services that it no longer fits.
        held: whether a kept edit that does not fit holds it back.
        notices: the drifts in it; None where they are not known.
    """

    kind: str
    name: str
    needs: tuple[tuple[str, str], ...] = ()
    keys: frozenset[str] = frozenset()
    new: bool = False
    gone: bool = False
    misfits: frozenset[str] = frozenset()
    held: bool = False
    notices: tuple[Notice, ...] | None = None

    @property
    def by_people(self) -> tuple[Notice, ...]:
        """The drifts in it that a person has to end."""
        return tuple(notice for notice in self.notices or () if notice.mend != GENERATE)

    @property
    def stuck(self) -> bool:
        """Whether a kept edit of its own file does not fit."""
        return any(notice.kind in STUCK for notice in self.by_people)

    @property
    def waits(self) -> bool:
        """Whether something below it has to be mended before it can be looked at."""
        return bool(self.misfits) or (self.held and not self.stuck)

    @property
    def service(self) -> str:
        """The service of an operation."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The unified diff of one generated file, with its layer."""

    file: str
    layer: str
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything on the page.

    Attributes:
        report: what changed in the contracts.
        verdicts: how each layer stands, from the External Service up.
        chain: every link, those below first.
        diffs: what the inputs change in the generated code.
        upgrade: what another version of the generator changes by itself, in words; "" where it made the files.
        upgrade_diffs: the diffs of that.
        problems: what is wrong in the input, so that no code follows from it.
        known: whether a project is known that uses the contracts.
        files: the `service.yaml` of each service.
    """

    report: Report
    verdicts: tuple[Verdict, ...] = ()
    chain: tuple[Link, ...] = ()
    diffs: tuple[FileDiff, ...] = ()
    upgrade: str = ""
    upgrade_diffs: tuple[FileDiff, ...] = ()
    problems: tuple[str, ...] = ()
    known: bool = True
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_step(self) -> bool:
        """Whether nobody has to mend anything."""
        return not self.problems and all(verdict.standing is not Standing.TO_MEND for verdict in self.verdicts)


def verdicts(report: Report, notices: Iterable[Notice], chain: Iterable[Link] = ()) -> tuple[Verdict, ...]:
    """Say how each layer stands; the project as a whole only where something is to be said of it."""
    notices, chain = tuple(notices), tuple(chain)
    actions = {link.name for link in chain if link.kind == "action" and link.waits}
    below = actions | {link.name for link in chain if link.kind == "action" and link.held}
    tools = {link.name for link in chain if link.kind == "tool" and any(name in below for _, name in link.needs)}
    waiting = {INVOCABLE_ACTION: actions, AGENT_ACTION: tools}
    others = dict.fromkeys(notice.layer for notice in notices if notice.layer not in LAYERS)
    return tuple(
        _verdict(layer, report, notices, tuple(sorted(waiting.get(layer, ())))) for layer in (*LAYERS, *others)
    )


def _verdict(layer: str, report: Report, notices: tuple[Notice, ...], waiting: tuple[str, ...]) -> Verdict:
    rows = [row for row in report.rows if row.used]
    impacts = [row.impact for row in rows]
    reaching = {
        EXTERNAL_SERVICE: impacts,
        INVOCABLE_ACTION: [impact for impact in impacts if not impact.absorbed and (impact.actions or impact.lines)],
        AGENT_ACTION: [impact for impact in impacts if not impact.absorbed and impact.tools],
    }.get(layer, [])
    mine = [notice for notice in notices if notice.layer == layer]
    by_people = tuple(notice for notice in mine if notice.mend != GENERATE)
    below = layer != EXTERNAL_SERVICE and any(impact.mended_by == EXTERNAL_SERVICE for impact in reaching)
    to_mend = sum(row.impact.mended_by == layer and not row.accepted for row in rows)
    return Verdict(
        layer=layer,
        standing=_standing(bool(to_mend or by_people), bool(waiting) or below, reaching, bool(mine)),
        changes=len(reaching),
        absorbed=sum(impact.absorbed for impact in reaching),
        to_mend=to_mend,
        follows=len(mine) - len(by_people),
        waiting=waiting,
        notices=by_people,
    )


def _standing(to_mend: bool, waits: bool, reaching: Sequence[Impact], drifted: bool) -> Standing:
    if to_mend:
        return Standing.TO_MEND
    if waits:
        return Standing.WAITS
    if reaching and all(impact.absorbed for impact in reaching):
        return Standing.ABSORBED
    return Standing.FOLLOWS if reaching or drifted else Standing.IN_STEP
