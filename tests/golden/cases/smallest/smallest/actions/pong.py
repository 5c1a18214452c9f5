"""Pong.

Pokes the service. Nothing goes in and nothing comes out.

Invocable Action `pong`, a write. Nobody is named to ask where its own rules fail; where a service
fails, its owner, named at each step.

Generated from specs/actions/pong.yaml and the contracts of its services; change those and generate
again.
"""

from __future__ import annotations

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step

from ..services.api import async_client as api_async_client
from ..services.api import client as api_client


class Inputs(Arguments):
    """What `pong` takes."""


class Outputs(Result):
    """What `pong` gives."""


PONG = Step(
    id="pong",
    service="api",
    operation="pong",
    effect="write",
)


class Steps:
    """The steps of `pong`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def pong(self) -> None:
        """pong.

        Calls `pong` of the External Service `api`. Nothing takes it back.
        """
        api = self._run.client(api_client.Client)
        self._run.step(PONG, lambda: api.pong())


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    steps.pong()
    return Outputs()


class AsyncSteps:
    """The steps of `pong` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def pong(self) -> None:
        """As `Steps.pong`."""
        api = self._run.client(api_async_client.AsyncClient)
        await self._run.step(PONG, lambda: api.pong())


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    await steps.pong()
    return Outputs()


ACTION = Action(
    name="pong",
    title="Pong",
    description="Pokes the service. Nothing goes in and nothing comes out.",
    effect="write",
    owner=Owner(),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user"),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
    window=600.0,  # seconds in which the same call of a caller gets the first result again
)
