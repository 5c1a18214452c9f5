"""What to do next, in the order in which it works: absorb, mend, accept changes, generate, accept tools, check.

A change can be accepted only while the snapshot still differs from the contract, so before the code is generated.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codegen.changes.model import Aspect, Change, Effect, Side
from codegen.changes.page.view import ChangeView, PageView
from codegen.changes.page.words import count, sure_of
from codegen.changes.report import SNAPSHOTS, Row
from codegen.changes.review import EXTERNAL_SERVICE, GENERATE, INVOCABLE_ACTION, Notice, Review

_ACCEPT = "codegen accept "
_OFFERS = ": adapt: {"  # in what mends a drift: the lines that `codegen diff --apply` writes
_OR = re.compile(r"[,;] or (?=codegen )")  # between two ways that end a drift


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in words, the command or the line for it, and the changes it is about: id, subject, message."""

    words: str
    code: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


def steps(view: PageView) -> tuple[Step, ...]:
    """Return what to do; nothing where everything is in step."""
    review = view.review
    found = list(dict.fromkeys([*_absorb(view), *_mends(review), *_by_hand(view)]))
    if not review.known:
        return tuple(found)
    if review.problems and not found:
        found.append(Step("Mend what is wrong in the input; then the code that follows can be shown."))
    found += _accept_changes(view)
    if found or review.diffs or review.upgrade_diffs or any(verdict.follows for verdict in review.verdicts):
        found.append(Step("Write the generated code:", GENERATE))
    found += _accept_tools(view)
    if found:
        found.append(Step("See whether everything is in step:", "codegen check"))
    return tuple(found)


def _absorb(view: PageView) -> Iterator[Step]:
    """Yield the command that writes what is sure to absorb changes, then each line of `adapt` that is a guess."""
    review = view.review
    sure = [change for change in view.changes if change.row.sure]
    services = {change.row.service for change in sure}
    services |= {notice.subject.partition(".")[0] for notice in _notices(review) if _OFFERS in notice.mend}
    if services:
        where = " and ".join(_file(review, service) for service in sorted(services))
        words = f"Absorb what only has another name or form now; this writes it under `adapt:` in {where}:"
        yield Step(words, f"codegen diff{_sides(review)} --apply", _about(sure))
    guesses: dict[tuple[str, str], list[ChangeView]] = {}
    for change in view.changes:
        if change.row.offer and not change.row.sure:
            guesses.setdefault((change.row.service, _lines(change.row)), []).append(change)
    for (service, lines), changes in sorted(guesses.items(), key=lambda item: -item[1][0].row.confidence):
        subject = next((c for c in changes if c.row.change.effect is Effect.REMOVES), changes[0]).row.change.subject
        how = f"({sure_of(changes[0].row)}), merge under `adapt:` in {_file(review, service)}"
        yield Step(f"If {subject} only has another name or form now {how}:", lines, _about(changes))


def _file(review: Review, service: str) -> str:
    return review.files.get(service) or f"{service}'s service.yaml"


def _sides(review: Review) -> str:
    """Return what `codegen diff` compares, as its arguments."""
    old, new = review.report.old, review.report.new
    if old == SNAPSHOTS:
        return ""
    names = [old] if old.endswith(f":{new}") else [old, new]
    return "".join(f" {shlex.quote(name)}" for name in names)


def _lines(row: Row) -> str:
    """Return what stands under `adapt:`."""
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.offer.items())


def _mends(review: Review) -> Iterator[Step]:
    """Yield what ends the drifts that a person has to end, each way by itself; not what absorbs or accepts."""
    for notice in _notices(review):
        if notice.mend == GENERATE or _OFFERS in notice.mend:
            continue
        first, *others = _OR.split(notice.mend)
        if first.startswith("codegen ") and not first.startswith(_ACCEPT):
            yield Step(notice.message, first)
        elif not first.startswith(_ACCEPT):
            yield Step(f"{notice.message} Mend: {first}.")
        for other in others:
            if not other.startswith(_ACCEPT):
                yield Step("Or give the edit up:" if " --discard " in other else "Or:", other)


def _by_hand(view: PageView) -> Iterator[Step]:
    """Yield what a person has to change in each layer, the changes that are mended alike together."""
    groups: dict[tuple[str, str], list[ChangeView]] = {}
    for change in view.changes:
        if change.standing in (EXTERNAL_SERVICE, INVOCABLE_ACTION) and not _absorbable(change.row):
            groups.setdefault((change.standing, _mend_of(change)), []).append(change)
    for layer in (EXTERNAL_SERVICE, INVOCABLE_ACTION):
        for (standing, mend), changes in groups.items():
            if standing == layer:
                yield Step(f"At the {layer}: {mend}.", changes=_about(changes))


