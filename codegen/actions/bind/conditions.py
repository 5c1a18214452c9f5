"""Conditions of a definition → conditions of the plan."""

from __future__ import annotations

from codegen.actions.bind.kinds import comparable, in_words, mismatch
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Scope
from codegen.actions.bind.values import bind_expression
from codegen.actions.expressions import (
    BothExpression,
    CompareExpression,
    ConditionExpression,
    EitherExpression,
    NotExpression,
    Problem,
    parse_condition,
)
from codegen.actions.values import Both, Comparison, Condition, Either, Literal, Not, Value

_ORDERED = frozenset(("number", "integer", "string"))


def bind_condition(text: str, at: str, scope: Scope, report: Report) -> Condition | None:
    """Return what a condition means; None where something in it is wrong, which is then collected.

    Args:
        text: the condition as written.
        at: JSON pointer of the text.
        scope: what it may refer to.
        report: collects what `bind_value` does, and `compare-types`.
    """
    parsed = parse_condition(text)
    if isinstance(parsed, Problem):
        report.problem(parsed, at, text)
        return None
    return _Conditions(text, at, scope, report).bind(parsed)


class _Conditions:
    def __init__(self, text: str, at: str, scope: Scope, report: Report) -> None:
        self._text = text
        self._at = at
        self._scope = scope
        self._report = report

    def bind(self, parsed: ConditionExpression) -> Condition | None:
        match parsed:
            case CompareExpression():
                return self._comparison(parsed)
            case NotExpression(inner):
                condition = self.bind(inner)
                return Not(condition) if condition else None
            case BothExpression(inner) | EitherExpression(inner):
                bound = [self.bind(condition) for condition in inner]
                kept = tuple(condition for condition in bound if condition is not None)
                if len(kept) < len(bound):
                    return None
                return Both(kept) if isinstance(parsed, BothExpression) else Either(kept)

    def _comparison(self, parsed: CompareExpression) -> Condition | None:
        left = bind_expression(parsed.left, self._text, self._at, self._scope, self._report)
        right = bind_expression(parsed.right, self._text, self._at, self._scope, self._report)
        if left is None or right is None:
            return None
        problem, hint = self._wrong(left, parsed.op, right)
        if problem:
            self._report.inside("compare-types", problem, self._at, self._text, parsed.offset, hint)
            return None
        self._warn_of_unknown(left, right, parsed)
        return Comparison(left, parsed.op, right)

    def _warn_of_unknown(self, left: Value, right: Value, parsed: CompareExpression) -> None:
        """Warn of a value that no contract names; a newer service may give it all the same."""
        for literal, value in ((right, left), (left, right)):
            if not isinstance(literal, Literal) or not isinstance(literal.value, str):
                continue
            message, hint = mismatch(literal.value, self._scope.typed(value))
            if message.startswith("must be one of"):
                at = self._report.source.within(self._at, self._text, parsed.offset)
                said = f"{literal.value!r} is not among the values that the contract names: it {message}"
                self._report.diagnostics.warning("unknown-value", said, at, hint)

    def _wrong(self, left: Value, op: str, right: Value) -> tuple[str, str]:
        """Return why the two sides cannot be compared, and what to write instead."""
        one, other = self._scope.typed(left), self._scope.typed(right)
        if not comparable(one.kinds, other.kinds):
            return f"{in_words(one.kinds)} is never compared with {in_words(other.kinds)}", ""
        if op not in ("==", "!="):
            wrong = next((side for side in (one, other) if not side.kinds & _ORDERED), None)
            return (f"{op} does not order {in_words(wrong.kinds)}", "") if wrong else ("", "")
        for literal, typed in ((right, one), (left, other)):
            closed = not any(member.get("x-open-enum") for member in typed.members())
            if isinstance(literal, Literal) and isinstance(literal.value, str) and closed:
                message, hint = mismatch(literal.value, typed)
                if message.startswith("must be one of"):
                    return f"{literal.value!r} is never there: it {message}", hint
        return "", ""
