"""`expect` → the data contract of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from codegen.actions.bind.kinds import Typed, in_words, mismatch
from codegen.actions.bind.paths import Missed, Reached, follow
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.bind.values import bind_value
from codegen.actions.definition import ExpectDefinition
from codegen.actions.steps import Expect, FieldRule, Missing, MissingRule
from codegen.actions.values import AnswerRef
from codegen.contract.model import Json
from codegen.core.diagnostics import nearest
from codegen.core.places import escape, pointer, tokens

_TEXT, _NUMBER, _LIST = frozenset(("string",)), frozenset(("number", "integer")), frozenset(("array",))
# Which JSON types a rule says something about (JSON Schema validation, section 6).
_KINDS = (
    dict.fromkeys(("format", "pattern", "minLength", "maxLength"), _TEXT)
    | dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _NUMBER)
    | dict.fromkeys(("minItems", "maxItems"), _LIST)
)


def bind_expect(expect: ExpectDefinition, answer: Answer, scope: Scope, report: Report) -> Expect:
    """Return the rules of an answer; those that are wrong are collected and left out.

    Args:
        expect: as the definition has it.
        answer: the step's own.
        scope: what the step may refer to.
        report: collects `unknown-field`, `argument-type`, `missing-key`, `wrong-value` and what values report.
    """
    as_of = _as_of(expect, scope.inside(answer), report)
    missing = [_missing(name, rule, expect, answer, report) for name, rule in expect.missing.items()]
    fields = [_field(name, keeps, expect, answer, report) for name, keeps in expect.fields.items()]
    return Expect(
        as_of,
        expect.max_age,
        tuple(rule for rule in missing if rule is not None),
        tuple(rule for rule in fields if rule is not None),
    )


def _as_of(expect: ExpectDefinition, scope: Scope, report: Report) -> AnswerRef | None:
    for given, needed in (("as_of", "max_age"), ("max_age", "as_of")):
        if getattr(expect, given) and not getattr(expect, needed):
            report.error("missing-key", f"{given} says nothing without {needed}", f"{expect.pointer}/{given}", key=True)
    if not expect.as_of:
        return None
    at = f"{expect.pointer}/as_of"
    value = bind_value(expect.as_of, at, scope, report)
    if value is None:
        return None
    own = scope.own.step if scope.own else ""
    if not isinstance(value, AnswerRef) or value.step != own:
        report.error("wrong-value", "as_of must point into the step's own answer", at, "write $response.body#/…")
        return None
    if not Typed(value.schema, scope.contracts[value.service]).kinds & {"string", "integer", "number"}:
        report.error("argument-type", "as_of must be a time: text, or seconds since 1970", at)
        return None
    return value


def _missing(name: str, rule: Json, expect: ExpectDefinition, answer: Answer, report: Report) -> MissingRule | None:
    at = f"{expect.pointer}/missing/{escape(name)}"
    path = _tokens(name)
    reached = _reached(path, at, answer, report)
    if reached is None:
        return None
    if isinstance(rule, str):
        return MissingRule(reached.path, pointer(*path), Missing(rule))
    return _default(rule["default"], reached, pointer(*path), at, report)


def _field(
    name: str, keeps: Mapping[str, Json], expect: ExpectDefinition, answer: Answer, report: Report
) -> FieldRule | None:
    at = f"{expect.pointer}/fields/{escape(name)}"
    path = _tokens(name)
    reached = _reached(path, at, answer, report)
    if reached is None:
        return None
    for key in keeps:
        if key in _KINDS and not reached.typed.kinds & _KINDS[key]:
            message = f"{key} says nothing about {in_words(reached.typed.kinds)}"
            report.error("argument-type", message, f"{at}/{key}", key=True)
            return None
    if (pattern := keeps.get("pattern")) is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            report.error("wrong-value", f"the pattern cannot be read: {error}", f"{at}/pattern")
            return None
    return FieldRule(reached.path, pointer(*path), keeps)


def _tokens(name: str) -> list[str]:
    return tokens(name) if name.startswith("/") else [name]


def _reached(path: list[str], at: str, answer: Answer, report: Report) -> Reached | None:
    """Return the field of an answer that a rule is about; None, with the reason collected, where there is none."""
    reached = follow(answer.typed, path) if answer.typed else Missed(path[0], 0, ())
    if isinstance(reached, Missed):
        message = f"the answer of step {answer.step!r} has no field {reached.token!r}"
        report.error("unknown-field", message, at, nearest(reached.token, reached.known), key=True)
        return None
    if any(segment.every for segment in reached.path):
        report.error("wrong-value", "a rule is about one field, not about every element", at, key=True)
        return None
    return reached


def _default(default: Json, reached: Reached, path: str, at: str, report: Report) -> MissingRule | None:
    message, hint = mismatch(default, reached.typed)
    if message:
        report.error("argument-type", f"the default {message}", f"{at}/default", hint)
        return None
    return MissingRule(reached.path, path, Missing.DEFAULT, default)
