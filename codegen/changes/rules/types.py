"""Rules over what kind of value something is: type, format, null, enum, default, words."""

from __future__ import annotations

import json
from collections.abc import Iterator

from codegen.changes.model import Aspect, Effect, Finding, Side
from codegen.changes.pairs import Node, SchemaPair
from codegen.changes.registry import rule
from codegen.contract.model import Json

STANDS = (
    "request-body",
    "request-property",
    "request-parameter",
    "request-parameter-property",
    "response-body",
    "response-property",
    "response-header",
)
_CLIENT_FORMATS = frozenset(
    {"date", "date-time", "uuid", "binary"}
)  # what generated clients have types of their own for
_TYPED_FORMATS = _CLIENT_FORMATS | {"byte", "decimal"}  # … and what is read as something else than text and numbers
_WIDER = {("integer", "number")}
_WHOLE = {"integer": "int64", "number": "double"}  # formats that a number has without saying so


def everywhere(*words: str) -> tuple[str, ...]:
    """Return the ids of a rule over values: one for each place where a value stands."""
    return tuple(f"{stands}-{word}" for stands in STANDS for word in words)


def kind_of(node: Node) -> str:
    """Return the JSON type of a node's values: `union` for one of several, "any" where it says none."""
    if "anyOf" in node or "oneOf" in node:
        return "union"
    return str(node.get("type") or ("object" if "properties" in node else "any"))


def shown(value: Json) -> str:
    """Return a JSON value as a contract writes it."""
    return json.dumps(value, ensure_ascii=False)


@rule("schema", *everywhere("type-changed", "type-generalized", "type-specialized"))
def type_changed(pair: SchemaPair) -> Iterator[Finding]:
    """The type or the format of a value is another.

    Why it matters: what was sent or read before does not fit any more, unless every old value is a new one too.
    Mend: `cast` in `adapt` gives the layers above the old type, where the wire's value can be turned into it.
    """
    was, now = kind_of(pair.old), kind_of(pair.new)
    if "union" in (was, now) and "any" not in (was, now):
        return  # a member came or went, which its own rule says
    if was != now:
        word = "type-changed"
        effect = Effect.REPLACES
        if (was, now) in _WIDER or now == "any":
            word, effect = "type-generalized", Effect.WIDENS
        elif (now, was) in _WIDER or was == "any":
            word, effect = "type-specialized", Effect.NARROWS
        yield Finding(f"{pair.stands}-{word}", Aspect.TYPE, effect, f"its type changed from {was} to {now}", was, now)
    elif pair.old.get("format") != pair.new.get("format"):
        old, new = pair.old.get("format"), pair.new.get("format")
        if {old, new} == {None, _WHOLE.get(was, "")}:
            return
        message = f"its format changed from {old or 'none'} to {new or 'none'}"
        # other formats are text with a rule on it, for generated code as for most clients
        aspect = Aspect.TYPE if {old, new} & _TYPED_FORMATS else Aspect.LIMITS
        effect, retyped = _format_effect(old, new), _client_type(pair, pair.old) != _client_type(pair, pair.new)
        yield Finding(f"{pair.stands}-type-changed", aspect, effect, message, old, new, retyped=retyped)


def _client_type(pair: SchemaPair, node: Node) -> str:
    """Return the format by which a text has a type of its own in generated clients; "" where it has none there.

    Headers are read as text, and whether a body as a whole is bytes follows from its media type.
    """
    form, whole = str(node.get("format", "")), pair.stands.endswith("-body")
    listed = any(word in node for word in ("enum", "x-cast", "x-map"))  # these say the type, whatever the format
    if node.get("type") != "string" or listed or pair.stands == "response-header" or (whole and form == "binary"):
        return ""
    return form if form in _CLIENT_FORMATS else ""


def _format_effect(old: object, new: object) -> Effect:
    if new is None:
        return Effect.WIDENS
    return Effect.NARROWS if old is None else Effect.REPLACES


