"""The contract: what an API promises, in OpenAPI's words, under stable names.

An arena: schemas refer to one another by final name (`{"$ref": "#/$defs/Order"}`), never by nesting,
so recursion, order and hashing are easy. It knows nothing of Python code or of vendors.

**Normal form of a schema** (JSON Schema 2020-12 as plain mappings, treated as immutable):

* every node is a mapping; `True` is `{}`, `False` is `{"not": {}}`;
* `type` is one string; several types, `nullable` and `type` lists become `anyOf`, null as a last `{"type": "null"}`;
* a `$ref` is `#/$defs/<Name>` and beside it stand only annotations (`description`, `default`, `deprecated`,
  `readOnly`, `writeOnly`, `examples`, `x-…` below);
* `allOf` is merged away; `oneOf` stays `oneOf` only with a `discriminator` (`{"propertyName", "mapping": {value:
  Name}}`), else it is `anyOf`; a union of one is its member;
* every object with `properties`, and every schema that a component names and that is an object, is a definition of
  `Contract.schemas`; strings, numbers, enums, arrays, maps and unions stand inline where they are used, unless
  recursive;
* `example` is `examples: [...]`; `const` is `enum` of one; `exclusiveMinimum: true` has its 2020-12 form;
* keys of `properties` are **stable names**. Where the wire differs a property carries `x-wire` (the wire name), where
  the Python attribute differs `x-ident`; `x-cast` (`decimal`, `integer`, `number`, `string`, `boolean`, `date-time`;
  `x-cast-wire` is the wire's type where it is no string) and `x-map` ({wire value: stable value}) say how the wire's
  value becomes the stable one that the rest of the node describes; `x-open-enum: true` marks an enum reached from an
  answer, where unknown values pass; `x-rules` lists what is demanded beyond the shape, as schemas on the wire
  (`codegen.contract.rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = Any  # a JSON value: None, bool, int, float, str, list or dict of these; immutable by convention
JsonSchema = Mapping[str, Any]

REF = "#/$defs/"


class In(StrEnum):
    """Where a parameter travels (OpenAPI 3.1, section 4.8.12)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: stable name, which definitions use.
        wire: name on the wire.
        ident: snake-case identifier, unique within the operation.
        schema: normal form of its values.
        style, explode, allow_reserved: how it is written (OpenAPI 3.1, section 4.8.12.2), defaults filled in.
        media_type: of a `content` parameter, else "".
    """

    name: str
    wire: str
    ident: str
    location: In
    required: bool
    schema: JsonSchema
    style: str
    explode: bool
    allow_reserved: bool = False
    media_type: str = ""
    description: str = ""
    deprecated: bool = False

    @property
    def of_client(self) -> bool:
        """Whether the client writes it by itself: headers of credentials, media types, repeats and traces."""
        return self.location is In.HEADER and self.wire.lower() in _OWN_HEADERS


_OWN_HEADERS = frozenset(("authorization", "accept", "content-type", "idempotency-key", "user-agent", "traceparent"))


@dataclass(frozen=True, slots=True)
class Media:
    """One media type of a body: its name in lower case without parameters other than those that matter, and its schema.

    `schema` is None where the contract gives none; `encoding` is OpenAPI's Encoding Object per property (wire names).
    """

    media_type: str
    schema: JsonSchema | None
    encoding: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """The request body; the first media type is the one generated code sends unless told otherwise."""

    required: bool
    media: tuple[Media, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: `status` is three digits, `1XX` to `5XX`, or `default`; no media means an empty body."""

    status: str
    description: str
    media: tuple[Media, ...]
    headers: Mapping[str, JsonSchema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One path and method.

    Attributes:
        name: stable name: the operationId, or what `adapt` calls it; made from method and path where there is none.
        ident: snake-case identifier, unique within the service.
        method: in upper case.
        path: template as on the wire, with the base path of its own `servers` where it has any.
        security: alternatives; each is the (scheme name, scopes) pairs needed together; () where nothing is needed.
        pointer: JSON pointer into the contract's file.
        sunset: the day from which it may be gone, as `x-sunset` says it, or "".
    """

    name: str
    ident: str
    method: str
    path: str
    summary: str
    description: str
    tags: tuple[str, ...]
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    server: str = ""
    pointer: str = ""
    sunset: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that stable name."""
        return next((p for p in self.parameters if p.name == name), None)

    @property
    def successes(self) -> tuple[Response, ...]:
        """The answers that are not errors: 2XX, and `default` where there is no other."""
        good = tuple(r for r in self.responses if r.status.startswith("2"))
        return good or tuple(r for r in self.responses if r.status == "default")


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """How to authenticate: `type` is `apiKey`, `http` or `oauth2` (openIdConnect and mutualTLS are kept as named)."""

    name: str
    type: str
    location: str = ""  # of an apiKey: query, header, cookie
    parameter: str = ""  # of an apiKey: its wire name
    scheme: str = ""  # of http: basic, bearer, … in lower case
    flows: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """A service's contract, sliced to what is used.

    Attributes:
        service: the service's name.
        file: the contract's file relative to the project's root.
        operations: stable name to operation, in the document's order.
        schemas: final name (a class name) to normal form, in the order of their names.
        twins: name of a definition to the name of the one it shares its structure with (both stay in `schemas`).
        pointers: definition name to the JSON pointer it comes from, for messages.
        server: the first server's URL, variables filled with their defaults; "" where it is relative or missing.
        names: what each pinned key was named, for the lock (`operation:…`, `schema:…`).
        snapshot: the slice as an OpenAPI 3.1 document (wire names, after overlays, before adapt).
    """

    service: str
    file: str
    title: str
    version: str
    description: str
    server: str
    operations: Mapping[str, Operation]
    schemas: Mapping[str, JsonSchema]
    twins: Mapping[str, str]
    pointers: Mapping[str, str]
    security_schemes: Mapping[str, SecurityScheme]
    names: Mapping[str, str]
    snapshot: Mapping[str, Json]

    def resolve(self, schema: JsonSchema) -> JsonSchema:
        """Return the definition a `$ref` node points at, through any number of steps; other nodes as they are."""
        seen: set[str] = set()
        while "$ref" in schema and schema["$ref"] not in seen:
            seen.add(schema["$ref"])
            schema = self.schemas[name_of(schema)]
        return schema


def name_of(schema: JsonSchema) -> str:
    """Return the definition's name that a `$ref` node points at.

    Raises:
        KeyError: if the node is no reference.
    """
    return str(schema["$ref"]).removeprefix(REF)


def ref(name: str, **annotations: Json) -> dict[str, Json]:
    """Return a reference to the definition `name`."""
    return {"$ref": REF + name, **annotations}


_HOLDING = ("properties", "patternProperties", "dependentSchemas")  # schemas by name
_LISTING = ("anyOf", "oneOf", "prefixItems")
_HAVING = (
    "items",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "contains",
    "not",
    "if",
    "then",
    "else",
)
_INNER = frozenset((*_HOLDING, *_LISTING, *_HAVING))


def children(schema: JsonSchema) -> Iterator[JsonSchema]:
    """Yield the schemas directly below a normal-form node."""
    if _INNER.isdisjoint(schema):  # most are strings and numbers
        return
    for key in _HOLDING:
        if key in schema:
            yield from schema[key].values()
    for key in _LISTING:
        if key in schema:
            yield from schema[key]
    for key in _HAVING:
        if isinstance(child := schema.get(key), dict):
            yield child


def is_leaf(schema: JsonSchema) -> bool:
    """Say whether a normal-form node holds no other node and refers to none: most are strings and numbers."""
    return "$ref" not in schema and _INNER.isdisjoint(schema)


def references(schema: JsonSchema) -> list[str]:
    """Return the names of the definitions that a node refers to, at any depth of it, in order."""
    found: list[str] = []
    _collect(schema, found)
    return found


def _collect(schema: JsonSchema, found: list[str]) -> None:
    if "$ref" in schema:
        found.append(name_of(schema))
    for child in children(schema):
        if not is_leaf(child):
            _collect(child, found)
