"""The plan: actions bound to contracts, every name resolved and every type known.

A target is a pure function `Plan -> Tree`; everything a template prints is decided here or follows from here.
The words are ours (step, argument, handler); the only OpenAPI words are those of the contracts inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.actions.link import Link
from codegen.actions.steps import Step
from codegen.actions.terms import Credential, Deprecated, Effect, ErrorRule, Escalate, Owner, Permissions, Retry, Way
from codegen.actions.values import Value
from codegen.contract.model import Contract, Json, JsonSchema


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
class Plan:
    """Everything the targets need: services used, actions bound, tools derived.

    `links` are the digests of actions and tools; `chain` puts those of the operations before them.
    """

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
