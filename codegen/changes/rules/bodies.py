"""Rules over bodies, media types, statuses and headers."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.changes.model import Aspect, Effect, Finding, Side
from codegen.changes.pairs import BodyPair, HeaderPair, MediaPair, ResponsePair
from codegen.changes.registry import rule


@rule("body", "request-body-added-required", "request-body-added-optional", "request-body-removed")
def body_existence(pair: BodyPair) -> Iterator[Finding]:
    """An operation takes a body now, or no longer.

    Why it matters: where it is required, a client that sends none is refused.
    Mend: give its fields in the step's `with`.
    """
    if pair.old is None and pair.new is not None:
        if pair.new.required:
            yield Finding("request-body-added-required", Aspect.EXISTENCE, Effect.NARROWS, "it is new and required")
        else:
            yield Finding("request-body-added-optional", Aspect.EXISTENCE, Effect.ADDS, "it is new and optional")
    elif pair.old is not None and pair.new is None:
        yield Finding("request-body-removed", Aspect.EXISTENCE, Effect.REMOVES, "it is gone")


@rule("body", "request-body-became-required", "request-body-became-optional")
def body_needed(pair: BodyPair) -> Iterator[Finding]:
    """A body became required, or optional.

    Why it matters: a client that sends none is refused.
    Mend: give its fields in the step's `with`.
    """
    if pair.old and pair.new and pair.old.required != pair.new.required:
        if pair.new.required:
            yield Finding("request-body-became-required", Aspect.NEEDED, Effect.NARROWS, "it became required")
        else:
            yield Finding("request-body-became-optional", Aspect.NEEDED, Effect.WIDENS, "it became optional")


@rule(
    "media",
    "request-body-media-type-added",
    "request-body-media-type-removed",
    "response-media-type-added",
    "response-media-type-removed",
)
def media_type(pair: MediaPair) -> Iterator[Finding]:
    """A media type came or went.

    Why it matters: a client that sends or asks for one that is gone is refused, or gets what it cannot read.
    Mend: generate again; the client sends the first that is left.
    """
    begins = "request-body" if pair.side is Side.REQUEST else "response"
    if pair.old is None:
        effect = Effect.ADDS if pair.side is Side.REQUEST else Effect.SAYS
        yield Finding(f"{begins}-media-type-added", Aspect.EXISTENCE, effect, "the media type is new")
    elif pair.new is None:
        effect = Effect.NARROWS if pair.side is Side.REQUEST else Effect.REMOVES
        yield Finding(f"{begins}-media-type-removed", Aspect.EXISTENCE, effect, "the media type is gone")


@rule(
    "response",
    "response-success-status-added",
    "response-success-status-removed",
    "response-non-success-status-added",
    "response-non-success-status-removed",
)
def status(pair: ResponsePair) -> Iterator[Finding]:
    """An operation answers with another status.

    Why it matters: code that waits for a status that is gone waits in vain; a new success may carry another answer.
    Mend: look at what the step reads.
    """
    good = pair.status.startswith("2")
    kind = "success" if good else "non-success"
    if pair.old is None:
        effect = Effect.WIDENS if good else Effect.SAYS
        yield Finding(f"response-{kind}-status-added", Aspect.EXISTENCE, effect, "the status is new")
    elif pair.new is None:
        effect = Effect.REMOVES if good else Effect.SAYS
        yield Finding(f"response-{kind}-status-removed", Aspect.EXISTENCE, effect, "the status is gone")


@rule("header", "response-header-added", "optional-response-header-removed")
def header(pair: HeaderPair) -> Iterator[Finding]:
    """A header of an answer came or went.

    Why it matters: code that reads one that is gone gets none.
    Mend: none where nothing reads it.
    """
    if pair.old is None:
        yield Finding("response-header-added", Aspect.EXISTENCE, Effect.ADDS, "the header is new")
    elif pair.new is None:
        yield Finding("optional-response-header-removed", Aspect.EXISTENCE, Effect.REMOVES, "the header is gone")
