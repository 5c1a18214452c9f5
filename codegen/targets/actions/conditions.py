"""Conditions of a definition as Python expressions.

As Arazzo has it (Arazzo 1.0, criterion object): a comparison is false where a side is missing, and text is compared
without regard to case. Against null a missing value counts as null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.actions.values import (
    AnswerRef,
    Both,
    Comparison,
    Condition,
    Either,
    InputRef,
    ItemRef,
    Literal,
    Not,
    Text,
    Value,
)
from codegen.render.literals import py
from codegen.targets.actions.scope import Scope
from codegen.targets.actions.values import Written, write


@dataclass(frozen=True, slots=True)
class _Test:
    """A condition as code; `joined` says what holds it together on the outside: "", `and` or `or`."""

    code: str
    joined: str = ""

    def inside(self, word: str) -> str:
        """Return the code as an operand of `word`."""
        return f"({self.code})" if self.joined not in ("", word) else self.code


def write_condition(condition: Condition, scope: Scope) -> str:
    """Return a condition as one Python expression that stands in `scope`."""
    return _test(condition, scope).code


def _test(condition: Condition, scope: Scope) -> _Test:
    match condition:
        case Comparison():
            return _comparison(condition, scope)
        case Both(conditions):
            return _join(conditions, "and", scope)
        case Either(conditions):
            return _join(conditions, "or", scope)
        case Not(inner):
            test = _test(inner, scope)
            return _Test(f"not ({test.code})" if test.joined or " " in test.code else f"not {test.code}")


def _join(conditions: tuple[Condition, ...], word: str, scope: Scope) -> _Test:
    tests = [_test(condition, scope) for condition in conditions]
    if len(tests) == 1:
        return tests[0]
    return _Test(f" {word} ".join(test.inside(word) for test in tests), word)


def _comparison(condition: Comparison, scope: Scope) -> _Test:
    left, right = write(condition.left, scope), write(condition.right, scope)
    if _is_null(condition.right) or _is_null(condition.left):
        return _null_test(left if _is_null(condition.right) else right, condition.op)
    compared = _compare(condition, left.access.code, right.access.code, scope)
    guards = dict.fromkeys((*left.access.present, *right.access.present))
    if compared in (f"{left.access.code} is True", f"{left.access.code} is False"):
        guards.pop(f"{left.access.code} is not None", None)  # what is true is there
    tests = [*guards, compared]
    return _Test(" and ".join(tests), "and" if len(tests) > 1 else "")


def _null_test(written: Written, op: str) -> _Test:
    word = "is not" if op == "!=" else "is"
    code = f"({written.expression})" if written.access.guards else written.expression
    return _Test(f"{code} {word} None")


def _compare(condition: Comparison, left: str, right: str, scope: Scope) -> str:
    equal = condition.op in ("==", "!=")
    if equal and (isinstance(condition.right, Literal) and isinstance(condition.right.value, bool)):
        return f"{left} {'is' if condition.op == '==' else 'is not'} {py(condition.right.value)}"
    if equal and _is_text(condition.left) and _is_text(condition.right):
        return f"{'not ' * (condition.op == '!=')}{scope.helpers('same_text')}({left}, {right})"
    return f"{left} {condition.op} {right}"


def _is_null(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None


def _is_text(value: Value) -> bool:
    match value:
        case Literal(constant):
            return isinstance(constant, str)
        case Text():
            return True
        case InputRef() | AnswerRef() | ItemRef():
            return _is_text_schema(value.schema)
        case _:
            return False


def _is_text_schema(schema: object) -> bool:
    if not isinstance(schema, Mapping):
        return False
    members = [member for member in schema.get("anyOf", ()) if member.get("type") != "null"]
    if members:
        return all(_is_text_schema(member) for member in members)
    texts = schema.get("type") == "string" or all(isinstance(value, str) for value in schema.get("enum", [0]))
    return texts and schema.get("format") not in ("date", "date-time", "uuid", "binary") and "x-cast" not in schema
