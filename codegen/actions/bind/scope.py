"""What expressions may refer to at one place of a definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from codegen.actions.bind.kinds import Typed
from codegen.actions.plan import Input
from codegen.actions.shapes import kind_of
from codegen.actions.steps import Expect, Missing
from codegen.actions.values import (
    AnswerRef,
    InputRef,
    ItemRef,
    ListOf,
    Literal,
    ObjectOf,
    Segment,
    StatusRef,
    Text,
    Value,
)
from codegen.contract.model import Contract


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a step.

    Attributes:
        typed: its schema; None where the operation answers nothing.
        conditional: whether the step may be skipped, or may fail and be passed over.
        statuses: what comes with each other accepted status; then the answer of a success may be missing.
    """

    step: str
    service: str
    typed: Typed | None
    conditional: bool
    expect: Expect | None = None
    statuses: Mapping[int, Typed | None] = field(default_factory=dict)

    def promised(self, path: tuple[Segment, ...]) -> bool:
        """Whether the step's rules hold that what `path` leads to is there."""
        rules = self.expect.missing if self.expect else ()
        kept = [rule.path for rule in rules if rule.rule is not Missing.OMIT]
        reach = max((len(rule) for rule in kept if rule == path[: len(rule)]), default=0)
        return reach > 0 and not any(segment.optional for segment in path[reach:])


@dataclass(frozen=True, slots=True)
class Element:
    """What `$item` is; `service` is whose contract its schema refers to, "" for an input's."""

    typed: Typed
    service: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Inputs, the answers of earlier steps, and the answer of the step itself where it is there.

    Attributes:
        later: ids of steps that come later.
        lost: ids of steps and names of inputs that were left out for a problem already reported.
        own: the answer that `$response.body` means.
        item: the element that `$item` means.
        asking: whether `$statusCode` is there, that of the call that is asked.
    """

    inputs: Mapping[str, Input]
    contracts: Mapping[str, Contract]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    own: Answer | None = None
    item: Element | None = None
    asking: bool = False

    def after(self, answer: Answer) -> Scope:
        """Return the scope behind a step that gives `answer`."""
        return replace(self, answers={**self.answers, answer.step: answer}, later=self.later - {answer.step})

    def inside(self, answer: Answer) -> Scope:
        """Return the scope in which a step's own answer is there, for `expect` and `undo`."""
        own = replace(answer, conditional=False)
        return replace(self, own=own, answers={**self.answers, own.step: own})

    def typed(self, value: Value) -> Typed:
        """Return the schema of a bound value."""
        match value:
            case Literal(constant):
                return Typed({"type": kind_of(constant)})
            case InputRef():
                return Typed(value.schema)
            case AnswerRef():
                return Typed(value.schema, self.contracts[value.service])
            case ItemRef():
                return Typed(value.schema, self.contracts.get(value.service))
            case StatusRef():
                return Typed({"type": "integer"})
            case Text():
                return Typed({"type": "string"})
            case ListOf():
                return Typed({"type": "array"})
            case ObjectOf():
                return Typed({"type": "object"})
