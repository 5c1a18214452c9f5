"""Rules over parameters; what their values may be is looked at as for every value."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import ParameterPair
from codegen.changes.registry import rule
from codegen.contract.model import In, Parameter


@rule("parameter", "new-required-request-parameter", "new-optional-request-parameter", "new-request-path-parameter")
def parameter_added(pair: ParameterPair) -> Iterator[Finding]:
    """A parameter is new.

    Why it matters: where it is required, a client that does not know it is refused.
    Mend: give it in the step's `with`, or a default in `adapt`.
    """
    if pair.old is None and pair.new is not None:
        if pair.new.location is In.PATH:
            yield Finding("new-request-path-parameter", Aspect.EXISTENCE, Effect.NARROWS, "it is new in the path")
        elif pair.new.required and "default" not in pair.new.schema:
            yield Finding("new-required-request-parameter", Aspect.EXISTENCE, Effect.NARROWS, "it is new and required")
        else:
            message = "it is new and required, with a default" if pair.new.required else "it is new and optional"
            yield Finding("new-optional-request-parameter", Aspect.EXISTENCE, Effect.ADDS, message)


@rule("parameter", "request-parameter-removed", "request-parameter-removed-with-deprecation")
def parameter_removed(pair: ParameterPair) -> Iterator[Finding]:
    """A parameter is gone.

    Why it matters: what a client sends there has no effect any more, or is refused.
    Mend: take it out of the step's `with`.
    """
    if pair.new is None and pair.old is not None:
        known = "-with-deprecation" if pair.old.deprecated else ""
        yield Finding(f"request-parameter-removed{known}", Aspect.EXISTENCE, Effect.REMOVES, "it is gone")


@rule("parameter", "request-parameter-became-required", "request-parameter-became-optional")
def parameter_needed(pair: ParameterPair) -> Iterator[Finding]:
    """A parameter became required, or optional.

    Why it matters: a client that leaves it out is refused.
    Mend: give it in the step's `with`, or a default in `adapt`.
    """
    if pair.old and pair.new and pair.old.required != pair.new.required:
        if pair.new.required:
            yield Finding("request-parameter-became-required", Aspect.NEEDED, Effect.NARROWS, "it became required")
        else:
            yield Finding("request-parameter-became-optional", Aspect.NEEDED, Effect.WIDENS, "it became optional")


@rule("parameter", "request-path-parameter-name-changed")
def path_parameter_name_changed(pair: ParameterPair) -> Iterator[Finding]:
    """A parameter of the path has another name; its place in the path says that it is the same.

    Why it matters: nothing on the wire; generated methods take it by its name, so code and definitions that give it by
    the old one no longer fit.
    Mend: `adapt: {operations: {<operation>: {parameters: {<old>: {wire: <new>}}}}}` keeps the old name above layer 1.
    """
    if not (pair.old and pair.new and pair.new.location is In.PATH):
        return
    if pair.old.wire != pair.new.wire and pair.old.name != pair.new.name:  # above `adapt` they have one name
        message = f"its name changed to {pair.new.wire}"
        rule_id = "request-path-parameter-name-changed"
        yield Finding(rule_id, Aspect.NAME, Effect.REPLACES, message, pair.old.wire, pair.new.wire)


@rule("parameter", "request-parameter-style-changed")
def parameter_style_changed(pair: ParameterPair) -> Iterator[Finding]:
    """A parameter is written otherwise: `style`, `explode`, `allowReserved` or its media type.

    Why it matters: a running client writes it as before, and the API reads something else.
    Mend: generate again; nothing above layer 1 changes.
    """
    if pair.old and pair.new:
        was = (pair.old.style, pair.old.explode, pair.old.allow_reserved, pair.old.media_type)
        now = (pair.new.style, pair.new.explode, pair.new.allow_reserved, pair.new.media_type)
        if was != now:
            message = "it is written otherwise (style, explode, allowReserved or media type)"
            yield Finding(
                "request-parameter-style-changed", Aspect.TRANSPORT, Effect.REPLACES, message, list(was), list(now)
            )


@rule("parameter", "request-parameter-deprecated", "request-parameter-reactivated")
def parameter_deprecated(pair: ParameterPair) -> Iterator[Finding]:
    """A parameter was deprecated, or is no longer.

    Why it matters: it will go one day.
    Mend: none yet.
    """
    if pair.old and pair.new and pair.old.deprecated != pair.new.deprecated:
        now = pair.new.deprecated
        rule_id = "request-parameter-deprecated" if now else "request-parameter-reactivated"
        message = "it is deprecated now" if now else "it is no longer deprecated"
        yield Finding(rule_id, Aspect.TEXT, Effect.SAYS, message, not now, now)


@rule("parameter", "request-parameter-description-changed")
def parameter_words(pair: ParameterPair) -> Iterator[Finding]:
    """The description of a parameter changed.

    Why it matters: docstrings change; a tool's text changes where it comes from the contract.
    Mend: none.
    """
    if pair.old and pair.new and (was := _words(pair.old)) != (now := _words(pair.new)):
        rule_id = "request-parameter-description-changed"
        yield Finding(rule_id, Aspect.TEXT, Effect.SAYS, "its words changed", was, now)


def _words(parameter: Parameter) -> str:
    return parameter.description or str(parameter.schema.get("description", ""))
