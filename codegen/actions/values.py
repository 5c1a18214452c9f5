"""Where a value comes from and when a condition holds: `with`, `outputs` and `when` with every name resolved."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.contract.model import Json, JsonSchema


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
