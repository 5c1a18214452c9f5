"""What the walk hands to the rules: an element of the old contract and the same one of the new.

Where an element came or went, one side is None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codegen.changes.model import Side
from codegen.contract.model import Body, Contract, Media, Operation, Parameter, Response

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ContractPair:
    """Two contracts, with their operations matched: by method and path, else by operationId."""

    old: Contract
    new: Contract
    operations: Sequence[OperationPair]


@dataclass(frozen=True, slots=True)
class OperationPair:
    """One operation; `key` is `METHOD /path` of the old one, of the new one where it is new.

    `server_before` and `server_now` are those of the contracts, which hold where an operation names none; `schemes` are
    the security schemes that only have another name, new to old.
    """

    key: str
    old: Operation | None
    new: Operation | None
    server_before: str = ""
    server_now: str = ""
    schemes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParameterPair:
    """One parameter, matched by where it travels and its wire name (path parameters by their position on one path)."""

    old: Parameter | None
    new: Parameter | None


@dataclass(frozen=True, slots=True)
class BodyPair:
    """The request body of an operation."""

    old: Body | None
    new: Body | None


@dataclass(frozen=True, slots=True)
class MediaPair:
    """One media type of a request or an answer.

    `fields_before` and `fields_now` are the properties of its object by wire name, references followed and null
    apart; only of a request that says how single ones are written.
    """

    side: Side
    old: Media | None
    new: Media | None
    fields_before: Mapping[str, Node] = field(default_factory=dict)
    fields_now: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResponsePair:
    """One status of an operation."""

    status: str
    old: Response | None
    new: Response | None


@dataclass(frozen=True, slots=True)
class HeaderPair:
    """One header of an answer."""

    name: str
    old: Node | None
    new: Node | None


@dataclass(frozen=True, slots=True)
class PropertyPair:
    """One property of an object; the flags say whether each side requires it."""

    side: Side
    name: str
    old: Node | None
    new: Node | None
    needed_before: bool
    needed_now: bool


@dataclass(frozen=True, slots=True)
class SchemaPair:
    """One value, references followed and null apart.

    Attributes:
        side: where it travels.
        stands: what it is there, as ids begin: `request-body`, `response-property`, `request-parameter`, …
        old, new: the normal form without null; a union keeps its `anyOf`.
        null_before, null_now: whether null is allowed.
        texts: the descriptions beside the reference, or in the node.
        members: where one of them is a union, the kinds of value it may be, in pairs; None where one came or went.
    """

    side: Side
    stands: str
    old: Node
    new: Node
    null_before: bool
    null_now: bool
    text_before: str
    text_now: str
    members: Sequence[tuple[Node | None, Node | None]] = ()
