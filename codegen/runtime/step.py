"""What generated code says about a step of an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .expectation import Expectation, Path
from .pages import Pages
from .pending import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """What stands in for the answer of a step whose service fails, in this order.

    Attributes:
        instead: another call.
        last_good: the last good answer, if it is not older than so many seconds.
        fixed: a fixed answer, by stable names, alone in a tuple; () for none.
        escalate: whether a person is asked where nothing else stands in.
    """

    instead: Step | None = None
    last_good: float | None = None
    fixed: tuple[Any, ...] = ()
    escalate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One declared call.

    Attributes:
        service, operation: stable names.
        effect: `read` or `write`.
        reads: paths of the answer that the action reads; a departure there is a failure of the step.
        expect: what the answer is held to beside its contract.
        inputs: the action's inputs by the arguments that they are, where only the operation can tell that one is wrong.
        most: how often it may be called in one run, where it is called for every element of a list.
        accept: the statuses that are answers, where they are not simply the successes.
        pages: how its pages are gathered.
        waiting: how it waits for what it started.
        fallback: what stands in where the service fails.
    """

    id: str
    service: str
    operation: str
    effect: str = "read"
    reads: tuple[Path, ...] = ()
    expect: Expectation | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None
    accept: tuple[int, ...] = ()
    pages: Pages | None = None
    waiting: Waiting | None = None
    fallback: Fallback | None = None

    @property
    def call(self) -> str:
        """What messages call it: `service.operation`."""
        return f"{self.service}.{self.operation}"


@dataclass(frozen=True, slots=True)
class Refuse:
    """What a handler returns instead of outputs: it does not do what was asked.

    Attributes:
        reason: why, one sentence for people and agents.
        next_step: what to do instead, one sentence.
    """

    reason: str
    next_step: str = ""
