"""All orders.

Lists the orders of a part.

Invocable Action `all_orders`, a read. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/all_orders.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import (
    EVERY,
    Action,
    Arguments,
    AsyncRun,
    Collected,
    Owner,
    Pages,
    Permissions,
    Result,
    Run,
    Step,
)

from ..services.shop import async_client as shop_async_client
from ..services.shop import client as shop_client
from ..services.stock import async_client as stock_async_client
from ..services.stock import client as stock_client

if TYPE_CHECKING:
    from ..services.shop import answers as shop_answers
    from ..services.stock import answers as stock_answers


class Inputs(Arguments):
    """What `all_orders` takes."""

    sku: str | None = None


class Outputs(Result):
    """What `all_orders` gives."""

    order_ids: list[str]

    truncated: bool
    """Whether there are more than were gathered."""

    levels: list[int] | None = None


ORDERS = Step(
    id="orders",
    service="shop",
    operation="listOrders",
    effect="read",
    reads=(("orders", EVERY, "id"),),
    pages=Pages(max_items=5, by="cursor"),
)
LEVELS = Step(
    id="levels",
    service="stock",
    operation="listLevels",
    effect="read",
    reads=((EVERY, "on_hand"),),
    pages=Pages(max_items=3, by="page", start=1),
)


class Steps:
    """The steps of `all_orders`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def orders(self, *, sku: str | None = None) -> Collected[shop_answers.ListOrdersOrdersItem]:
        """List orders, newest first.

        Calls `listOrders` of the External Service `shop`, owned by sales. Asks for page after page, up to 5
        items.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.collect(
            ORDERS,
            lambda cursor: shop.list_orders(sku=sku, cursor=cursor),
            items=lambda answer: answer.orders,
            following=lambda answer: answer.next_cursor,
        )

    def levels(self, *, limit: int = 2) -> Collected[stock_answers.ListLevelsItem] | None:
        """List all levels, a page at a time.

        Calls `listLevels` of the External Service `stock`, owned by warehouse. Asks for page after page, up
        to 3 items. Where it fails, the action goes on with a warning, unless its time is up.
        """
        stock = self._run.client(stock_client.Client)
        return self._run.optional(
            LEVELS,
            lambda: self._run.collect(
                LEVELS,
                lambda page: stock.list_levels(limit=limit, page=page),
                items=lambda answer: answer,
            ),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    orders = steps.orders(sku=inputs.sku)
    levels = steps.levels()
    return Outputs(
        order_ids=[one.id for one in orders.items],
        truncated=orders.truncated,
        levels=[one.on_hand for one in levels.items] if levels is not None else None,
    )


class AsyncSteps:
    """The steps of `all_orders` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def orders(self, *, sku: str | None = None) -> Collected[shop_answers.ListOrdersOrdersItem]:
        """As `Steps.orders`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.collect(
            ORDERS,
            lambda cursor: shop.list_orders(sku=sku, cursor=cursor),
            items=lambda answer: answer.orders,
            following=lambda answer: answer.next_cursor,
        )

    async def levels(self, *, limit: int = 2) -> Collected[stock_answers.ListLevelsItem] | None:
        """As `Steps.levels`."""
        stock = self._run.client(stock_async_client.AsyncClient)
        return await self._run.optional(
            LEVELS,
            lambda: self._run.collect(
                LEVELS,
                lambda page: stock.list_levels(limit=limit, page=page),
                items=lambda answer: answer,
            ),
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    orders = await steps.orders(sku=inputs.sku)
    levels = await steps.levels()
    return Outputs(
        order_ids=[one.id for one in orders.items],
        truncated=orders.truncated,
        levels=[one.on_hand for one in levels.items] if levels is not None else None,
    )


ACTION = Action(
    name="all_orders",
    title="All orders",
    description="Lists the orders of a part.",
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
