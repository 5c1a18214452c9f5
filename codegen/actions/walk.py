"""Walk through what an action's values and conditions read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

from codegen.actions.plan import Action
from codegen.actions.steps import Step
from codegen.actions.values import (
    AnswerRef,
    Both,
    Comparison,
    Condition,
    Either,
    InputRef,
    ItemRef,
    ListOf,
    Not,
    ObjectOf,
    StatusRef,
    Text,
    Value,
)

_Kind = TypeVar("_Kind")

Reference = InputRef | AnswerRef | StatusRef | ItemRef


def references(value: Value) -> Iterator[Reference]:
    """Yield what a value reads."""
    match value:
        case InputRef() | AnswerRef() | StatusRef() | ItemRef():
            yield value
        case Text(parts) | ListOf(parts):
            for part in parts:
                yield from references(part)
        case ObjectOf(members):
            for _, member in members:
                yield from references(member)


def references_of(condition: Condition | None) -> Iterator[Reference]:
    """Yield what a condition reads."""
    match condition:
        case Comparison(left, _, right):
            yield from references(left)
            yield from references(right)
        case Both(conditions) | Either(conditions):
            for inner in conditions:
                yield from references_of(inner)
        case Not(inner):
            yield from references_of(inner)


def within(node: object, kind: type[_Kind]) -> Iterator[_Kind]:
    """Yield every value of `kind` in a part of a plan, wherever it stands there; nothing inside of one."""
    if isinstance(node, kind):
        yield node
    elif isinstance(node, list | tuple):
        for item in node:
            yield from within(item, kind)
    elif is_dataclass(node):
        for item in fields(node):
            yield from within(getattr(node, item.name), kind)


def read_in_sequence(action: Action) -> Iterator[Reference]:
    """Yield what the declared sequence and the outputs read; what a step reads of its own answer apart."""
    for step in action.steps:
        yield from read_before(step)
    for output in action.outputs:
        yield from references(output.value)


def read_before(step: Step) -> Iterator[Reference]:
    """Yield what is read before a step is called: its list, its condition, its arguments."""
    if step.each is not None:
        yield step.each.in_
    yield from references_of(step.when)
    for argument in step.call.arguments:
        yield from references(argument.value)


def read_inside(step: Step) -> Iterator[Reference]:
    """Yield what a step reads once it has begun, in its undo, its fallback and the call that asks.

    The conditions of a wait read another answer of the step's name, that of the call that asks; of them only what they
    read of other steps is here.
    """
    for call in step.calls[1:]:
        for argument in call.arguments:
            yield from references(argument.value)
    for condition in (step.wait.done, step.wait.failed) if step.wait else ():
        yield from (ref for ref in references_of(condition) if not _is_of(ref, step))


def _is_of(ref: Reference, step: Step) -> bool:
    return isinstance(ref, AnswerRef | StatusRef) and ref.step in (step.id, "")


def answers_read(action: Action) -> Iterator[AnswerRef]:
    """Yield what is read of steps' answers once they are whole: by the sequence, the outputs and other steps."""
    yield from (ref for ref in read_in_sequence(action) if isinstance(ref, AnswerRef))
    for step in action.steps:
        yield from (ref for ref in read_inside(step) if isinstance(ref, AnswerRef) and ref.step != step.id)
