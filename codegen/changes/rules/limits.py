"""Rules over limits: numbers, lengths, counts, patterns, extra properties."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import Node, SchemaPair
from codegen.changes.registry import rule
from codegen.changes.rules.types import everywhere
from codegen.contract.model import Json

# keyword of JSON Schema, word of the id, whether a larger value allows more
_COUNTS = (
    ("minLength", "min-length", False),
    ("maxLength", "max-length", True),
    ("minItems", "min-items", False),
    ("maxItems", "max-items", True),
    ("minProperties", "min-properties", False),
    ("maxProperties", "max-properties", True),
)
# the two keywords that may set one bound of a number, closed and open: which way it bounds
_BOUNDS = (
    (-1, {"minimum": "min", "exclusiveMinimum": "exclusive-min"}),
    (1, {"maximum": "max", "exclusiveMaximum": "exclusive-max"}),
)
_LIMITS = (*(word for _, words in _BOUNDS for word in words.values()), *(word for _, word, _ in _COUNTS))
_WORDS = ("increased", "decreased", "set", "unset")


@rule("schema", *everywhere(*(f"{word}-{happened}" for word in _LIMITS for happened in _WORDS)))
def limits(pair: SchemaPair) -> Iterator[Finding]:
    """A limit of a value changed.

    Why it matters: what was sent before may be refused; what comes may be larger than code was written for.
    Mend: look at what the step sends.
    """
    if kind_differs(pair):
        return
    for way, words in _BOUNDS:
        yield from _bound_changed(pair, way, words)
    for keyword, word, more_is_wider in _COUNTS:
        old, new = _limit(pair.old, keyword), _limit(pair.new, keyword)
        if old != new:
            yield _changed(pair, keyword, word, old, new, more_is_wider=more_is_wider)


@dataclass(frozen=True, slots=True)
class _Bound:
    """What bounds a number on one side: the keyword that does, its value, and how far it lets values go.

    `reach` is larger where more is allowed: the value, negated for a lower bound, and whether it is allowed itself.
    """

    keyword: str
    value: Json
    reach: tuple[float, bool]


def _bound_changed(pair: SchemaPair, way: int, words: Mapping[str, str]) -> Iterator[Finding]:
    """Yield that a bound allows more or less now; by which keyword it is said does not matter."""
    old, new = _bound(pair.old, way, words), _bound(pair.new, way, words)
    if old is not None and new is not None:
        if old.reach == new.reach:
            return
        if old.keyword != new.keyword:
            yield _said_otherwise(pair, old, new, words)
            return
    known = new or old
    if known is not None:
        values = (None if bound is None else bound.value for bound in (old, new))
        yield _changed(pair, known.keyword, words[known.keyword], *values, more_is_wider=way > 0)


def _bound(node: Node, way: int, keywords: Iterable[str]) -> _Bound | None:
    """Return the keyword that bounds a number, the narrower one where there are both."""
    whole = node.get("type") == "integer"
    found = [
        _Bound(keyword, node[keyword], _reach(way * node[keyword], closed="exclusive" not in keyword, whole=whole))
        for keyword in keywords
        if isinstance(node.get(keyword), int | float) and not isinstance(node[keyword], bool)
    ]
    return min(found, key=lambda bound: bound.reach, default=None)


def _reach(most: float, *, closed: bool, whole: bool) -> tuple[float, bool]:
    """Return the largest value that a bound lets pass and True, or where there is none what it stays below and False.

    Args:
        most: the bound.
        closed: whether it is allowed itself.
        whole: whether values are integers, of which there is always a largest.
    """
    if not whole or not math.isfinite(most):
        return most, closed
    return math.floor(most) if closed else math.ceil(most) - 1, True


def _said_otherwise(pair: SchemaPair, old: _Bound, new: _Bound, words: Mapping[str, str]) -> Finding:
    """Return that one keyword bounds where the other did: the narrower one was set, or taken away."""
    wider = new.reach > old.reach
    word, effect = (
        (f"{words[old.keyword]}-unset", Effect.WIDENS) if wider else (f"{words[new.keyword]}-set", Effect.NARROWS)
    )
    message = f"its {old.keyword} of {old.value} became the {new.keyword} {new.value}"
    was, now = {old.keyword: old.value}, {new.keyword: new.value}
    return Finding(f"{pair.stands}-{word}", Aspect.LIMITS, effect, message, was, now)


def _changed(pair: SchemaPair, keyword: str, word: str, old: Json, new: Json, *, more_is_wider: bool) -> Finding:
    """Return that one keyword came, went, or has another value."""
    if old is None:
        happened, effect = "set", Effect.NARROWS
    elif new is None:
        happened, effect = "unset", Effect.WIDENS
    else:
        happened = "increased" if new > old else "decreased"
        effect = Effect.WIDENS if (new > old) is more_is_wider else Effect.NARROWS
    message = f"its {keyword} changed from {'none' if old is None else old} to {'none' if new is None else new}"
    return Finding(f"{pair.stands}-{word}-{happened}", Aspect.LIMITS, effect, message, old, new)


def _limit(node: Node, keyword: str) -> Json:
    """Return a limit; at least none of something is none."""
    found = node.get(keyword)
    return None if found == 0 and keyword in ("minLength", "minItems", "minProperties") else found


def kind_differs(pair: SchemaPair) -> bool:
    """Say whether the two values are of different types, so that comparing their limits says nothing."""
    return bool(pair.old.get("type") != pair.new.get("type"))


@rule("schema", *everywhere("pattern-added", "pattern-changed", "pattern-removed"))
def pattern(pair: SchemaPair) -> Iterator[Finding]:
    """The pattern that a text must match changed.

    Why it matters: what was sent before may be refused.
    Mend: look at what the step sends.
    """
    old, new = pair.old.get("pattern"), pair.new.get("pattern")
    if old == new or kind_differs(pair):
        return
    word, effect = ("changed", Effect.REPLACES)
    if old is None:
        word, effect = "added", Effect.NARROWS
    elif new is None:
        word, effect = "removed", Effect.WIDENS
    yield Finding(f"{pair.stands}-pattern-{word}", Aspect.LIMITS, effect, f"its pattern was {word}", old, new)


@rule("schema", *everywhere("unique-items-set", "unique-items-unset", "multiple-of-changed"))
def counts(pair: SchemaPair) -> Iterator[Finding]:
    """Whether items may repeat, or what a number must be a multiple of, changed.

    Why it matters: what was sent before may be refused.
    Mend: look at what the step sends.
    """
    if kind_differs(pair):
        return
    old, new = bool(pair.old.get("uniqueItems")), bool(pair.new.get("uniqueItems"))
    if old != new:
        word, effect = ("set", Effect.NARROWS) if new else ("unset", Effect.WIDENS)
        message = "no item may stand twice any more" if new else "items may repeat now"
        yield Finding(f"{pair.stands}-unique-items-{word}", Aspect.LIMITS, effect, message, old, new)
    was, now = pair.old.get("multipleOf"), pair.new.get("multipleOf")
    if was != now:
        effect = Effect.NARROWS if was is None else Effect.WIDENS if now is None else Effect.REPLACES
        message = f"its multipleOf changed from {'none' if was is None else was} to {'none' if now is None else now}"
        yield Finding(f"{pair.stands}-multiple-of-changed", Aspect.LIMITS, effect, message, was, now)


@rule("schema", *everywhere("additional-properties-closed", "additional-properties-opened"))
def extra_properties(pair: SchemaPair) -> Iterator[Finding]:
    """An object takes properties of any name now, or no longer.

    Why it matters: a client that sends others is refused.
    Mend: look at what the step sends.
    """
    old, new = _closed(pair.old.get("additionalProperties")), _closed(pair.new.get("additionalProperties"))
    if old != new and not kind_differs(pair):
        word, effect = ("closed", Effect.NARROWS) if new else ("opened", Effect.WIDENS)
        message = "it takes no other properties any more" if new else "it takes other properties now"
        yield Finding(f"{pair.stands}-additional-properties-{word}", Aspect.LIMITS, effect, message, not old, not new)


def _closed(value: object) -> bool:
    return value is False or value == {"not": {}}
