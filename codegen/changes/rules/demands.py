"""Rules over what a contract demands of a value beyond its shape: `not`, `if`, `contains`, fields needed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import Node, SchemaPair
from codegen.changes.registry import rule
from codegen.changes.rules.limits import kind_differs
from codegen.changes.rules.types import everywhere
from codegen.contract.model import Json
from codegen.contract.rules import in_words
from codegen.core.digest import of_value

# the word that a demand begins with, to the word of its ids
_DEMANDS = {
    "not": "not",
    "if": "if",
    "contains": "contains",
    "dependentRequired": "dependent-required",
    "dependentSchemas": "dependent-schema",
    "propertyNames": "property-names",
    "patternProperties": "pattern-property",
    "contentSchema": "content-schema",
    "anyOf": "needed-fields",
    "oneOf": "needed-fields",
}
_COUNTS = (("minContains", "min-contains", False), ("maxContains", "max-contains", True))  # whether more is wider
_UNORDERED = frozenset(("required", "enum", "type", "allOf", "anyOf", "oneOf"))
_SAYING = frozenset(("description", "title", "examples", "example", "default", "deprecated", "$comment"))


@rule(
    "schema",
    *everywhere(*(f"{word}-{happened}" for word in dict.fromkeys(_DEMANDS.values())
                  for happened in ("added", "changed", "removed"))),
    *everywhere(*(f"{word}-{happened}" for _, word, _ in _COUNTS for happened in ("decreased", "increased"))),
    *everywhere("prefix-items-changed"),
)  # fmt: skip
def demands(pair: SchemaPair) -> Iterator[Finding]:
    """What a value must fit beyond its type changed: `not`, `if`, `contains`, which fields go together and their like.

    Why it matters: what was sent before may be refused.
    Mend: look at what the step sends.
    """
    if kind_differs(pair):
        return
    old, new = _demanded(pair.old), _demanded(pair.new)
    gone = [demand for demand in old if demand not in new]
    come = [demand for demand in new if demand not in old]
    for before in list(gone):
        after = next((demand for demand in come if _word(demand) == _word(before)), None)
        if after is not None:
            gone.remove(before)
            come.remove(after)
            yield from _changed(pair, before, after)
    for demand in (demand for demand in gone if not _entailed(demand, pair.new)):
        yield from _one(pair, demand, "removed", Effect.WIDENS, f"it no longer {in_words(demand)}")
    for demand in (demand for demand in come if not _entailed(demand, pair.old)):
        yield from _one(pair, demand, "added", Effect.NARROWS, f"it {in_words(demand)} now")


def _entailed(demand: Node, other: Node) -> bool:
    """Say whether an object of the other side fits a demand for some of its fields anyhow: it requires them."""
    members = demand.get("anyOf") or demand.get("oneOf") or ()
    required, properties = set(other.get("required", ())), other.get("properties", {})
    fitting = [set(member) == {"required"} and set(member["required"]) <= required for member in members]
    if "oneOf" not in demand:
        return any(fitting)
    rivals = [member for member, fits in zip(members, fitting, strict=True) if not fits]
    return sum(fitting) == 1 and not any(set(member.get("required", ())) <= properties.keys() for member in rivals)


def _one(pair: SchemaPair, demand: Node, happened: str, effect: Effect, message: str) -> Iterator[Finding]:
    values = (None, demand) if effect is Effect.NARROWS else (demand, None)
    if (word := _word(demand)) == "prefixItems":
        yield from _order(pair, message, *values)
    else:
        yield Finding(f"{pair.stands}-{word}-{happened}", Aspect.LIMITS, effect, message, *values)


def _changed(pair: SchemaPair, before: Node, after: Node) -> Iterator[Finding]:
    if (word := _word(before)) == "prefixItems":
        effect = Effect.REPLACES
        if before["prefixItems"] == after["prefixItems"]:  # what stands behind these changed
            effect = Effect.NARROWS if after.get("items") is False else Effect.WIDENS
        yield from _order(pair, f"it {in_words(after)} now; before, it {in_words(before)}", before, after, effect)
        return
    if word == "contains" and before["contains"] == after["contains"]:
        yield from _counted(pair, before, after)
        return
    message = f"it {in_words(after)} now; before, it {in_words(before)}"
    # what is not known to take all that was taken may refuse something
    effect = Effect.WIDENS if _takes_all(before, after) else Effect.NARROWS
    yield Finding(f"{pair.stands}-{word}-changed", Aspect.LIMITS, effect, message, before, after)


def _takes_all(before: Node, after: Node) -> bool:
    """Say whether it can be told that what fitted a demand fits the other one."""
    if set(before) == set(after) == {"not"}:
        was, now = before["not"], after["not"]
        if isinstance(was, Mapping) and isinstance(now, Mapping) and set(was) == set(now) == {"enum"}:
            return all(value in was["enum"] for value in now["enum"])
    if set(before) == set(after) == {"anyOf"}:
        ways = [
            [set(member["required"]) for member in side["anyOf"] if set(member) == {"required"}]
            for side in (before, after)
        ]
        if [len(way) for way in ways] == [len(before["anyOf"]), len(after["anyOf"])]:
            return all(any(now <= was for now in ways[1]) for was in ways[0])
    if set(before) == set(after) == {"dependentRequired"}:
        was, now = before["dependentRequired"], after["dependentRequired"]
        lists = (*was.values(), *now.values())
        return all(isinstance(names, list) for names in lists) and all(
            set(names) <= set(was.get(name, ())) for name, names in now.items()
        )
    return False


def _counted(pair: SchemaPair, before: Node, after: Node) -> Iterator[Finding]:
    """Yield how many items of a list must fit now; without a word it is at least one."""
    for keyword, word, more_is_wider in _COUNTS:
        none = float("inf") if more_is_wider else 1
        old, new = (_count(side.get(keyword), none) for side in (before, after))
        if old != new:
            happened = "increased" if new > old else "decreased"
            effect = Effect.WIDENS if (new > old) is more_is_wider else Effect.NARROWS
            was, now = (None if value == float("inf") else value for value in (old, new))
            words = " to ".join("none" if value is None else str(value) for value in (was, now))
            message = f"its {keyword} changed from {words}"
            yield Finding(f"{pair.stands}-{word}-{happened}", Aspect.LIMITS, effect, message, was, now)


def _count(value: Json, none: float) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else none


def _order(pair: SchemaPair, message: str, old: Json, new: Json, effect: Effect = Effect.REPLACES) -> Iterator[Finding]:
    """Yield that the places of a list are for other kinds; which kinds there are, a rule over unions says."""
    if _within("items", pair.old.get("items")) == _within("items", pair.new.get("items")):
        yield Finding(f"{pair.stands}-prefix-items-changed", Aspect.LIMITS, effect, message, old, new)


def _word(demand: Node) -> str:
    return next((word for keyword, word in _DEMANDS.items() if keyword in demand), "prefixItems")


def _demanded(node: Node) -> list[dict[str, Any]]:
    """Return what a node demands, without words for readers and in one order."""
    return [_plain(demand) for demand in node.get("x-rules", ())]


def _plain(demand: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _within(key, value) for key, value in demand.items() if key not in _SAYING}


def _within(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        by_name = key in ("properties", "patternProperties", "dependentSchemas", "dependentRequired")
        return {name: _within("required", child) for name, child in value.items()} if by_name else _plain(value)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return value
    members = [_plain(member) if isinstance(member, Mapping) else member for member in value]
    return sorted(members, key=of_value) if key in _UNORDERED else members
