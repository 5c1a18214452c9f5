"""The declared sequence: the body of `perform`, step by step."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.actions.plan import Action
from codegen.actions.steps import Step
from codegen.actions.values import AnswerRef, StatusRef
from codegen.actions.walk import read_in_sequence
from codegen.render.literals import Code
from codegen.targets.actions import layout
from codegen.targets.actions.arguments import ArgumentWriter
from codegen.targets.actions.conditions import write_condition
from codegen.targets.actions.scope import Helpers, Scope
from codegen.targets.actions.values import write

_ITEM = "item"
_KEPT = "answer"


class SequenceWriter:
    """Writes the lines of one action's `perform`."""

    def __init__(
        self, action: Action, arguments: ArgumentWriter, helpers: Helpers, variables: Mapping[str, str]
    ) -> None:
        self._action = action
        self._arguments = arguments
        self._helpers = helpers
        self._variables = variables
        refs = [ref for ref in read_in_sequence(action) if isinstance(ref, AnswerRef | StatusRef)]
        self._read = frozenset(ref.step for ref in refs)

    def lines(self, step: Step, await_: str) -> tuple[Code, ...]:
        """Return the lines of a step; `await_` stands before calls."""
        if step.each is not None:
            return tuple(self._loop(step, await_))
        scope = Scope(self._action, self._helpers, "inputs", self._variables)
        variable = self._variables[step.id] if step.id in self._read else ""
        assigned = f"{variable} = " if variable else ""
        if step.when is None:
            return (self._line(4, assigned, step, scope, await_),)
        condition = layout.condition(write_condition(step.when, scope), indent=4)
        before = [Code(f"    {variable} = None")] if variable else []
        return (*before, Code(f"    {condition}"), self._line(8, assigned, step, scope, await_))

    def _line(self, indent: int, assigned: str, step: Step, scope: Scope, await_: str, tail: str = "") -> Code:
        before = f"{assigned}{await_}"
        call = layout.call(f"steps.{step.ident}", self._given(step, scope), indent=indent, taken=len(before), tail=tail)
        return Code(f"{' ' * indent}{before}{call}")

    def _given(self, step: Step, scope: Scope) -> list[str]:
        given = [self._arguments.given(argument, step.call, scope) for argument in step.call.arguments]
        return [text for text in given if text]

    def _loop(self, step: Step, await_: str) -> list[Code]:
        each = step.each
        assert each is not None  # noqa: S101  # the caller asked
        scope = Scope(self._action, self._helpers, "inputs", self._variables, item=_ITEM)
        listed = write(each.in_, scope).expression
        helper = self._helpers("each")
        kept = self._variables[step.id] if step.id in self._read and step.call.answer is not None else ""
        lines = [Code(f"    {kept} = []")] if kept else []
        lines.append(Code(f'    for {_ITEM} in {helper}({listed}, {each.most}, "{step.ident}"):'))
        indent = 8
        if step.when is not None:
            lines.append(Code(f"        {layout.condition(write_condition(step.when, scope), indent=8)}"))
            indent = 12
        if not kept:
            return [*lines, self._line(indent, "", step, scope, await_)]
        if not step.continue_on_failure:
            return [*lines, self._line(indent, f"{kept}.append(", step, scope, await_, tail=")")]
        call = self._line(indent, f"{_KEPT} = ", step, scope, await_)
        test = Code(f"{' ' * indent}if {_KEPT} is not None:")
        return [*lines, call, test, Code(f"{' ' * (indent + 4)}{kept}.append({_KEPT})")]
