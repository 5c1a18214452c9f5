"""The catalogue of rules: one function each, whose docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from codegen.changes.model import Finding

Check = Callable[[Any], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue.

    Attributes:
        name: the function's, in kebab case.
        on: the kind of pair it looks at.
        ids: the ids of the changes it finds; one rule over schemas has an id for each place a schema stands in.
        doc: its page.
    """

    name: str
    on: str
    ids: tuple[str, ...]
    doc: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(on: str, *ids: str) -> Callable[[Check], Check]:
    """Register a function as a rule.

    Args:
        on: the kind of pair: `contract`, `operation`, `parameter`, `body`, `response`, `header`, `property`, `schema`.
        ids: of the changes it finds.

    Raises:
        ValueError: if an id is taken, or the function has no docstring.
    """

    def register(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        taken = {known for other in RULES.values() for known in other.ids} & set(ids)
        if taken or name in RULES:
            raise ValueError(f"rule {name} or id {min(taken, default=name)} exists twice")
        if not check.__doc__:
            raise ValueError(f"rule {name} has no docstring")
        RULES[name] = Rule(name, on, ids, check.__doc__, check)
        return check

    return register


def rules_on(kind: str) -> tuple[Rule, ...]:
    """Return the rules over one kind of pair, in the order they were registered."""
    return tuple(rule for rule in RULES.values() if rule.on == kind)


def rule_of(name: str) -> Rule | None:
    """Return the rule that finds changes of that id, or that has that name."""
    return next((rule for rule in RULES.values() if name in rule.ids or name == rule.name), None)
