"""Who an action runs for, and where: one value carried through a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .files import Files
from .service import Credential
from .world import WORLD, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The caller and the surroundings of a run.

    Attributes:
        principal: who calls, "" where nobody is named.
        roles, scopes: what the caller has.
        tenant: for whom the caller acts.
        correlation_id: ties together everything of a run; made where it is "".
        base_urls: service to another address than its own, for tests and trials.
        credentials: service to other credentials by security scheme, for tests and trials.
        rehearsal: nothing counts: in the end every write is taken back, so that it can be seen how.
        files: where the files may be that the caller gives and gets.
        world: clocks, sleep and chance.
    """

    principal: str = ""
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    tenant: str = ""
    correlation_id: str = ""
    base_urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    credentials: Mapping[str, Mapping[str, Credential]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    rehearsal: bool = False
    files: Files = field(default_factory=Files)
    world: World = field(default_factory=lambda: WORLD, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What a caller must have: every one of `roles` and of `scopes`."""

    run_as: str = "user"
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()

    def lacking(self, context: Context) -> tuple[str, ...]:
        """Return in words what the caller lacks, in the declared order."""
        roles = tuple(f"role {role}" for role in self.roles if role not in context.roles)
        return roles + tuple(f"scope {scope}" for scope in self.scopes if scope not in context.scopes)
