"""The plan: actions bound to contracts, every name resolved and every type known.

A target is a pure function `Plan -> Tree`; everything a template prints is decided here or follows from here.
The words are ours (step, argument, handler); the only OpenAPI words are those of the contracts inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from codegen.contract.model import Contract, Json, JsonSchema, Operation, Parameter

# ------------------------------------------------------------------ who owns what


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is responsible for a service or an action; durations in seconds, dates as written (ISO 8601)."""

    team: str = ""
    escalation: tuple[str, ...] = ()
    respond: float | None = None
    resolve: float | None = None
    review_every: float | None = None
    reviewed: str = ""


# ------------------------------------------------------------------ services


@dataclass(frozen=True, slots=True)
class Credential:
    """A named credential: how to authenticate. Every value is a reference (`env:…`, `file:…`), never a secret.

    `type` is `api_key`, `basic`, `bearer` or `oauth2_client_credentials`; `settings` holds its references and plain
    settings (`value`; `username`, `password`; `token`; `token_url`, `client_id`, `client_secret`, `scopes`, `auth`).
    """

    name: str
    type: str
    settings: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Retry:
    """Which failures are tried again, and how often in all; `on` holds statuses as text, `connect` and `timeout`."""

    attempts: int = 3
    on: tuple[str, ...] = ("connect", "429", "502", "503", "504")


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """An answer that means failure whatever its status. Pointers are into the wire's body.

    `pointer`, `op` (`==` or `!=`) and `value` say when; `code` and `message` point at the vendor's own words, or are
    "".
    """

    pointer: str
    op: str
    value: Json
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Service:
    """An External Service: a contract, a connection and credentials.

    `credentials` maps a security scheme's name to the credential for it; `responses` is `used`, `strict` or `report`.
    """

    name: str
    title: str
    owner: Owner
    contract: Contract
    base_url: str
    credentials: Mapping[str, Credential]
    connect_timeout: float
    total_timeout: float
    retry: Retry
    idempotency_header: str
    responses: str
    errors: tuple[ErrorRule, ...]
    file: str  # the service.yaml, relative to the project's root


# ------------------------------------------------------------------ expressions


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path into an answer: an object's field, an array's element, or all of them.

    `name` is the stable name, `ident` the attribute; `index` is the element's number, for arrays, else None; `key` is
    True where `name` is a key of a map rather than a field, `every` where it is `*` and means each element of an array.
    `optional` says that what the segment leads to may be missing or null.
    """

    name: str
    ident: str
    index: int | None
    optional: bool
    key: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the definition."""

    value: Json


@dataclass(frozen=True, slots=True)
class InputRef:
    """`$inputs.<name>`, optionally deeper; `optional` where the whole may be missing or null."""

    name: str
    ident: str
    path: tuple[Segment, ...]
    schema: JsonSchema
    optional: bool


@dataclass(frozen=True, slots=True)
class AnswerRef:
    """`$steps.<step>.response.body#/…`; `conditional` where the step may be skipped or may fail and be passed over.

    `schema` is the normal form of what is reached (in the arena of the step's service), `optional` whether a segment
    on the way or the value itself may be missing or null, apart from the step being skipped. `status` is that of
    `$steps.<step>.response.<status>.body`, else 0: the body of a success.
    """

    step: str
    path: tuple[Segment, ...]
    schema: JsonSchema
    service: str
    optional: bool
    conditional: bool
    expression: str  # as written, for messages
    status: int = 0


@dataclass(frozen=True, slots=True)
class StatusRef:
    """`$steps.<step>.response.statusCode`, or `$statusCode` of the call that a condition stands in, where `step` is "".

    `conditional` as of an `AnswerRef`.
    """

    step: str
    conditional: bool
    expression: str


@dataclass(frozen=True, slots=True)
class ItemRef:
    """`$item`, optionally deeper: the element that a step with `for_each` is called for.

    `schema` is in the arena of `service`, or self-contained where that is ""; `element_optional` where the element
    itself may be null.
    """

    path: tuple[Segment, ...]
    schema: JsonSchema
    service: str
    optional: bool
    element_optional: bool
    expression: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text with expressions in it: `Ordered {$inputs.quantity} of {$inputs.sku}`."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A YAML list with expressions in it."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """A YAML mapping with expressions in it."""

    members: tuple[tuple[str, Value], ...]


