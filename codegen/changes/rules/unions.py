"""Rules over values that are one of several kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import Node, SchemaPair
from codegen.changes.registry import rule
from codegen.changes.rules.types import everywhere, kind_of, shown
from codegen.contract.model import name_of


@rule("schema", *everywhere("any-of-added", "any-of-removed"))
def members(pair: SchemaPair) -> Iterator[Finding]:
    """A kind of value came or went.

    Why it matters: code meets a kind it was not written for; a client that sends one that is gone is refused.
    Mend: look at what the step sends or reads.
    """
    old = [member for member, _ in pair.members if member is not None]
    new = [member for _, member in pair.members if member is not None]
    for before, after in pair.members:
        if after is None and before is not None and not _covered(before, new):
            message = f"it can no longer be {_words(before)}"
            yield Finding(f"{pair.stands}-any-of-removed", Aspect.TYPE, Effect.NARROWS, message, _words(before))
        elif before is None and after is not None and not _covered(after, old):
            message = f"it can be {_words(after)} too"
            yield Finding(f"{pair.stands}-any-of-added", Aspect.TYPE, Effect.WIDENS, message, None, _words(after))


_LIMITED_BY_NOTHING = frozenset(("type", "description", "title", "examples", "default", "deprecated"))


def _covered(node: Node, others: Sequence[Node]) -> bool:
    """Say whether every value of a member is one of another too: `a` of any text, an integer of any number."""
    kinds = {node.get("type"), "number" if node.get("type") == "integer" else node.get("type")} - {None}
    return any(other.get("type") in kinds and other.keys() <= _LIMITED_BY_NOTHING for other in others)


def _words(node: Node) -> str:
    return name_of(node) if "$ref" in node else str(node.get("format") or kind_of(node))


@rule("schema", *everywhere("discriminator-added", "discriminator-removed", "discriminator-property-name-changed"))
def discriminator(pair: SchemaPair) -> Iterator[Finding]:
    """What tells the kinds of a value apart came, went, or is another property.

    Why it matters: code that looks at the old property cannot tell the kinds apart any more.
    Mend: generate again; look at what the step sends there.
    """
    was, now = pair.old.get("discriminator"), pair.new.get("discriminator")
    if kind_of(pair.old) != kind_of(pair.new) or was == now:
        return
    if was is None or now is None:
        word, message = ("removed", "nothing tells its kinds apart") if now is None else ("added", "its kinds are told")
        name = (was or now or {})["propertyName"]
        message += " any more" if now is None else f" apart by {name}"
        values = (name, None) if now is None else (None, name)
        yield Finding(f"{pair.stands}-discriminator-{word}", Aspect.TEXT, Effect.SAYS, message, *values)
    elif was["propertyName"] != now["propertyName"]:
        rule_id = f"{pair.stands}-discriminator-property-name-changed"
        message = f"its kinds are told apart by {now['propertyName']} instead of {was['propertyName']}"
        names = (was["propertyName"], now["propertyName"])
        yield Finding(rule_id, Aspect.TYPE, Effect.REPLACES, message, *names)


@rule(
    "schema",
    *everywhere("discriminator-mapping-added", "discriminator-mapping-changed", "discriminator-mapping-deleted"),
)
def discriminator_mapping(pair: SchemaPair) -> Iterator[Finding]:
    """A value that stands for a kind came, went, or stands for another kind.

    Why it matters: code meets a value that it knows no kind for; a client that sends one that is gone is refused.
    Mend: generate again; look at what the step sends there.
    """
    was, now = (node.get("discriminator", {}).get("mapping", {}) for node in (pair.old, pair.new))
    if not was or not now:
        return
    partners = {name_of(old): name_of(new) for old, new in pair.members if old and new and "$ref" in old}
    for value in sorted(was.keys() | now.keys()):
        before, after = was.get(value), now.get(value)
        if before is None and after in partners.values():
            word, effect, message = "added", Effect.WIDENS, f"{shown(value)} stands for {after} too"
        elif after is None and before in partners:
            word, effect, message = "deleted", Effect.NARROWS, f"{shown(value)} no longer stands for {before}"
        elif before and after and partners.get(before) != after:
            word, effect, message = "changed", Effect.REPLACES, f"{shown(value)} stands for {after} instead of {before}"
        else:
            continue
        rule_id = f"{pair.stands}-discriminator-mapping-{word}"
        yield Finding(rule_id, Aspect.TYPE, effect, message, before, after)
