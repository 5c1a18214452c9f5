"""Buy or ask.

Places an order; where the shop is down, its owner is asked.

Invocable Action `buy_or_ask`, a write. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/buy_or_ask.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import Action, Arguments, AsyncRun, Fallback, Owner, Permissions, Result, Run, Step

from ..services.shop import async_client as shop_async_client
from ..services.shop import client as shop_client
from ..services.stock import async_client as stock_async_client
from ..services.stock import client as stock_client

if TYPE_CHECKING:
    from ..services.shop import answers as shop_answers
    from ..services.stock import answers as stock_answers


class Inputs(Arguments):
    """What `buy_or_ask` takes."""

    sku: str
    """The part."""


class Outputs(Result):
    """What `buy_or_ask` gives."""

    id: str
    """The order's number."""


LEVEL = Step(
    id="level",
    service="stock",
    operation="getLevel",
    effect="read",
    reads=(("on_hand",),),
)
ORDER = Step(
    id="order",
    service="shop",
    operation="createOrder",
    effect="write",
    reads=(("id",),),
    fallback=Fallback(escalate=True),
)


class Steps:
    """The steps of `buy_or_ask`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def level(self, *, sku: str) -> stock_answers.GetLevelAnswer:
        """Read how many pieces of a part are there.

        Calls `getLevel` of the External Service `stock`, owned by warehouse.
        """
        stock = self._run.client(stock_client.Client)
        return self._run.step(LEVEL, lambda: stock.get_level(sku=sku))

    def order(self, *, sku: str, quantity: int) -> shop_answers.CreateOrderAnswer:
        """Place an order.

        Calls `createOrder` of the External Service `shop`, owned by sales. Where the service fails, the
        service's owner is asked. When the action gives up, `shop.deleteOrder` takes it back.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.step(
            ORDER,
            lambda: shop.create_order(sku=sku, quantity=quantity),
            undo=lambda order: shop.delete_order(id=order.id),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    level = steps.level(sku=inputs.sku)
    order = steps.order(sku=inputs.sku, quantity=level.on_hand)
    return Outputs(id=order.id)


class AsyncSteps:
    """The steps of `buy_or_ask` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def level(self, *, sku: str) -> stock_answers.GetLevelAnswer:
        """As `Steps.level`."""
        stock = self._run.client(stock_async_client.AsyncClient)
        return await self._run.step(LEVEL, lambda: stock.get_level(sku=sku))

    async def order(self, *, sku: str, quantity: int) -> shop_answers.CreateOrderAnswer:
        """As `Steps.order`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.step(
            ORDER,
            lambda: shop.create_order(sku=sku, quantity=quantity),
            undo=lambda order: shop.delete_order(id=order.id),
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    level = await steps.level(sku=inputs.sku)
    order = await steps.order(sku=inputs.sku, quantity=level.on_hand)
    return Outputs(id=order.id)


ACTION = Action(
    name="buy_or_ask",
    title="Buy or ask",
    description="Places an order; where the shop is down, its owner is asked.",
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
