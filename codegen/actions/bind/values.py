"""Values of a definition → values of the plan: every reference resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.paths import Missed, follow
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Answer, Scope
from codegen.actions.expressions import (
    AnswerExpression,
    Expression,
    InputExpression,
    ItemExpression,
    LiteralExpression,
    Problem,
    Reference,
    StatusExpression,
    StepExpression,
    TextExpression,
    parse_value,
)
from codegen.actions.plan import Input
from codegen.actions.values import AnswerRef, InputRef, ItemRef, ListOf, Literal, ObjectOf, StatusRef, Text, Value
from codegen.contract.model import Json, JsonSchema
from codegen.core.diagnostics import nearest
from codegen.core.places import escape


def bind_value(raw: Json, at: str, scope: Scope, report: Report) -> Value | None:
    """Return what a value of a definition means; None where something in it is wrong, which is then collected.

    Args:
        raw: as in YAML; strings may be or hold expressions.
        at: JSON pointer of the value.
        scope: what expressions may refer to.
        report: collects `wrong-expression`, `unknown-input`, `unknown-step`, `later-step`, `unknown-field`, `unmarked`.
    """
    if isinstance(raw, str):
        parsed = parse_value(raw)
        if isinstance(parsed, Problem):
            report.problem(parsed, at, raw)
            return None
        _tell_unmarked(raw, at, scope, report)
        return bind_expression(parsed, raw, at, scope, report)
    if isinstance(raw, list):
        return _list([bind_value(item, f"{at}/{number}", scope, report) for number, item in enumerate(raw)])
    if isinstance(raw, Mapping):
        return _object({name: bind_value(item, f"{at}/{escape(name)}", scope, report) for name, item in raw.items()})
    return Literal(raw)


def _tell_unmarked(text: str, at: str, scope: Scope, report: Report) -> None:
    """Warn of text that would be a reference if it began with `$`."""
    for unmarked in _UNMARKED.findall(text):
        parsed = parse_value(f"${unmarked}")
        known = parsed.name in scope.inputs if isinstance(parsed, InputExpression) else not isinstance(parsed, Problem)
        if known:
            report.warning("unmarked", f"{unmarked!r} is sent as this text", at, f"write ${unmarked} for its value")


_UNMARKED = re.compile(r"(?:^|(?<=\{))(?:inputs|steps)\.[^\s{}]+(?=$|\})")


def bind_expression(parsed: Expression, text: str, at: str, scope: Scope, report: Report) -> Value | None:
    """Return what one parsed expression of the string `text` means."""
    match parsed:
        case LiteralExpression(value):
            return Literal(value)
        case InputExpression():
            return _input(parsed, text, at, scope, report)
        case ItemExpression():
            return _item(parsed, text, at, scope, report)
        case StatusExpression():
            return _status(parsed, text, at, scope, report)
        case StepExpression() | AnswerExpression():
            return _answer(parsed, text, at, scope, report)
        case TextExpression(parts):
            bound = [bind_expression(part, text, at, scope, report) for part in parts]
            return Text(tuple(part for part in bound if part is not None)) if None not in bound else None


def _list(items: Sequence[Value | None]) -> Value | None:
    values = [item for item in items if item is not None]
    if len(values) < len(items):
        return None
    if all(isinstance(value, Literal) for value in values):
        return Literal([value.value for value in values if isinstance(value, Literal)])
    return ListOf(tuple(values))


def _object(members: Mapping[str, Value | None]) -> Value | None:
    values = {name: value for name, value in members.items() if value is not None}
    if len(values) < len(members):
        return None
    if all(isinstance(value, Literal) for value in values.values()):
        return Literal({name: value.value for name, value in values.items() if isinstance(value, Literal)})
    return ObjectOf(tuple(values.items()))


def _input(parsed: InputExpression, text: str, at: str, scope: Scope, report: Report) -> Value | None:
    bound = scope.inputs.get(parsed.name)
    if bound is None:
        if parsed.name not in scope.lost:
            hint = nearest(parsed.name, [*scope.inputs, *sorted(scope.lost)])
            report.inside("unknown-input", f"the action has no input {parsed.name!r}", at, text, parsed.offset, hint)
        return None
    reached = follow(Typed(bound.schema), parsed.path)
    if isinstance(reached, Missed):
        _missed(reached, f"the input {parsed.name}", parsed, text, at, report)
        return None
    optional = reached.optional or not always_there(bound)
    return InputRef(bound.name, bound.ident, reached.path, reached.typed.schema, optional)


def always_there(bound: Input) -> bool:
    """Whether an input has a value in every call: it is required, or has a plain default."""
    default = bound.schema.get("default")
    return bound.required or (default is not None and not isinstance(default, (list, Mapping)))


def _item(parsed: ItemExpression, text: str, at: str, scope: Scope, report: Report) -> Value | None:
    if scope.item is None:
        message = "$item is only there in a step with for_each"
        report.inside("wrong-expression", message, at, text, parsed.offset, "write for_each: {in: …, max: …}")
        return None
    reached = follow(scope.item.typed, parsed.path)
    if isinstance(reached, Missed):
        _missed(reached, "an element of the list", parsed, text, at, report)
        return None
    item = scope.item
    nullable = item.typed.nullable
    return ItemRef(reached.path, reached.typed.schema, item.service, reached.optional, nullable, parsed.text)


def _status(parsed: StatusExpression, text: str, at: str, scope: Scope, report: Report) -> Value | None:
    if not parsed.step:
        if not scope.asking:
            message = "$statusCode is only there in done and failed"
            report.inside("wrong-expression", message, at, text, parsed.offset, "use $steps.<id>.response.statusCode")
            return None
        return StatusRef("", conditional=False, expression=parsed.text)
    answer = _earlier(parsed.step, text, parsed.offset, at, scope, report)
    if answer is None:
        return None
    if not answer.statuses:
        message = f"the status of step {answer.step!r} is always a success"
        report.inside("wrong-expression", message, at, text, parsed.offset, "name the others under accept_status")
        return None
    return StatusRef(answer.step, answer.conditional, parsed.text)


def _answer(
    parsed: StepExpression | AnswerExpression, text: str, at: str, scope: Scope, report: Report
) -> Value | None:
    answer = _answer_meant(parsed, text, at, scope, report)
    if answer is None:
        return None
    status = parsed.status if isinstance(parsed, StepExpression) else 0
    if status and status not in answer.statuses:
        message = f"step {answer.step!r} does not accept the status {status}"
        report.inside("wrong-expression", message, at, text, parsed.offset, _accepts(answer))
        return None
    typed = answer.statuses[status] if status else answer.typed
    if typed is None:
        message = f"the operation of step {answer.step!r} answers nothing" + (f" with {status}" if status else "")
        report.inside("unknown-field", message, at, text, parsed.offset)
        return None
    reached = follow(typed, parsed.path)
    if isinstance(reached, Missed):
        _missed(reached, f"the answer of step {answer.step!r}", parsed, text, at, report)
        return None
    optional = bool(answer.statuses) or (reached.optional and not answer.promised(reached.path))
    schema: JsonSchema = reached.typed.schema
    return AnswerRef(
        answer.step, reached.path, schema, answer.service, optional, answer.conditional, parsed.text, status
    )


def _accepts(answer: Answer) -> str:
    named = ", ".join(f"{status}" for status in answer.statuses)
    return f"beside successes it accepts {named}" if named else "name it under accept_status"


def _answer_meant(
    parsed: StepExpression | AnswerExpression, text: str, at: str, scope: Scope, report: Report
) -> Answer | None:
    if isinstance(parsed, AnswerExpression):
        if scope.own is None:
            message = "$response is only there in expect, undo and wait_for"
            report.inside("wrong-expression", message, at, text, parsed.offset, "use $steps.<id>.response.body")
        return scope.own
    return _earlier(parsed.step, text, parsed.offset, at, scope, report)


def _earlier(step: str, text: str, offset: int, at: str, scope: Scope, report: Report) -> Answer | None:
    """Return the answer of a step; None, with the reason collected, where it is not there."""
    if step in scope.answers:
        return scope.answers[step]
    if step in scope.later:
        message = f"step {step!r} comes later, so its answer is not there yet"
        report.inside("later-step", message, at, text, offset, "move that step up")
    elif step not in scope.lost:
        report.inside("unknown-step", f"there is no step {step!r}", at, text, offset, nearest(step, scope.answers))
    return None


def _missed(missed: Missed, what: str, parsed: Reference, text: str, at: str, report: Report) -> None:
    if missed.known:
        message, hint = f"{what} has no field {missed.token!r}", nearest(missed.token, missed.known)
        hint = hint or f"it has {', '.join(missed.known[:8])}"
    else:
        message, hint = (
            f"nothing is below {'/'.join(parsed.path[: missed.number]) or what}, so not {missed.token!r}",
            "",
        )
    start = parsed.text.find("#") + 1 + sum(len(escape(token)) + 1 for token in parsed.path[: missed.number]) + 1
    report.inside("unknown-field", message, at, text, parsed.offset + start, hint)
