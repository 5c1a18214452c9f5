"""Look up a part's availability.

Says what a part is, how many pieces are on hand and how many are reserved. Use it before promising
a delivery. It changes nothing.

Invocable Action `part_availability`, a read. Where its own rules fail, ask supply-chain, then
oncall-supply; where a service fails, its owner, named at each step.

Generated from specs/actions/part_availability.yaml and the contracts of its services; change those
and generate again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step

from ..services.inventory import async_client as inventory_async_client
from ..services.inventory import client as inventory_client

if TYPE_CHECKING:
    from ..services.inventory import answers as inventory_answers


class Inputs(Arguments):
    """What `part_availability` takes."""

    sku: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    """The part's stock keeping unit."""


class Outputs(Result):
    """What `part_availability` gives."""

    name: str

    category: Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"] | str
    """What kind of part it is."""

    on_hand: int | None = None
    """Pieces on the shelves of all warehouses; null while a part is being recounted."""

    reserved: int | None = None
    """Pieces set aside."""

    counted_at: datetime
    """When it was counted."""


PART = Step(
    id="part",
    service="inventory",
    operation="getPart",
    effect="read",
    reads=(("category",), ("name",)),
)
STOCK = Step(
    id="stock",
    service="inventory",
    operation="getStock",
    effect="read",
    reads=(("as_of",), ("on_hand",), ("reserved",)),
)


class Steps:
    """The steps of `part_availability`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def part(self, *, sku: str) -> inventory_answers.GetPartAnswer:
        """Read one part's master record.

        Calls `getPart` of the External Service `inventory`, owned by warehouse.
        """
        inventory = self._run.client(inventory_client.Client)
        return self._run.step(PART, lambda: inventory.get_part(sku=sku))

    def stock(self, *, sku: str) -> inventory_answers.GetStockAnswer:
        """Read how many of a part are on hand.

        Calls `getStock` of the External Service `inventory`, owned by warehouse.
        """
        inventory = self._run.client(inventory_client.Client)
        return self._run.step(STOCK, lambda: inventory.get_stock(sku=sku))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    part = steps.part(sku=inputs.sku)
    stock = steps.stock(sku=inputs.sku)
    return Outputs(
        name=part.name,
        category=part.category,
        on_hand=stock.on_hand,
        reserved=stock.reserved,
        counted_at=stock.as_of,
    )


class AsyncSteps:
    """The steps of `part_availability` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def part(self, *, sku: str) -> inventory_answers.GetPartAnswer:
        """As `Steps.part`."""
        inventory = self._run.client(inventory_async_client.AsyncClient)
        return await self._run.step(PART, lambda: inventory.get_part(sku=sku))

    async def stock(self, *, sku: str) -> inventory_answers.GetStockAnswer:
        """As `Steps.stock`."""
        inventory = self._run.client(inventory_async_client.AsyncClient)
        return await self._run.step(STOCK, lambda: inventory.get_stock(sku=sku))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    part = await steps.part(sku=inputs.sku)
    stock = await steps.stock(sku=inputs.sku)
    return Outputs(
        name=part.name,
        category=part.category,
        on_hand=stock.on_hand,
        reserved=stock.reserved,
        counted_at=stock.as_of,
    )


ACTION = Action(
    name="part_availability",
    title="Look up a part's availability",
    description="Says what a part is, how many pieces are on hand and how many are reserved. Use it before promising a delivery. It changes nothing.",
    effect="read",
    owner=Owner(team="supply-chain", escalation=("oncall-supply",), respond=900.0),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user"),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
)
