"""Test actions against mocks of their services: `with playing() as services:`.

In: a project, found from the working folder. Out: a caller's context that leads an action to the mocks, what they were
asked, and ways to make them fail. Needs the extra `generate`; tests import it, nothing else does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codegen.contract.model import Json
from codegen.mocking.exchange import Recorded
from codegen.mocking.server import MockService
from codegen.runtime import Context, Files
from codegen.runtime.escalation import Escalation, FailuresInARow
from codegen.runtime.last_good import LastGood
from codegen.runtime.repeats import RepeatsInMemory
from codegen.runtime.tokens import TokenStore
from codegen.runtime.world import World
from codegen.verbs.mock import serve

__all__ = ["Services", "playing"]


@dataclass(frozen=True, slots=True)
class Services:
    """The services of a project, played from their contracts and `mock.yaml` files.

    Attributes:
        escalations: what people were asked to look at, in order.
    """

    escalations: list[Escalation]
    _mocks: Mapping[str, MockService]
    _world: World

    def context(
        self,
        *,
        principal: str = "tester",
        tenant: str = "",
        roles: Collection[str] = (),
        scopes: Collection[str] = (),
        files: Path | None = None,
    ) -> Context:
        """Return a caller whose calls reach the mocks; nothing that another context did is remembered in it."""
        return Context(
            principal=principal,
            tenant=tenant,
            roles=frozenset(roles),
            scopes=frozenset(scopes),
            base_urls={name: mock.base_url for name, mock in self._mocks.items()},
            files=Files(root=files),
            world=self._world,
        )

    def fail(
        self,
        service: str,
        operation: str,
        status: int = 503,
        *,
        body: Json = None,
        times: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make an operation answer a status, `times` times or for good.

        Args:
            service: which.
            operation: its name in the contract; `*` and `?` stand for anything, `token` for the fetching of tokens.
            status: answered instead.
            body: answered instead of the failure that the contract describes.
            times: how many requests it befalls; 0 for all.
            headers: added, `Retry-After` for one.
        """
        self._mocks[service].fail(operation, status, body=body, times=times, headers=headers)

    def answer(self, service: str, operation: str, body: Json, *, status: int = 200, times: int = 0) -> None:
        """Make an operation answer this body, in wire names, whatever is asked."""
        self._mocks[service].fail(operation, status, body=body, times=times)

    def heal(self, service: str) -> None:
        """Let a service answer as it should again."""
        self._mocks[service].heal()

    def requests(self, service: str, operation: str = "") -> list[Recorded]:
        """Return what a service was asked, in order; of one operation only where it is named."""
        return [asked for asked in self._mocks[service].requests if operation in ("", asked.operation)]


@contextmanager
def playing(start: Path | None = None) -> Iterator[Services]:
    """Play the services of a project on the loopback interface until the block ends.

    Args:
        start: a folder in the project; the working folder if left out.

    Raises:
        ValueError: if the project's files are wrong; the message says where.
        codegen.verbs.failure.UsageError: if there is no project.
    """
    escalations: list[Escalation] = []
    world = World(
        jitter=lambda: 0.0,  # a retry follows at once
        tokens=TokenStore(),
        last_good=LastGood(time.monotonic),
        failures=FailuresInARow(),
        repeats=RepeatsInMemory(time.monotonic),
        escalate=escalations.append,
    )
    with serve(start or Path.cwd()) as mocks:
        if mocks.exit_code:
            raise ValueError("\n".join(str(item) for item in mocks.diagnostics))
        before = dict(os.environ)
        os.environ.update(mocks.environment)
        try:
            yield Services(escalations, mocks.services, world)
        finally:
            os.environ.clear()
            os.environ.update(before)
