"""`collect` → how pages are asked for and where their items are; what the definition leaves out is found by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codegen.actions.bind.arguments import Slot, slots_of
from codegen.actions.bind.bodies import answer_schema
from codegen.actions.bind.kinds import Typed, fits
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.paths import Missed, Reached, follow
from codegen.actions.bind.report import Report
from codegen.actions.definition import CallDefinition, CollectDefinition
from codegen.actions.steps import Argument, Collect, Paging
from codegen.actions.values import Literal
from codegen.contract.model import JsonSchema
from codegen.core.diagnostics import nearest
from codegen.core.places import tokens

# Words by which APIs ask for a page, without their punctuation, the surest first.
_CURSORS = (
    *("cursor", "pagetoken", "nextpagetoken", "nexttoken", "continuationtoken", "startingafter", "after", "marker"),
    *("continuation", "scrollid", "pagecursor", "next", "starttoken"),
)
_PAGES = ("page", "pagenumber", "pageno", "pageindex")
_OFFSETS = ("offset", "skip", "start", "startat", "startindex", "from")
# Where the next cursor stands, likewise.
_NEXT = (
    *("nextcursor", "nextpagetoken", "nexttoken", "continuationtoken", "nextpage", "cursornext", "next", "cursor"),
    *("endcursor", "nextmarker", "scrollid"),
)
_MORE = ("hasmore", "hasnext", "hasnextpage", "more", "istruncated", "truncated")
_COUNTS = ("pages", "totalpages", "pagecount", "lastpage", "numpages")
_WRAPS = ("meta", "metadata", "paging", "pagination", "pageinfo", "responsemetadata", "page", "links", "cursors")


@dataclass(frozen=True, slots=True)
class _Page:
    """What pages are made of."""

    typed: Typed
    slots: Sequence[Slot]


def bind_collect(
    collect: CollectDefinition, call: CallDefinition, operations: Operations, report: Report
) -> Collect | None:
    """Return how to gather the pages; None where that cannot be known, which is then collected.

    Args:
        collect: as the definition has it.
        call: the step's, whose operation has the pages.
        operations: where to find it.
        report: collects `unclear-pages`, `unknown-argument`, `unknown-field` and `argument-type`.
    """
    found = operations.find(call.operation, f"{call.pointer}/operation", report)
    if found is None:
        return None
    contract, operation = found
    answer = answer_schema(operation)
    page = _Page(Typed(answer or {}, contract), slots_of(operation, contract))
    items = _items(collect, page, report)
    slot = _slot(collect, call, page, report)
    if items is None or slot is None:
        return None
    paging, next_ = _paging(collect, slot, page)
    more = _more(collect, page, paging)
    if not _holds(collect, slot, next_, more, paging, page, report):
        return None
    return Collect(
        max_items=collect.max_items,
        paging=paging,
        argument=Argument(slot.name, slot.ident, slot.target, slot.parameter, False, slot.schema, Literal(None)),
        items=items.path,
        item=_element(items.typed),
        next=next_.path if isinstance(next_, Reached) else (),
        more=more.path if isinstance(more, Reached) else (),
    )


def gathered(collect: Collect) -> JsonSchema:
    """Return the schema of what a step with `collect` answers."""
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": collect.item, "x-ident": "items"},
            "truncated": {
                "type": "boolean",
                "x-ident": "truncated",
                "description": "Whether there are more than were gathered.",
            },
        },
        "required": ["items", "truncated"],
    }


def _element(typed: Typed) -> JsonSchema:
    lists = [member for member in typed.members() if member.get("type") == "array"]
    element: JsonSchema = lists[0].get("items", {})
    return element


def _items(collect: CollectDefinition, page: _Page, report: Report) -> Reached | None:
    """Return where the list of a page is: as written, the page itself, or its one list."""
    at = f"{collect.pointer}/items"
    if collect.items is not None:
        reached = follow(page.typed, tokens(collect.items))
        if isinstance(reached, Reached) and _is_list(reached.typed):
            return reached
        if isinstance(reached, Missed):
            message, hint = f"a page has no field {reached.token!r}", nearest(reached.token, reached.known)
            report.error("unknown-field", message, at, hint)
        else:
            report.error("argument-type", "items must lead to a list", at)
        return None
    if _is_list(page.typed):
        return Reached((), page.typed, optional=False)
    lists = [found for path in _paths(page.typed) if _is_list((found := _at(page.typed, path)).typed)]
    shallow = [found for found in lists if len(found.path) == 1] or lists
    if len(shallow) == 1:
        return shallow[0]
    names = ", ".join("/" + "/".join(segment.name for segment in found.path) for found in shallow)
    why = f"a page has several lists: {names}" if names else "a page has no list"
    report.error("unclear-pages", why, collect.pointer, "name it: items: /orders", key=True)
    return None


def _slot(collect: CollectDefinition, call: CallDefinition, page: _Page, report: Report) -> Slot | None:
    """Return the argument that asks for a page."""
    if collect.parameter:
        slot = next((s for s in page.slots if collect.parameter in (s.name, s.ident)), None)
        if slot is None:
            hint = nearest(collect.parameter, [s.name for s in page.slots])
            message = f"the operation takes no {collect.parameter!r}"
            report.error("unknown-argument", message, f"{collect.pointer}/parameter", hint)
        elif {slot.name, slot.ident} & call.arguments.keys():
            message = f"{slot.name!r} is filled by collect, so it does not stand under with"
            report.error("argument-type", message, f"{call.pointer}/with/{slot.name}", key=True)
            return None
        return slot
    free = [slot for slot in page.slots if not {slot.name, slot.ident} & call.arguments.keys()]
    for words in (_CURSORS, _PAGES, _OFFSETS):
        for word in words:
            if slot := next((slot for slot in free if _word(slot.name) == word), None):
                return slot
    message = f"how {call.operation} asks for the next page cannot be seen from its arguments"
    report.error("unclear-pages", message, collect.pointer, "name the argument: parameter: cursor", key=True)
    return None


def _paging(collect: CollectDefinition, slot: Slot, page: _Page) -> tuple[Paging, Reached | Missed | None]:
    if collect.next:
        return Paging.CURSOR, follow(page.typed, tokens(collect.next))
    word = _word(slot.name)
    if word in _PAGES or word in _OFFSETS:
        return (Paging.PAGE if word in _PAGES else Paging.OFFSET), None
    return Paging.CURSOR, _named(page, _NEXT, Typed(slot.schema, page.typed.contract))


def _more(collect: CollectDefinition, page: _Page, paging: Paging) -> Reached | Missed | None:
    """Return where a page says whether there is another one, or where pages are counted, how many there are."""
    if collect.more:
        return follow(page.typed, tokens(collect.more))
    found = _named(page, _MORE, Typed({"type": "boolean"}))
    return found or (_named(page, _COUNTS, Typed({"type": "integer"})) if paging is Paging.PAGE else None)


def _named(page: _Page, words: Sequence[str], wanted: Typed) -> Reached | None:
    """Return the field of a page with one of these names that fits, also one level down in a part about paging."""
    for word in words:
        for path in _paths(page.typed):
            inside = len(path) == 1 or _word(path[0]) in _WRAPS
            if _word(path[-1]) == word and inside and fits((found := _at(page.typed, path)).typed, wanted):
                return found
    return None


def _holds(
    collect: CollectDefinition,
    slot: Slot,
    next_: Reached | Missed | None,
    more: Reached | Missed | None,
    paging: Paging,
    page: _Page,
    report: Report,
) -> bool:
    """Whether what was found can ask for every page; if not, why is collected."""
    for key, reached in (("next", next_), ("more", more)):
        if isinstance(reached, Missed):
            hint = nearest(reached.token, reached.known)
            report.error("unknown-field", f"a page has no field {reached.token!r}", f"{collect.pointer}/{key}", hint)
            return False
    if isinstance(more, Reached) and not more.typed.kinds & (
        {"boolean"} | ({"integer"} if paging is Paging.PAGE else set())
    ):
        message = "more must lead to true or false" + (", or to the number of pages" if paging is Paging.PAGE else "")
        report.error("argument-type", message, f"{collect.pointer}/more")
        return False
    if paging is Paging.CURSOR:
        if not isinstance(next_, Reached):
            message = "where a page says what the next one's cursor is cannot be seen"
            report.error("unclear-pages", message, collect.pointer, "name it: next: /next_cursor", key=True)
            return False
        if not fits(next_.typed, Typed(slot.schema, page.typed.contract)):
            message = f"what next leads to does not fit the argument {slot.name!r}"
            report.error("argument-type", message, collect.pointer, key=True)
            return False
        return True
    if not Typed(slot.schema, page.typed.contract).kinds & {"integer", "number"}:
        message = f"the argument {slot.name!r} is no number, so it does not count pages"
        report.error("argument-type", message, collect.pointer, "name the cursor: next: /next_cursor", key=True)
        return False
    return True


def _paths(typed: Typed) -> Iterator[tuple[str, ...]]:
    """Yield the fields of an object, then those of its objects, one level down."""
    names = [name for member in typed.members() for name in member.get("properties", {})]
    yield from ((name,) for name in names)
    for name in names:
        below = _at(typed, (name,)).typed
        yield from ((name, inner) for member in below.members() for inner in member.get("properties", {}))


def _at(typed: Typed, path: Sequence[str]) -> Reached:
    reached = follow(typed, path)
    assert isinstance(reached, Reached)  # noqa: S101  # the path comes from the schema itself
    return reached


def _is_list(typed: Typed) -> bool:
    return typed.kinds - {"null"} == {"array"}


def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
