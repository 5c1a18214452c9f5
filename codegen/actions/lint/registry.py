"""The catalogue of lints: one function each, whose docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codegen.actions.plan import Action, Tool


@dataclass(frozen=True, slots=True)
class Surface:
    """A tool with the action behind it, and all tools beside it, itself included."""

    tool: Tool
    action: Action
    others: tuple[Tool, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a lint found: where in the definition, why an agent stumbles, and what to write instead."""

    pointer: str
    reason: str
    better: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a tool, with the lint that found it."""

    lint: str
    action: str
    problem: Problem


Check = Callable[[Surface], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Lint:
    """One row of the catalogue; `doc` is its page."""

    name: str
    doc: str
    check: Check


LINTS: dict[str, Lint] = {}


def lint(check: Check) -> Check:
    """Register a function as a lint; its name in kebab case is the lint's.

    Raises:
        ValueError: if the name is taken or there is no docstring.
    """
    name = check.__name__.replace("_", "-")
    if name in LINTS or not check.__doc__:
        raise ValueError(f"lint {name} exists twice or has no docstring")
    LINTS[name] = Lint(name, check.__doc__, check)
    return check
