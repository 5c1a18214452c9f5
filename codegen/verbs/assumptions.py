"""What a rehearsal owes to answers that were made up."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.actions.steps import Step
from codegen.actions.values import AnswerRef, StatusRef
from codegen.actions.walk import references, references_of


def assumptions(step: Step) -> Iterator[str]:
    """Yield what a step's requests owe to made-up answers: the argument, and the expression that fills it."""
    for ref in references_of(step.when):
        if isinstance(ref, AnswerRef | StatusRef):
            yield f"condition: {ref.expression}"
    if step.each is not None and isinstance(step.each.in_, AnswerRef):
        yield f"list: {step.each.in_.expression}"
    called = {"": step.call, "undo ": step.undo, "asking ": step.wait.call if step.wait else None}
    called["fallback "] = step.fallback.call if step.fallback else None
    for why, call in called.items():
        for argument in call.arguments if call else ():
            for ref in references(argument.value):
                if isinstance(ref, AnswerRef | StatusRef):
                    yield f"{why}{argument.name}: {ref.expression}"
