"""The steps of an action: calls with their arguments, and what is made of their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef, Condition, InputRef, Literal, Segment, Value
from codegen.contract.model import Json, JsonSchema, Operation, Parameter


class Target(StrEnum):
    """What an argument fills: a parameter, one field of the body's object, or the whole body."""

    PARAMETER = "parameter"
    FIELD = "field"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Argument:
    """One `with` entry of a step.

    `schema` is the normal form of what the operation takes there, in the service's arena; `name` is stable, `ident`
    the keyword.
    """

    name: str
    ident: str
    target: Target
    parameter: Parameter | None
    required: bool
    schema: JsonSchema
    value: Value


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with its arguments, in the operation's order."""

    service: str
    operation: Operation
    arguments: tuple[Argument, ...]
    body_schema: JsonSchema | None  # the body's normal form where FIELD or BODY arguments fill it
    media_type: str  # the body's, "" without one
    answer: JsonSchema | None  # normal form of the successful answer; None where it is empty


class Missing(StrEnum):
    """What a missing or null field of an answer leads to."""

    FAIL = "fail"
    OMIT = "omit"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class MissingRule:
    """What to do where the field at `path` is missing or null; `default` counts for `Missing.DEFAULT`."""

    path: tuple[Segment, ...]
    pointer: str
    rule: Missing
    default: Json = None


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What the value at `path` must keep beside its contract: `keeps` is a part of a JSON Schema."""

    path: tuple[Segment, ...]
    pointer: str
    keeps: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Expect:
    """The data contract of an answer: `as_of` must not be older than `max_age` seconds; `missing` rules its fields.

    A value that breaks one of `fields` counts as missing.
    """

    as_of: AnswerRef | None
    max_age: float | None
    missing: tuple[MissingRule, ...]
    fields: tuple[FieldRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """A call for every element of the list `in_`, at most `most`; `item` is an element's schema, of `service`."""

    in_: InputRef | AnswerRef
    most: int
    item: JsonSchema
    service: str


class Paging(StrEnum):
    """How a page is asked for."""

    CURSOR = "cursor"
    PAGE = "page"
    OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class Collect:
    """Pages gathered: `argument` asks for the next one, `items` leads to its list, `item` is an element's schema.

    `next` leads to the next cursor, `more` to whether there is another page or how many there are; each () where there
    is none.
    """

    max_items: int
    paging: Paging
    argument: Argument
    items: tuple[Segment, ...]
    item: JsonSchema
    next: tuple[Segment, ...] = ()
    more: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A status beside the successes that is an answer too; `schema` is what comes with it, None for nothing."""

    status: int
    schema: JsonSchema | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Asking by `call` until `done` or `failed` holds of its answer, every so many seconds, at most `timeout` long.

    Without a `call` the step itself asks, once: it is that of a status action. `handle` maps the inputs of the status
    action `status` to what they are for the call.
    """

    call: Call | None
    done: Condition
    failed: Condition | None
    every: float
    timeout: float
    status: str
    handle: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """What stands in where the service fails, in this order; `last_good` in seconds, `fixed` by stable names."""

    call: Call | None = None
    last_good: float | None = None
    fixed: Literal | None = None
    escalate: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One call of an action, with everything declared about it."""

    id: str
    ident: str
    call: Call
    effect: Effect
    pointer: str
    when: Condition | None = None
    undo: Call | None = None
    expect: Expect | None = None
    each: Each | None = None
    collect: Collect | None = None
    accept: tuple[int, ...] = ()  # the only statuses that are answers; () for every success
    accepted: tuple[Accepted, ...] = ()  # those of them that are no success
    wait: Wait | None = None
    fallback: Fallback | None = None
    continue_on_failure: bool = False

    @property
    def calls(self) -> tuple[Call, ...]:
        """Everything the step may call: its operation, and what undoes, awaits or replaces it."""
        awaited = self.wait.call if self.wait else None
        instead = self.fallback.call if self.fallback else None
        return (self.call, *(call for call in (self.undo, awaited, instead) if call is not None))

    @property
    def answering(self) -> Call:
        """The call whose answer is the step's."""
        return self.wait.call if self.wait and self.wait.call else self.call

    def in_one_answer(self, path: tuple[Segment, ...]) -> tuple[Segment, ...] | None:
        """Return where a path into the step's answer leads in one answer of its operation; None where it does not."""
        if self.each is not None:
            return path[1:]
        if self.collect is None:
            return path
        if not path or path[0].name != "items":
            return None
        every = Segment("*", "", None, optional=False, every=True)
        return (*self.collect.items, *((every, *path[2:]) if len(path) > 1 else ()))
