"""A difference between two contracts, and how much it matters in each of five dimensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from codegen.contract.model import Json


class Side(StrEnum):
    """Where a value travels: what clients send, what they get, or neither."""

    REQUEST = "request"
    RESPONSE = "response"
    NONE = ""


class Aspect(StrEnum):
    """What of an element a change is about."""

    EXISTENCE = "existence"
    TYPE = "type"
    VALUES = "values"
    LIMITS = "limits"
    NEEDED = "needed"
    NULL = "null"
    TRANSPORT = "transport"
    SECURITY = "security"
    NAME = "name"
    TEXT = "text"


class Effect(StrEnum):
    """What happened: something came, went, allows less, allows more, became another, or merely says something else."""

    ADDS = "adds"
    REMOVES = "removes"
    NARROWS = "narrows"
    WIDENS = "widens"
    REPLACES = "replaces"
    SAYS = "says"


class Level(IntEnum):
    """How much a change matters in one dimension."""

    NONE = 0
    INFO = 1
    WARNING = 2
    BREAKING = 3


@dataclass(frozen=True, slots=True)
class Severity:
    """The five dimensions.

    Attributes:
        wire: does a running old client still work?
        client: does code written against the old client still compile and type-check?
        credential: must someone obtain a scope or a new credential?
        action: does a mapping, an input or an output of an action no longer hold?
        tool: does what the agent sees change?
    """

    wire: Level = Level.NONE
    client: Level = Level.NONE
    credential: Level = Level.NONE
    action: Level = Level.NONE
    tool: Level = Level.NONE

    @property
    def worst(self) -> Level:
        """The highest of the five."""
        return max(self.wire, self.client, self.credential, self.action, self.tool)


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """One place of a change: an operation (`POST /orders`), "" for the contract as a whole, and where in it."""

    operation: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """What a change is about, so that its use can be looked up.

    `kind` is `contract`, `operation`, `parameter`, `body`, `answer`, `header` or `property`. A property belongs to the
    definition `owner` and is called `name` on the wire; a parameter has its place (`query`) as owner; an answer its
    status. The pointers lead to it in the old and the new contract, "" where it is not.
    """

    kind: str
    owner: str = ""
    name: str = ""
    old_pointer: str = ""
    new_pointer: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one pair.

    Attributes:
        rule: the rule's id.
        aspect, effect: what it is about and what happened.
        message: what happened, in words after the subject.
        old, new: the values, None where there is none.
        at: of a finding about the contract as a whole, the pointer in OpenAPI 3 of what it is about.
        retyped: whether client code has another type there, though on the wire all old values may be new ones too.
    """

    rule: str
    aspect: Aspect
    effect: Effect
    message: str
    old: Json = None
    new: Json = None
    at: str = ""
    retyped: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, with every place where it shows.

    Attributes:
        rule: the rule's id, oasdiff's where the meaning is the same.
        subject: what changed: `Order.total`, `query parameter limit`, `POST /orders`.
        message: what happened to it.
        element: what it is about, for looking up who uses it.
        places: every operation in which it shows.
    """

    rule: str
    subject: str
    message: str
    side: Side
    aspect: Aspect
    effect: Effect
    old: Json = None
    new: Json = None
    element: Element = field(default_factory=lambda: Element("contract"))
    places: tuple[Spot, ...] = ()
    severity: Severity = field(default_factory=Severity)
