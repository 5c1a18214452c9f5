"""`expect` → the data contract of an answer."""

from __future__ import annotations

from codegen.actions.bind.kinds import Typed, mismatch
from codegen.actions.bind.paths import Missed, Reached, follow
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.bind.values import bind_value
from codegen.actions.definition import ExpectDefinition
from codegen.actions.plan import AnswerRef, Expect, Missing, MissingRule
from codegen.contract.model import Json
from codegen.core.diagnostics import nearest
from codegen.core.places import escape, pointer, tokens


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
    return Expect(as_of, expect.max_age, tuple(rule for rule in missing if rule is not None))


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
    path = tokens(name) if name.startswith("/") else [name]
    reached = follow(answer.typed, path) if answer.typed else Missed(name, 0, ())
    if isinstance(reached, Missed):
        message = f"the answer of step {answer.step!r} has no field {reached.token!r}"
        report.error("unknown-field", message, at, nearest(reached.token, reached.known), key=True)
        return None
    if isinstance(rule, str):
        return MissingRule(reached.path, pointer(*path), Missing(rule))
    return _default(rule["default"], reached, pointer(*path), at, report)


def _default(default: Json, reached: Reached, path: str, at: str, report: Report) -> MissingRule | None:
    message, hint = mismatch(default, reached.typed)
    if message:
        report.error("argument-type", f"the default {message}", f"{at}/default", hint)
        return None
    return MissingRule(reached.path, path, Missing.DEFAULT, default)