def _mend_of(change: ChangeView) -> str:
    """Return what mends a change in the layer that it has to be mended in, and why that layer has to."""
    impact = change.row.impact
    in_service = change.standing == EXTERNAL_SERVICE
    mend = _in_service(change) if in_service else _in_action(change.row.change)
    if impact.lines and not in_service:
        mend = f"{mend}, and at your lines that touch it" if impact.actions else "look at your lines that touch it"
    return f"{mend}: {impact.why}" if impact.why else mend


def _in_service(change: ChangeView) -> str:
    """Return what the rule's page says mends it; what people have to mend of a service is told there."""
    lines = [line.removeprefix("Mend: ") for line in change.doc if line.startswith("Mend: ")]
    if not lines or lines[0].startswith("none"):
        return "look whether service.yaml still holds"
    return lines[0].removeprefix("generate again; ").removesuffix(".")


def _in_action(change: Change) -> str:
    """Return what mends it in the definition of an action."""
    said = {
        Side.REQUEST: {
            (Aspect.EXISTENCE, Effect.NARROWS): "give it in the step's `with`",
            (Aspect.NEEDED, Effect.NARROWS): "give it in the step's `with`",
            (Aspect.EXISTENCE, Effect.REMOVES): "take it out of the step's `with`",
        },
        Side.RESPONSE: {
            (Aspect.EXISTENCE, Effect.REMOVES): "read something else in its place",
            (Aspect.NEEDED, Effect.WIDENS): "say with `expect: {missing: …}` what to do without it",
            (Aspect.NULL, Effect.WIDENS): "say with `expect: {missing: …}` what to do with a null",
        },
        Side.NONE: {(Aspect.EXISTENCE, Effect.REMOVES): "point the step at another operation"},
    }[change.side]
    looked_at = {Side.REQUEST: "look at what the step sends", Side.RESPONSE: "look at what the step reads"}
    default = looked_at.get(change.side, "look at the step that calls it")
    return said.get((change.aspect, change.effect), default)


def _accept_changes(view: PageView) -> Iterator[Step]:
    """Yield one command for the breaking changes of each service that nothing is sure to absorb."""
    old = view.review.report.old
    since = "" if old == SNAPSHOTS else f" --since {shlex.quote(old)}"
    services: dict[str, list[ChangeView]] = {}
    for change in view.changes:
        if change.row.breaking and change.row.service and not _absorbable(change.row):
            services.setdefault(change.row.service, []).append(change)
    for service, changes in services.items():
        ids = " ".join(dict.fromkeys(change.row.id for change in changes))
        words = f"Accept the breaking change of {service}, if it is right as it is:"
        if len(changes) > 1:
            words = (
                f"Accept the {len(changes)} breaking changes of {service}; leave those out that are not right as they "
                "are, and accept with its own command, which stands with it, what has another reason:"
            )
        yield Step(words, f'{_ACCEPT}{ids} --reason "…" --owner TEAM{since}', _about(changes))


def _absorbable(row: Row) -> bool:
    """Say whether `codegen diff --apply` absorbs all of a change."""
    return row.sure and not row.partly


def _about(changes: Iterable[ChangeView]) -> tuple[tuple[str, str, str], ...]:
    return tuple((change.id, change.row.change.subject, change.row.change.message) for change in changes)


def _accept_tools(view: PageView) -> Iterator[Step]:
    """Yield one command for all tools that are accepted in the same words, those apart that may need none."""
    absorbed = {tool for change in view.changes if _absorbable(change.row) for tool in change.row.impact.tools}
    groups: dict[tuple[bool, str], list[str]] = {}
    for notice in _notices(view.review):
        words = notice.mend.removeprefix(f"{_ACCEPT}{notice.subject} ")
        if words != notice.mend:
            groups.setdefault((notice.subject in absorbed, words), []).append(notice.subject)
            continue
        for number, way in enumerate(_OR.split(notice.mend)):
            if way.startswith(_ACCEPT):
                yield Step(f"Or accept it: {notice.message}" if number else notice.message, way)
    for (perhaps, words), found in sorted(groups.items()):
        names = list(dict.fromkeys(found))
        when = ", where codegen check still asks for it when the changes are absorbed" if perhaps else ""
        yield Step(
            f"Accept what agents see of {count(len(names), 'tool')}{when}:", f"{_ACCEPT}{' '.join(names)} {words}"
        )


def _notices(review: Review) -> Iterator[Notice]:
    return (notice for verdict in review.verdicts for notice in verdict.notices)