@rule("schema", *everywhere("became-nullable", "became-not-nullable"))
def null(pair: SchemaPair) -> Iterator[Finding]:
    """A value may be null now, or no longer.

    Why it matters: code that reads it meets a null it was not written for; a client that sends null is refused.
    Mend: `expect: {missing: …}` says what to do with a null.
    """
    if "any" in (kind_of(pair.old), kind_of(pair.new)):
        return  # anything is null too
    if pair.null_before != pair.null_now:
        word, effect = ("became-nullable", Effect.WIDENS) if pair.null_now else ("became-not-nullable", Effect.NARROWS)
        message = "it may be null now" if pair.null_now else "it must not be null any more"
        yield Finding(f"{pair.stands}-{word}", Aspect.NULL, effect, message, pair.null_before, pair.null_now)


@rule("schema", *everywhere("enum-value-added", "enum-value-removed"))
def enum_values(pair: SchemaPair) -> Iterator[Finding]:
    """A value of an enumeration came or went.

    Why it matters: a client that sends one that is gone is refused; code that lists all of them meets a new one.
    Mend: `map` in `adapt` turns a renamed value into the old one.
    """
    old, new = pair.old.get("enum"), pair.new.get("enum")
    if old is None or new is None or kind_of(pair.old) != kind_of(pair.new):
        return
    for value in [value for value in new if value not in old]:
        rule_id, message = f"{pair.stands}-enum-value-added", f"{shown(value)} is new"
        yield Finding(rule_id, Aspect.VALUES, Effect.WIDENS, message, None, value)
    for value in [value for value in old if value not in new]:
        rule_id, message = f"{pair.stands}-enum-value-removed", f"{shown(value)} is gone"
        yield Finding(rule_id, Aspect.VALUES, Effect.NARROWS, message, value)


@rule("schema", *everywhere("became-enum", "enum-dropped"))
def enum(pair: SchemaPair) -> Iterator[Finding]:
    """A value became one of a list, or any.

    Why it matters: what was sent before may be in the list or not.
    Mend: look at what the step sends.
    """
    old, new = pair.old.get("enum"), pair.new.get("enum")
    if kind_of(pair.old) != kind_of(pair.new) or (old is None) == (new is None):
        return
    if old is None:
        yield Finding(f"{pair.stands}-became-enum", Aspect.VALUES, Effect.NARROWS, "it is one of a list now", None, new)
    else:
        yield Finding(f"{pair.stands}-enum-dropped", Aspect.VALUES, Effect.WIDENS, "it is no longer of a list", old)


@rule("schema", *everywhere("default-value-added", "default-value-changed", "default-value-removed"))
def default(pair: SchemaPair) -> Iterator[Finding]:
    """What counts where a value is left out changed.

    Why it matters: a request that leaves it out asks for something else than before.
    Mend: give it in the step's `with`.
    """
    missing = object()
    old, new = pair.old.get("default", missing), pair.new.get("default", missing)
    if (old is missing and new is missing) or (old == new and isinstance(old, bool) == isinstance(new, bool)):
        return
    effect = Effect.REPLACES if pair.side is Side.REQUEST else Effect.SAYS  # an answer holds what it holds
    if old is missing:
        word, effect, message = "added", Effect.SAYS, f"it has the default {shown(new)} now"
    elif new is missing:
        word, message = "removed", f"it no longer has the default {shown(old)}"
    else:
        word, message = "changed", f"its default changed from {shown(old)} to {shown(new)}"
    was, now = (None if value is missing else value for value in (old, new))
    yield Finding(f"{pair.stands}-default-value-{word}", Aspect.VALUES, effect, message, was, now)


@rule(
    "schema", *(name for name in everywhere("description-changed") if name != "request-parameter-description-changed")
)
def words(pair: SchemaPair) -> Iterator[Finding]:
    """The words about a value changed.

    Why it matters: docstrings change; a tool's text changes where it comes from the contract.
    Mend: none.
    """
    if pair.text_before != pair.text_now and pair.stands != "request-parameter":  # a parameter has words of its own
        yield Finding(
            f"{pair.stands}-description-changed",
            Aspect.TEXT,
            Effect.SAYS,
            "its words changed",
            pair.text_before,
            pair.text_now,
        )
