"""Rules over the properties of objects."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.changes.model import Aspect, Effect, Finding, Side
from codegen.changes.pairs import PropertyPair
from codegen.changes.registry import rule


@rule(
    "property",
    "new-required-request-property",
    "new-required-request-property-with-default",
    "new-optional-request-property",
    "response-required-property-added",
    "response-optional-property-added",
)
def property_added(pair: PropertyPair) -> Iterator[Finding]:
    """A property is new.

    Why it matters: in a request, one that is required refuses clients that do not know it; in an answer nothing breaks.
    Mend: give it in the step's `with`, or a default in `adapt`.
    """
    if pair.old is not None or pair.new is None:
        return
    if pair.side is Side.RESPONSE:
        needed = "required" if pair.needed_now else "optional"
        yield Finding(f"response-{needed}-property-added", Aspect.EXISTENCE, Effect.ADDS, "it is new")
    elif not pair.needed_now:
        yield Finding("new-optional-request-property", Aspect.EXISTENCE, Effect.ADDS, "it is new and optional")
    elif "default" in pair.new:
        message = "it is new and required, with a default"
        yield Finding("new-required-request-property-with-default", Aspect.EXISTENCE, Effect.ADDS, message)
    else:
        yield Finding("new-required-request-property", Aspect.EXISTENCE, Effect.NARROWS, "it is new and required")


@rule(
    "property", "request-property-removed", "response-required-property-removed", "response-optional-property-removed"
)
def property_removed(pair: PropertyPair) -> Iterator[Finding]:
    """A property is gone.

    Why it matters: code that reads it gets nothing; what a client sends there has no effect any more, or is refused.
    Mend: where it was renamed, one line of `adapt` gives it its old name; else read or send something else.
    """
    if pair.new is not None or pair.old is None:
        return
    if pair.side is Side.REQUEST:
        yield Finding("request-property-removed", Aspect.EXISTENCE, Effect.REMOVES, "it is gone")
    else:
        needed = "required" if pair.needed_before else "optional"
        yield Finding(f"response-{needed}-property-removed", Aspect.EXISTENCE, Effect.REMOVES, "it is gone")


@rule(
    "property",
    "request-property-became-required",
    "request-property-became-required-with-default",
    "request-property-became-optional",
    "response-property-became-required",
    "response-property-became-optional",
)
def property_needed(pair: PropertyPair) -> Iterator[Finding]:
    """A property became required, or optional.

    Why it matters: in a request, clients that leave it out are refused; in an answer, code that counts on it fails.
    Mend: give it in the step's `with`; `expect: {missing: …}` says what to do without it.
    """
    if pair.old is None or pair.new is None or pair.needed_before == pair.needed_now or _flag(pair):
        return
    word = "required" if pair.needed_now else "optional"
    defaulted = pair.side is Side.REQUEST and pair.needed_now and "default" in pair.new
    rule_id = f"{pair.side}-property-became-{word}{'-with-default' if defaulted else ''}"
    effect = Effect.NARROWS if pair.needed_now and not defaulted else Effect.WIDENS
    yield Finding(rule_id, Aspect.NEEDED, effect, f"it became {word}")


@rule(
    "property",
    *(f"{side}-property-{word}" for side in ("request", "response") for word in ("deprecated", "reactivated")),
)
def property_deprecated(pair: PropertyPair) -> Iterator[Finding]:
    """A property was deprecated, or is no longer.

    Why it matters: it will go one day.
    Mend: none yet.
    """
    if pair.old is not None and pair.new is not None:
        was, now = pair.old.get("deprecated", False), pair.new.get("deprecated", False)
        if was != now:
            word = "deprecated" if now else "reactivated"
            message = "it is deprecated now" if now else "it is no longer deprecated"
            yield Finding(f"{pair.side}-property-{word}", Aspect.TEXT, Effect.SAYS, message, was, now)


@rule(
    "property",
    *(
        f"{side}-{needed}-property-became-{word}"
        for side, flag in (("request", "read-only"), ("response", "write-only"))
        for needed in ("required", "optional")
        for word in (flag, f"not-{flag}")
    ),
)
def property_travels(pair: PropertyPair) -> Iterator[Finding]:
    """A property is no longer sent (`readOnly`) or answered (`writeOnly`), or is so now.

    Why it matters: what a client sends there has no effect any more, or it must send it now; what it reads is gone.
    Mend: take it out of the step's `with`, or give it there; read something else.
    """
    word = _flag(pair)
    if not word or pair.new is None:
        return
    needed = "required" if pair.needed_now else "optional"
    travels = "is sent" if pair.side is Side.REQUEST else "is answered"
    if word.startswith("not-"):
        asked = pair.side is Side.REQUEST and pair.needed_now and "default" not in pair.new
        message, effect = f"it {travels} now", Effect.NARROWS if asked else Effect.ADDS
    else:
        message, effect = f"it {travels.replace('is', 'is no longer')}", Effect.REMOVES
    yield Finding(f"{pair.side}-{needed}-property-became-{word}", Aspect.EXISTENCE, effect, message)


def _flag(pair: PropertyPair) -> str:
    """Return what a property became, `read-only` or `not-read-only`; "" where it travels as before."""
    word, name = ("readOnly", "read-only") if pair.side is Side.REQUEST else ("writeOnly", "write-only")
    was, now = bool((pair.old or {}).get(word)), bool((pair.new or {}).get(word))
    if pair.old is None or pair.new is None or was == now:
        return ""
    return name if now else f"not-{name}"
