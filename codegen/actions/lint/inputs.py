"""Lints of what an agent fills: the inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.actions.bind.kinds import Typed
from codegen.actions.lint.registry import Problem, Surface, lint
from codegen.actions.plan import Input
from codegen.actions.values import InputRef
from codegen.actions.walk import within
from codegen.core.names import snake
from codegen.core.places import escape

# The last word of a name that is a measure, with a unit to show.
_MEASURES = {
    **dict.fromkeys(("timeout", "duration", "delay", "interval", "ttl", "latency", "uptime"), "seconds"),
    **dict.fromkeys(("weight", "mass"), "kilograms"),
    **dict.fromkeys(("width", "height", "depth", "distance", "radius", "altitude"), "metres"),
    **dict.fromkeys(("amount", "price", "cost", "fee", "balance"), "euros"),
    **dict.fromkeys(("temperature",), "degrees Celsius"),
    **dict.fromkeys(("speed",), "kilometres per hour"),
    **dict.fromkeys(("bandwidth", "memory", "filesize"), "bytes"),
}
_UNIT = re.compile(
    r"\b(milli|micro|nano)?(seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?|ms|bytes?|bits?|pixels?|"
    r"px|kilo\w+|mega\w+|giga\w+|[kmgt]i?b(ps)?|[kmg]bits?|grams?|kgs?|lbs?|pounds?|ounces?|oz|tons?|tonnes?|"
    r"met(er|re)s?|feet|foot|ft|inch(es)?|miles?|cm|mm|km|celsius|fahrenheit|kelvin|degrees?|percent\w*|ratio|"
    r"fraction|cents?|euros?|dollars?|usd|eur|gbp|currenc\w+|minor unit|smallest unit|units?|iso|pence|points?|"
    r"pieces?|credits?|tokens?|wei|sats?|satoshis?)\b|%|°|\$|€",
    re.I,
)


@lint
def unexplained_input(surface: Surface) -> Iterator[Problem]:
    """Every input has a description.

    A name alone leaves an agent guessing what to give and in which form. Better: `sku: {from: …, description: The
    part's stock keeping unit, as printed on its label.}`
    """
    for bound in surface.action.inputs:
        if not bound.description.strip():
            better = "write what to give and in which form under its description, with an example"
            yield Problem(_pointer(bound), f"the input {bound.name} is not explained", better)


@lint
def missing_unit(surface: Surface) -> Iterator[Problem]:
    """An input that is a measure says its unit, in its name or its description.

    An agent gives 30 for a timeout in milliseconds as readily as for one in seconds. Better: `timeout_seconds`, or
    "How long to wait, in seconds."
    """
    for bound in surface.action.inputs:
        words = snake(bound.name).split("_")
        unit = _MEASURES.get(words[-1])
        if unit and Typed(bound.schema).kinds & {"integer", "number"} and not _UNIT.search(_said(bound, words)):
            better = f"say it in the description, such as: in {unit}"
            yield Problem(_pointer(bound), f"the input {bound.name} does not say its unit", better)


@lint
def idle_input(surface: Surface) -> Iterator[Problem]:
    """Every input of a declared sequence is read by a step or an output.

    An agent takes trouble to fill what changes nothing, and trusts that it counts. Better: remove it, or send it. What
    a handler reads of its inputs is the handler's affair.
    """
    action = surface.action
    read = {reference.name for reference in within((action.steps, action.outputs), InputRef)}
    for bound in action.inputs:
        if not action.handler and bound.name not in read:
            reason = f"the input {bound.name} is read by no step and no output"
            yield Problem(_pointer(bound), reason, f"remove it, or read it: $inputs.{bound.name}")


def _said(bound: Input, words: list[str]) -> str:
    return " ".join((*words, bound.description))


def _pointer(bound: Input) -> str:
    return f"/inputs/{escape(bound.name)}"
