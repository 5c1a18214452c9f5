"""Find part.

Reads one part.

Invocable Action `find_part`, a read. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/find_part.yaml and the contracts of its services; change those and
generate again.
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


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    get_part = steps.get_part(sku=inputs.sku)
    return Outputs(sku=get_part.sku, name=get_part.name, weight=get_part.weight)


class AsyncSteps:
    """The steps of `find_part` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def get_part(self, *, sku: str) -> api_answers.GetPartAnswer:
        """As `Steps.get_part`."""
        api = self._run.client(api_async_client.AsyncClient)
        return await self._run.step(GET_PART, lambda: api.get_part(sku=sku))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    get_part = await steps.get_part(sku=inputs.sku)
    return Outputs(sku=get_part.sku, name=get_part.name, weight=get_part.weight)


ACTION = Action(
    name="find_part",
    title="Find part",
    description="Reads one part.",
    effect="read",
    owner=Owner(),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user"),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
)
