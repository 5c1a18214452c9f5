"""What docstrings say of a step: whose it is, and what is declared of it, in words."""

from __future__ import annotations

from codegen.actions.plan import Plan
from codegen.actions.steps import Expect, Fallback, Missing, Step
from codegen.actions.terms import Effect
from codegen.render.literals import py
from codegen.targets.actions import layout


def step_doc(step: Step, plan: Plan) -> str:
    """Return the text of the docstring of a step's method."""
    operation, service = step.call.operation, plan.service(step.call.service)
    summary = (operation.summary or operation.name).strip().splitlines()[0].rstrip(".")
    owner = f", owned by {service.owner.team}" if service.owner.team else ""
    told = [f"Calls `{operation.name}` of the External Service `{service.name}`{owner}.", *_declared(step)]
    return layout.paragraphs(f"{summary}.", " ".join(told))


def _declared(step: Step) -> list[str]:
    told = []
    if step.each:
        told.append(f"At most {step.each.most} calls in one run.")
    if step.collect:
        told.append(f"Asks for page after page, up to {step.collect.max_items} items.")
    if step.accepted:
        told.append(f"{_listed([str(a.status) for a in step.accepted])} is an answer here too, not a failure.")
    if step.wait and step.wait.call:
        asked = f"{step.wait.call.service}.{step.wait.call.operation.name}"
        told.append(
            f"Then asks `{asked}` every {duration(step.wait.every)} until it is done; after "
            f"{duration(step.wait.timeout)} the action answers that it is pending."
        )
    if step.expect:
        told += _expected(step.expect)
    if step.fallback:
        told += _falls_back(step.fallback)
    if step.undo:
        told.append(f"When the action gives up, `{step.undo.service}.{step.undo.operation.name}` takes it back.")
    elif step.effect is Effect.WRITE and not step.continue_on_failure:
        told.append("Nothing takes it back.")
    if step.continue_on_failure:
        told.append("Where it fails, the action goes on with a warning, unless its time is up.")
    return told


def _expected(expect: Expect) -> list[str]:
    told = []
    if expect.max_age is not None:
        told.append(f"Data older than {duration(expect.max_age)} is a failure.")
    for field in expect.fields:
        rules = ", ".join(f"`{key}: {value}`" for key, value in field.keeps.items())
        told.append(f"`{field.pointer}` must keep {rules}.")
    for rule in expect.missing:
        what = {Missing.FAIL: "is a failure", Missing.OMIT: "is passed over"}.get(rule.rule)
        told.append(f"A missing `{rule.pointer}` {what or f'counts as {py(rule.default)}'}.")
    return told


def _falls_back(fallback: Fallback) -> list[str]:
    ways = []
    if fallback.call:
        ways.append(f"`{fallback.call.service}.{fallback.call.operation.name}` is asked instead")
    if fallback.last_good is not None:
        ways.append(f"the last good answer stands in, if not older than {duration(fallback.last_good)}")
    if fallback.fixed is not None:
        ways.append("a fixed answer stands in")
    if fallback.escalate:
        ways.append("the service's owner is asked")
    return [f"Where the service fails, {', else '.join(ways)}."]


def duration(seconds: float) -> str:
    """Return seconds in the largest unit that keeps the number whole."""
    for unit, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= unit and seconds % unit == 0:
            number = int(seconds // unit)
            return f"{number} {word}{'' if number == 1 else 's'}"
    return f"{seconds:g} s"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
