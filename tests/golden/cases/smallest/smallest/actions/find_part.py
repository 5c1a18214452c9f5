"""Find part.

Reads one part.

Invocable Action `find_part`, a read. Nobody is named as its owner.

Generated from specs/actions/find_part.yaml; change that file, or layer 1 below, and generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step

from ..services.api import async_client as api_async_client
from ..services.api import client as api_client

if TYPE_CHECKING:
    from ..services.api import answers as api_answers


class Inputs(Arguments):
    """What `find_part` takes."""

    sku: Annotated[str, Field(min_length=2)]


class Outputs(Result):
    """What `find_part` gives."""

    sku: str

    name: str
    """What it is called."""

    weight: float | None = None
    """In grams."""


GET_PART = Step(
    id="get_part",
    service="api",
    operation="getPart",
    effect="read",
    reads=(("name",), ("sku",), ("weight",)),
)


class Steps:
    """The steps of `find_part`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def get_part(self, *, sku: str) -> api_answers.GetPartAnswer:
        """Read one part.

        Calls `getPart` of the External Service `api`.
        """
        api = self._run.client(api_client.Client)
        return self._run.step(GET_PART, lambda: api.get_part(sku=sku))


class AsyncSteps:
    """The steps of `find_part` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def get_part(self, *, sku: str) -> api_answers.GetPartAnswer:
        """Read one part.

        Calls `getPart` of the External Service `api`.
        """
        api = self._run.client(api_async_client.AsyncClient)
        return await self._run.step(GET_PART, lambda: api.get_part(sku=sku))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order."""
    get_part = steps.get_part(sku=inputs.sku)
    return Outputs(sku=get_part.sku, name=get_part.name, weight=get_part.weight)


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order."""
    get_part = await steps.get_part(sku=inputs.sku)
    return Outputs(sku=get_part.sku, name=get_part.name, weight=get_part.weight)


ACTION = Action(
    name="find_part",
    title="Find part",
    description="Reads one part.",
    effect="read",
    owner=Owner(team="", escalation=()),
    total=60.0,
    permissions=Permissions(run_as="user", roles=(), scopes=()),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
)
