"""What generated code says about an operation: constants that the client reads, loaded without any model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from .rules import Rule

T_co = TypeVar("T_co", covariant=True)

Type = Callable[[], Any]
"""A type that is loaded when it is needed: `lambda: models.Order`."""

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})  # RFC 9110, section 9.2.2
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110, section 9.2.1

_NONE: Mapping[str, Any] = MappingProxyType({})

# eq=False below: these are constants of generated modules and keys of caches, so identity is their equality.


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parameter:
    """One parameter: keyword `ident` above, `wire` below.

    Attributes:
        location: `path`, `query`, `header` or `cookie`.
        style, explode, allow_reserved: how it is written (OpenAPI 3.1, section 4.8.12.2).
        media_type: of a `content` parameter, else "".
        type: gives the annotation of its values, for dates, decimals, casts and models; None takes values as they are.
    """

    ident: str
    wire: str
    location: str
    required: bool = False
    style: str = "form"
    explode: bool = True
    allow_reserved: bool = False
    media_type: str = ""
    type: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Body:
    """The request body.

    Attributes:
        media_type: sent unless the caller says otherwise.
        type: gives the annotation of the whole body; None takes it as it is.
        fields: keywords that are fields of the model `type()`; without any, the body is the one keyword `body`.
        names: keyword to attribute of the model, where they differ.
        nullable: keywords for which None means null; elsewhere None means left out.
        encoding: wire name of a field to its Encoding Object (OpenAPI 3.1, section 4.8.15).
        media_types: all that the contract offers.
        rules: what is demanded beyond the shape.
    """

    media_type: str
    type: Type | None = None
    fields: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: _NONE)
    nullable: tuple[str, ...] = ()
    required: bool = False
    encoding: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _NONE)
    media_types: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Response:
    """One answer: `status` is three digits, `1XX` to `5XX` or `default`; no media type means an empty body."""

    status: str
    media_type: str = ""
    type: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation(Generic[T_co]):
    """One path and method, whose successful answer is a `T_co`.

    Attributes:
        name: stable name.
        path: template as on the wire.
        security: alternatives; each is the (scheme, scopes) pairs needed together.
        server: an absolute URL where the operation has a server of its own, else "".
    """

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()
    server: str = ""
    deprecated: bool = False
    summary: str = ""
    tags: tuple[str, ...] = ()

    @property
    def is_write(self) -> bool:
        """Whether the method may change something."""
        return self.method.upper() not in SAFE

    @property
    def is_idempotent(self) -> bool:
        """Whether sending twice does what sending once does."""
        return self.method.upper() in IDEMPOTENT
