"""Levels of parts.

Reads the levels of several parts. Those that cannot be read are left out.

Invocable Action `levels_of_parts`, a read. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/levels_of_parts.yaml and the contracts of its services; change those
and generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegen.runtime import Action, Arguments, AsyncRun, Fallback, Owner, Permissions, Result, Run, Step, each

from ..services.stock import async_client as stock_async_client
from ..services.stock import client as stock_client

if TYPE_CHECKING:
    from ..services.stock import answers as stock_answers


class Inputs(Arguments):
    """What `levels_of_parts` takes."""

    skus: Annotated[list[str], Field(max_length=10)]
    """The parts."""


class Outputs(Result):
    """What `levels_of_parts` gives."""

    levels: list[int]


LEVEL = Step(
    id="level",
    service="stock",
    operation="getLevel",
    effect="read",
    reads=(("on_hand",),),
    most=10,
    fallback=Fallback(instead=Step(id="level", service="stock", operation="estimateLevel", effect="read")),
)


class Steps:
    """The steps of `levels_of_parts`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def level(self, *, sku: str) -> stock_answers.GetLevelAnswer | stock_answers.EstimateLevelAnswer | None:
        """Read how many pieces of a part are there.

        Calls `getLevel` of the External Service `stock`, owned by warehouse. At most 10 calls in one run.
        Where the service fails, `stock.estimateLevel` is asked instead. Where it fails, the action goes on
        with a warning, unless its time is up.
        """
        stock = self._run.client(stock_client.Client)
        return self._run.attempt(
            LEVEL,
            lambda: stock.get_level(sku=sku),
            instead=lambda: stock.estimate_level(sku=sku),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    level = []
    for item in each(inputs.skus, 10, "level"):
        answer = steps.level(sku=item)
        if answer is not None:
            level.append(answer)
    return Outputs(levels=[one.on_hand for one in level])


class AsyncSteps:
    """The steps of `levels_of_parts` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def level(self, *, sku: str) -> stock_answers.GetLevelAnswer | stock_answers.EstimateLevelAnswer | None:
        """As `Steps.level`."""
        stock = self._run.client(stock_async_client.AsyncClient)
        return await self._run.attempt(
            LEVEL,
            lambda: stock.get_level(sku=sku),
            instead=lambda: stock.estimate_level(sku=sku),
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    level = []
    for item in each(inputs.skus, 10, "level"):
        answer = await steps.level(sku=item)
        if answer is not None:
            level.append(answer)
    return Outputs(levels=[one.on_hand for one in level])


ACTION = Action(
    name="levels_of_parts",
    title="Levels of parts",
    description="Reads the levels of several parts. Those that cannot be read are left out.",
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
