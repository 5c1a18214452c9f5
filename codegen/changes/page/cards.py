"""One change as HTML: a line to scan, and folded below it everything that is known of it."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterator, Sequence

from codegen.changes.impact import UserLine
from codegen.changes.model import Aspect
from codegen.changes.page import diffs
from codegen.changes.page.markup import Html, element, joined
from codegen.changes.page.view import ABSORBED, ACCEPTED, NOTHING_TO_MEND, UNJUDGED, ChangeView
from codegen.changes.page.words import MEND_CODES, STANDING_SIGNS, code, count, level, prose, sign, sure_of
from codegen.changes.review import Standing

_LONGEST_COMPARED = 4000
_FEW = 6
_ABOUT = {
    Aspect.TYPE: "type",
    Aspect.VALUES: "value",
    Aspect.LIMITS: "limit",
    Aspect.NEEDED: "compulsory",
    Aspect.NULL: "may be null",
    Aspect.TRANSPORT: "how it travels",
    Aspect.SECURITY: "security",
    Aspect.NAME: "name",
    Aspect.TEXT: "words",
}


def card(change: ChangeView, services: tuple[str, ...], since: str = "") -> Html:
    """Return one change.

    Args:
        change: what it says.
        services: all of them; the filter compares numbers.
        since: what the change is one from, where it is not one from the snapshot.
    """
    return element(
        "details",
        _summary(change),
        element("div", *_body(change, since), class_="body"),
        id=change.id,
        class_=f"change {change.level.name.lower()}",
        data_level=change.level.name.lower(),
        data_mend=MEND_CODES.get(change.standing, "nothing"),
        data_service=services.index(change.row.service),
    )


def _summary(change: ChangeView) -> Html:
    said = change.row.change
    title = element("h3", code(said.subject), " ", element("span", said.message))
    facts = [part for part in (change.row.service, said.side, _where(change), _reach(change)) if part]
    line = element("span", joined(facts, " · "), class_="facts")
    return element(
        "summary", level(change.level), element("span", title, line, class_="what"), standing(change.standing)
    )


def standing(words: str) -> Html:
    """Say where a change has to be mended, if anywhere."""
    if words in (NOTHING_TO_MEND, UNJUDGED):
        return element("span", sign("?") if words == UNJUDGED else None, words, class_=f"standing {MEND_CODES[words]}")
    if words in (ABSORBED, ACCEPTED):
        mark = STANDING_SIGNS[Standing.ABSORBED if words == ABSORBED else Standing.IN_STEP]
        return element("span", sign(mark), words, class_="standing absorbed")
    return element("span", sign(STANDING_SIGNS[Standing.TO_MEND]), f"mend: {words}", class_="standing mend")


def _where(change: ChangeView) -> str:
    names = [name for name, _ in change.operations]
    if not names or names == [change.row.change.subject]:
        return ""
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _reach(change: ChangeView) -> str:
    impact = change.row.impact
    if impact.absorbed:
        return ""
    parts = [
        count(len(found), word)
        for found, word in ((impact.actions, "action"), (impact.tools, "tool"), (impact.lines, "line of yours"))
        if found
    ]
    return f"reaches {', '.join(parts)}".replace("line of yourss", "lines of yours") if parts else ""


# ------------------------------------------------------------------ what is folded


def _body(change: ChangeView, since: str) -> Iterator[Html]:
    yield _values(change)
    yield _severity(change)
    yield _operations(change)
    yield _impact(change)
    if change.offer:
        it = "part of it" if change.row.partly else "it"
        written = "codegen diff --apply writes this, " if change.row.sure else ""
        yield _section(f"Absorb {it} ({written}{sure_of(change.row)})", element("pre", change.offer, class_="line"))
    if change.row.breaking and change.row.service:
        begun = f" --since {shlex.quote(since)}" if since else ""
        line = f'codegen accept {change.row.id} --reason "…" --owner TEAM{begun}'
        yield _section("Accept it as it is", element("pre", line, class_="line"))
    if change.hunks:
        yield _section(f"Generated code that follows: {diffs.told(change.hunks)}", diffs.files(change.hunks))
    yield _rule(change)


def _section(title: str, *children: Html) -> Html:
    return element("section", element("h4", title), *children)


def _values(change: ChangeView) -> Html:
    old, new = _compared(change.old, change.new)
    about = _ABOUT.get(change.row.change.aspect, "")
    nothing = "no value of its own" if old is None and new is None else "not there"
    sides = (("Before", old, change.old_place), ("After", new, change.new_place))
    shown = (_side(title, about, nothing if value is None else value, place) for title, value, place in sides)
    return element("div", *shown, class_="sides")


def _side(title: str, about: str, value: Html | str, place: str) -> Html:
    """Return one side: a value as HTML, words where there is none, and where it stands."""
    there = isinstance(value, Html)
    shown = element("pre", value) if there else element("p", value if place else "not there", class_="muted")
    at = element("p", code(place), class_="place") if place else None
    head = element("h4", title, f": {about}" if about and there else None)
    return element("div", head, shown, at, class_=f"side {title.lower()}")


def _compared(old: str | None, new: str | None) -> tuple[Html | None, Html | None]:
    """Return both values, each with the words marked that the other has not."""
    if old is None or new is None or max(len(old), len(new)) > _LONGEST_COMPARED:
        return (joined([old]) if old is not None else None, joined([new]) if new is not None else None)
    before, after = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new))
    left: list[str | Html] = []
    right: list[str | Html] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        left.append(gone if kind == "equal" else element("del", gone) if gone else "")
        right.append(come if kind == "equal" else element("ins", come) if come else "")
    return joined(left), joined(right)


def _severity(change: ChangeView) -> Html:
    cells = [element("div", element("dt", name), element("dd", level(of))) for name, of in change.severity]
    return _section("How much it matters", element("dl", *cells, class_="severity"))


def _operations(change: ChangeView) -> Html:
    if not change.operations:
        return _section("Shows in", element("p", "the contract as a whole"))
    items = [_operation(name, spots) for name, spots in change.operations]
    return joined((_listed("Shows in", items), _stands(change)))


def _stands(change: ChangeView) -> Html | None:
    """Return the places where a component stands whose change it is."""
    names = dict.fromkeys(other.subject for other in change.row.stands)
    return _listed("Stands as", [element("li", code(name)) for name in names]) if names else None


def _listed(title: str, items: Sequence[Html]) -> Html:
    shown = element("ul", *items[:_FEW], class_="plain")
    if len(items) <= _FEW:
        return _section(title, shown)
    rest = element(
        "details", element("summary", f"{len(items) - _FEW} more"), element("ul", *items[_FEW:], class_="plain")
    )
    return _section(title, shown, rest)


def _operation(name: str, spots: tuple[str, ...]) -> Html:
    where = [spot for spot in spots if spot]
    inside = element("span", " at ", joined((code(spot) for spot in where), ", "), class_="muted") if where else None
    return element("li", code(name), inside)


def _impact(change: ChangeView) -> Html:
    impact = change.row.impact
    rows = [
        element("div", element("dt", title), element("dd", joined((code(name) for name in names), ", ")))
        for title, names in (("Actions", impact.actions), ("Tools", impact.tools))
        if names
    ]
    if impact.lines:
        rows.append(element("div", element("dt", "Your code"), element("dd", *map(_line, impact.lines))))
    if impact.owners and change.standing == impact.mended_by:
        rows.append(element("div", element("dt", "Owner"), element("dd", ", ".join(impact.owners))))
    rows.append(element("div", element("dt", "Outcome"), element("dd", _so(change))))
    return _section("What it does above the contract", element("dl", *rows, class_="facts-list"))


def _line(line: UserLine) -> Html:
    return joined((element("p", code(str(line)), class_="user"), element("pre", line.text) if line.text else None))


def _so(change: ChangeView) -> str:
    if change.standing == ABSORBED:
        return "Absorbed at the External Service: nothing above notices."
    if change.standing == UNJUDGED:
        return "Not judged: the definitions do not bind to the contracts as they are."
    if change.standing == NOTHING_TO_MEND:
        return "Nothing has to be mended." if change.row.used else "Nobody uses it."
    if change.standing == ACCEPTED:
        return f"Accepted: {change.row.accepted}"
    why = f": {change.row.impact.why}" if change.row.impact.why else ""
    return f"To be mended at the {change.standing}{why}."


def _rule(change: ChangeView) -> Html:
    link = element("a", "link to this change", href=f"#{change.id}")
    if not change.doc:
        return element("p", "Rule ", code(change.row.change.rule), " · ", link, class_="muted")
    summary = element("summary", "What ", code(change.row.change.rule), " means")
    return element(
        "div",
        element("details", summary, *(element("p", prose(line)) for line in change.doc)),
        element("p", link),
        class_="rule",
    )