Value = Literal | InputRef | AnswerRef | StatusRef | ItemRef | Text | ListOf | ObjectOf


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left op right` with `op` one of `== != < <= > >=`; false where a side is missing (Arazzo 1.0, section 5.6)."""

    left: Value
    op: str
    right: Value


@dataclass(frozen=True, slots=True)
class Both:
    """All conditions hold."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one condition holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


Condition = Comparison | Both | Either | Not


# ------------------------------------------------------------------ actions


class Effect(StrEnum):
    """What an operation or action does to the world."""

    READ = "read"
    WRITE = "write"


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


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `schema` is self-contained normal form (references inlined), checked before anything is sent."""

    name: str
    ident: str
    schema: JsonSchema
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Output:
    """One declared output; `schema` is self-contained normal form."""

    name: str
    ident: str
    value: Value
    schema: JsonSchema
    optional: bool
    description: str


@dataclass(frozen=True, slots=True)
class Permissions:
    """What the caller must have."""

    run_as: str = "user"
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalate:
    """After so many failures in a row somebody is told: `to` is `action` or `layer`, whose owner it is."""

    after: int
    to: str


@dataclass(frozen=True, slots=True)
class Action:
    """A definition bound to contracts.

    `total` is the deadline in seconds, `window` the seconds within which a repeated write is known; `file` the
    definition's.
    """

    name: str
    title: str
    description: str
    owner: Owner
    effect: Effect
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...]
    handler: bool
    total: float
    permissions: Permissions
    file: str
    escalate: Escalate | None = None
    window: float = 0.0


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a value of a tool's portable schema becomes one of the action's.

    `path` leads to it by property names, `*` for every element of a list. `kind` is `pairs` (a list of key and value
    becomes an object), `json` (JSON text becomes the value), `rename` (`names` are pairs of portable and own name) or
    `result` (the value is wrapped).
    """

    path: tuple[str, ...]
    kind: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deprecated:
    """A tool that agents should not use any more, but `use`; `remove_after` is a date (ISO 8601), or ""."""

    use: str
    remove_after: str = ""


class Way(StrEnum):
    """How a person's yes is asked for: by the client's own form, by a trusted client, or by a token from a preview."""

    ELICIT = "elicit"
    CLIENT = "client"
    TOKEN = "token"  # noqa: S105  # the name of a way


@dataclass(frozen=True, slots=True)
class Namespace:
    """A group of tools; `deferred` is whether a model sees them only after it has searched for them."""

    name: str
    description: str
    deferred: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """An action as an agent sees it: the portable form, made once per action; vendors' shapes follow from it.

    `examples` are whole values of `input_schema` that the contract or the definition gives. `ask` holds the ways to get
    a person's yes, the first possible one counts; it is () where no yes is needed. `was` holds former names, under
    which the tool can still be called. `strict` is whether vendors may hold models to the schema.
    `namespace` is the group that it is in, None where it is in none.
    """

    name: str
    title: str
    description: str
    input_schema: JsonSchema
    output_schema: JsonSchema
    read_only: bool
    destructive: bool
    idempotent: bool
    open_world: bool
    action: str
    decodings: tuple[Decoding, ...] = ()
    examples: tuple[Json, ...] = ()
    deprecated: Deprecated | None = None
    ask: tuple[Way, ...] = ()
    was: tuple[str, ...] = ()
    strict: bool = True
    namespace: Namespace | None = None

    @property
    def deferred(self) -> bool:
        """Whether a model sees it only after it has searched for it."""
        return self.namespace is not None and self.namespace.deferred


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain of digests in the lock.

    `kind` is `operation`, `action` or `tool`; `name` is `service.operation`, the action or the tool; `aspects` maps
    what is digested apart (operation: stable, wire, doc, auth; action: logic, surface; tool: text, schema) to its
    digest; `needs` holds the `(kind, name)` pairs below it.
    """

    kind: str
    name: str
    aspects: Mapping[str, str]
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the targets need: services used, actions bound, tools derived, and the chain of digests."""

    services: tuple[Service, ...]
    actions: tuple[Action, ...]
    tools: tuple[Tool, ...]
    links: tuple[Link, ...]
    handlers_package: str = ""

    def service(self, name: str) -> Service:
        """Return the service of that name.

        Raises:
            KeyError: if the plan has none.
        """
        for service in self.services:
            if service.name == name:
                return service
        raise KeyError(name)
