"""What to do next, in the order in which it works: absorb, mend, accept changes, generate, accept tools, check.

A change can be accepted only while the snapshot still differs from the contract, so before the code is generated.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codegen.changes.page.view import ChangeView, PageView, offered
from codegen.changes.page.words import count, sure_of
from codegen.changes.report import SNAPSHOTS, Row
from codegen.changes.review import EXTERNAL_SERVICE, GENERATE, INVOCABLE_ACTION, Notice, Review

_ACCEPT = "codegen accept "


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in words, the command or the line for it, and the changes it is about: id, subject, message."""

    words: str
    code: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


def steps(view: PageView) -> tuple[Step, ...]:
    """Return what to do; nothing where everything is in step."""
    review = view.review
    found = list(dict.fromkeys([*_offers(review), *_mends(review), *_by_hand(view)]))
    if not review.known:
        return tuple(found)
    if review.problems and not found:
        found.append(Step("Mend what is wrong in the input; then the code that follows can be shown."))
    found += _accept_changes(view)
    if found or review.diffs or review.upgrade_diffs or any(verdict.follows for verdict in review.verdicts):
        found.append(Step("Write the generated code:", GENERATE))
    found += _accept_tools(review)
    if found:
        found.append(Step("See whether everything is in step:", "codegen check"))
    return tuple(found)


def _offers(review: Review) -> Iterator[Step]:
    """Yield the lines of `adapt` that absorb a change, the surest first."""
    rows = [row for row in review.report.rows if row.offer]
    for row in sorted(rows, key=lambda row: -row.confidence):
        sure = f" ({sure_of(row)})" if row.confidence else ""
        words = f"If {row.change.subject} only has another name or form now{sure}, add to {row.service}'s service.yaml"
        yield Step(f"{words}{' (codegen diff --apply does)' if row.sure else ''}:", offered(row))


def _mends(review: Review) -> Iterator[Step]:
    for notice in _notices(review):
        where, found, line = notice.mend.partition(": adapt: ")
        if notice.mend.startswith(_ACCEPT) or notice.mend == GENERATE:
            continue
        if notice.mend.startswith("codegen "):
            yield Step(notice.message, notice.mend)
        elif found:
            yield Step(f"{notice.message} To absorb it, {where}:", f"adapt: {line.partition('; then ')[0]}")
        else:
            yield Step(f"{notice.message} Mend: {notice.mend}.")


def _by_hand(view: PageView) -> Iterator[Step]:
    """Yield what a person has to change in each layer, the changes of one rule together."""
    groups: dict[tuple[str, str], list[ChangeView]] = {}
    for change in view.changes:
        if change.standing in (EXTERNAL_SERVICE, INVOCABLE_ACTION):
            groups.setdefault((change.standing, _mend_of(change)), []).append(change)
    for layer in (EXTERNAL_SERVICE, INVOCABLE_ACTION):
        for (standing, mend), changes in groups.items():
            if standing == layer:
                yield Step(f"At the {layer}: {mend}", changes=_about(changes))


def _mend_of(change: ChangeView) -> str:
    """Return what the rule's page says mends it."""
    lines = [line.removeprefix("Mend: ") for line in change.doc if line.startswith("Mend: ")]
    return lines[0] if lines and not lines[0].startswith("none") else "look at it."


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
        told = count(len(changes), "breaking change")
        words = f"Accept the {told} of {service}, if right as they are; the command for each one alone stands with it:"
        yield Step(words, f'{_ACCEPT}{ids} --reason "…" --owner TEAM{since}', _about(changes))


def _absorbable(row: Row) -> bool:
    """Say whether `codegen diff --apply` absorbs all of a change."""
    return row.sure and not row.partly


def _about(changes: Iterable[ChangeView]) -> tuple[tuple[str, str, str], ...]:
    return tuple((change.id, change.row.change.subject, change.row.change.message) for change in changes)


def _accept_tools(review: Review) -> Iterator[Step]:
    """Yield one command for all tools that are accepted in the same words."""
    groups: dict[str, list[Notice]] = {}
    for notice in _notices(review):
        if notice.mend.startswith(f"{_ACCEPT}{notice.subject} "):
            groups.setdefault(notice.mend.removeprefix(f"{_ACCEPT}{notice.subject} "), []).append(notice)
        elif notice.mend.startswith(_ACCEPT):
            yield Step(notice.message, notice.mend)
    for words, notices in groups.items():
        names = list(dict.fromkeys(notice.subject for notice in notices))
        yield Step(f"Accept what agents see of {count(len(names), 'tool')}:", f"{_ACCEPT}{' '.join(names)} {words}")


def _notices(review: Review) -> Iterator[Notice]:
    return (notice for verdict in review.verdicts for notice in verdict.notices)
