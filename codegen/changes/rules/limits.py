"""Rules over limits: numbers, lengths, counts, patterns, extra properties."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import Node, SchemaPair
from codegen.changes.registry import rule
from codegen.changes.rules.types import everywhere
from codegen.contract.model import Json

# keyword of JSON Schema, word of the id, whether a larger value allows more
_LIMITS = (
    ("minimum", "min", False),
    ("maximum", "max", True),
    ("exclusiveMinimum", "exclusive-min", False),
    ("exclusiveMaximum", "exclusive-max", True),
    ("minLength", "min-length", False),
    ("maxLength", "max-length", True),
    ("minItems", "min-items", False),
    ("maxItems", "max-items", True),
    ("minProperties", "min-properties", False),
    ("maxProperties", "max-properties", True),
)
_WORDS = ("increased", "decreased", "set", "unset")


@rule("schema", *everywhere(*(f"{word}-{happened}" for _, word, _ in _LIMITS for happened in _WORDS)))
def limits(pair: SchemaPair) -> Iterator[Finding]:
    """A limit of a value changed.

    Why it matters: what was sent before may be refused; what comes may be larger than code was written for.
    Mend: look at what the step sends.
    """
    for keyword, word, more_is_wider in _LIMITS:
        old, new = _limit(pair.old, keyword), _limit(pair.new, keyword)
        if old == new or kind_differs(pair):
            continue
        if old is None:
            happened, effect = "set", Effect.NARROWS
        elif new is None:
            happened, effect = "unset", Effect.WIDENS
        else:
            happened = "increased" if new > old else "decreased"
            effect = Effect.WIDENS if (new > old) is more_is_wider else Effect.NARROWS
        message = f"its {keyword} changed from {'none' if old is None else old} to {'none' if new is None else new}"
        yield Finding(f"{pair.stands}-{word}-{happened}", Aspect.LIMITS, effect, message, old, new)


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
