"""`for_each` → the list whose every element a step is called for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Element, Scope
from codegen.actions.bind.values import bind_value
from codegen.actions.definition import EachDefinition
from codegen.actions.plan import Input
from codegen.actions.steps import Each, Step
from codegen.actions.values import AnswerRef, InputRef, ItemRef
from codegen.actions.walk import references
from codegen.core.places import escape


def bind_each(each: EachDefinition, scope: Scope, report: Report) -> Each | None:
    """Return the list; None where it is none, which is then collected.

    Args:
        each: as the definition has it.
        scope: what comes before the step.
        report: collects `argument-type` and what values report.
    """
    at = f"{each.pointer}/in"
    value = bind_value(each.in_, at, scope, report)
    if value is None:
        return None
    typed = scope.typed(value)
    lists = [member for member in typed.members() if member.get("type") == "array"]
    if not isinstance(value, InputRef | AnswerRef) or len(lists) != 1 or typed.kinds - {"array", "null"}:
        hint = "write $inputs.<name> or $steps.<id>.response.body#/…"
        report.error("argument-type", "for_each wants a list", at, hint)
        return None
    return Each(value, each.most, lists[0].get("items", {}), value.service if isinstance(value, AnswerRef) else "")


def hold_items(step: Step, report: Report) -> bool:
    """Whether undo and fallback take of the element only what the step is given of it; if not, that is collected.

    A handler calls the step with arguments, not with elements.
    """
    given = [argument.value for argument in step.call.arguments]
    for key, call in (("undo", step.undo), ("fallback", step.fallback.call if step.fallback else None)):
        for argument in call.arguments if call else ():
            if any(isinstance(ref, ItemRef) and ref not in given for ref in references(argument.value)):
                at = f"{step.pointer}/{key}/with/{escape(argument.name)}"
                message = "what is not an argument of the step itself is not known here"
                report.error("wrong-expression", message, at, f"{key} may use the parts of $item that stand under with")
                return False
    return True


def bounded(bound: Input, steps: Sequence[Step]) -> Input:
    """Return an input with the bound of the steps that are called for its every element, so that agents see it."""
    most = [s.each.most for s in steps if s.each and isinstance(s.each.in_, InputRef) and _is_whole(s.each.in_, bound)]
    lowest = min([*most, *([bound.schema["maxItems"]] if "maxItems" in bound.schema else [])], default=None)
    if lowest is None or bound.schema.get("type") != "array":
        return bound
    return replace(bound, schema={**bound.schema, "maxItems": lowest})


def _is_whole(ref: InputRef, bound: Input) -> bool:
    return ref.name == bound.name and not ref.path


def element_of(each: Each, scope: Scope) -> Element:
    """Return what `$item` is in the step."""
    return Element(Typed(each.item, scope.contracts.get(each.service)), each.service)
