"""Report a part's stock.

Reports how many pieces of a part are on hand, where they lie and below how many to order again. Use
it for decisions: it fails rather than answer a count older than a quarter of an hour. It changes
nothing.

Invocable Action `stock_report`, a read. Where its own rules fail, ask supply-chain, then
oncall-supply; where a service fails, its owner, named at each step.

Generated from specs/actions/stock_report.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegen.runtime import (
    Action,
    Arguments,
    AsyncRun,
    Expectation,
    Owner,
    Permissions,
    Result,
    Run,
    Step,
    WhenMissing,
    needed,
)

from ..services.inventory import async_client as inventory_async_client
from ..services.inventory import client as inventory_client

if TYPE_CHECKING:
    from ..services.inventory import answers as inventory_answers


class Inputs(Arguments):
    """What `stock_report` takes."""

    sku: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    """The part's stock keeping unit."""


class Outputs(Result):
    """What `stock_report` gives."""

    on_hand: int
    """Pieces on the shelves of all warehouses; null while a part is being recounted."""

    reorder_point: int
    """Order again below this many."""

    bin: str | None = None
    """The shelf where most of it lies."""

    counted_at: datetime
    """When it was counted."""


STOCK = Step(
    id="stock",
    service="inventory",
    operation="getStock",
    effect="read",
    reads=(("as_of",), ("bin",), ("on_hand",), ("reorder_point",)),
    expect=Expectation(
        as_of=("as_of",),
        max_age=900.0,
        missing=(
            WhenMissing(("on_hand",), pointer="/on_hand", rule="fail"),
            WhenMissing(("reorder_point",), pointer="/reorder_point", rule="default", default=20),
            WhenMissing(("bin",), pointer="/bin", rule="omit"),
        ),
    ),
)


class Steps:
    """The steps of `stock_report`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def stock(self, *, sku: str) -> inventory_answers.GetStockAnswer:
        """Read how many of a part are on hand.

        Calls `getStock` of the External Service `inventory`, owned by warehouse. Data older than 15 minutes
        is a failure. A missing `/on_hand` is a failure. A missing `/reorder_point` counts as 20. A missing
        `/bin` is passed over.
        """
        inventory = self._run.client(inventory_client.Client)
        return self._run.step(STOCK, lambda: inventory.get_stock(sku=sku))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    stock = steps.stock(sku=inputs.sku)
    return Outputs(
        on_hand=needed(stock.on_hand, "$steps.stock.response.body#/on_hand"),
        reorder_point=needed(stock.reorder_point, "$steps.stock.response.body#/reorder_point"),
        bin=stock.bin,
        counted_at=stock.as_of,
    )


class AsyncSteps:
    """The steps of `stock_report` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def stock(self, *, sku: str) -> inventory_answers.GetStockAnswer:
        """As `Steps.stock`."""
        inventory = self._run.client(inventory_async_client.AsyncClient)
        return await self._run.step(STOCK, lambda: inventory.get_stock(sku=sku))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    stock = await steps.stock(sku=inputs.sku)
    return Outputs(
        on_hand=needed(stock.on_hand, "$steps.stock.response.body#/on_hand"),
        reorder_point=needed(stock.reorder_point, "$steps.stock.response.body#/reorder_point"),
        bin=stock.bin,
        counted_at=stock.as_of,
    )


ACTION = Action(
    name="stock_report",
    title="Report a part's stock",
    description="Reports how many pieces of a part are on hand, where they lie and below how many to order again. Use it for decisions: it fails rather than answer a count older than a quarter of an hour. It changes nothing.",
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
