"""Which keys of a step go together. What does not is a program, and belongs in a handler."""

from __future__ import annotations

from codegen.actions.bind.report import Report
from codegen.actions.definition import StepDefinition

_WAY_OUT = "write it in a handler (handler: true), or in two steps"
# A key of a step to those that it does not go with, and why.
_APART: dict[str, dict[str, str]] = {
    "for_each": {
        "collect": "one call an element and one call a page would multiply",
        "accept_status": "every element would have a type of its own",
        "wait_for": "many runs would have to be awaited at once",
    },
    "collect": {
        "undo": "only reads are gathered by pages",
        "accept_status": "a page that is none ends nothing well",
        "wait_for": "pages are there at once",
        "fallback": "half a list would pass for a whole one",
    },
    "accept_status": {
        "wait_for": "what is awaited was accepted",
        "fallback": "nothing says which status it would have",
    },
    "wait_for": {
        "fallback": "what was started goes on",
        "on_failure": "nothing may stand behind the step that could go on",
    },
}


def fit_together(step: StepDefinition, report: Report) -> bool:
    """Whether a step's keys go together; if not, why is collected (`wrong-combination`)."""
    there = {
        "for_each": step.each,
        "collect": step.collect,
        "accept_status": step.accept,
        "wait_for": step.wait,
        "undo": step.undo,
        "fallback": step.fallback,
        "on_failure": step.continue_on_failure,
    }
    wrong = [
        (one, other, why)
        for one, others in _APART.items()
        for other, why in others.items()
        if there[one] and there[other]
    ]
    for one, other, why in wrong:
        message = f"{one} and {other} do not go together: {why}"
        report.error("wrong-combination", message, f"{step.pointer}/{other}", _WAY_OUT, key=True)
    return not wrong
