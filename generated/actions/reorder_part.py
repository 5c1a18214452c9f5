"""Reorder a part.

Orders a part from its supplier when fewer than 20 are on hand, and tells the supply channel. Use it
when someone reports that a part runs low; it orders nothing when there is enough.

Invocable Action `reorder_part`, a write. Where its own rules fail, ask supply-chain, then
oncall-supply; where a service fails, its owner, named at each step.

Generated from specs/actions/reorder_part.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

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
    text,
)

from ..services.chat import async_client as chat_async_client
from ..services.chat import client as chat_client
from ..services.erp import async_client as erp_async_client
from ..services.erp import client as erp_client
from ..services.inventory import async_client as inventory_async_client
from ..services.inventory import client as inventory_client

if TYPE_CHECKING:
    from ..services.chat import answers as chat_answers
    from ..services.erp import answers as erp_answers
    from ..services.inventory import answers as inventory_answers


class Inputs(Arguments):
    """What `reorder_part` takes."""

    sku: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    """The part's stock keeping unit."""

    quantity: Annotated[int, Field(ge=1, le=500)]
    """How many to order."""


class Outputs(Result):
    """What `reorder_part` gives."""

    order_id: str | None = None
    """The order's number."""

    on_hand: int
    """Pieces on the shelves of all warehouses; null while a part is being recounted."""


STOCK = Step(
    id="stock",
    service="inventory",
    operation="getStock",
    effect="read",
    reads=(("as_of",), ("on_hand",)),
    expect=Expectation(
        as_of=("as_of",),
        max_age=900.0,
        missing=(WhenMissing(("on_hand",), pointer="/on_hand", rule="fail"),),
    ),
)
ORDER = Step(
    id="order",
    service="erp",
    operation="createOrder",
    effect="write",
    reads=(("id",),),
)
NOTIFY = Step(
    id="notify",
    service="chat",
    operation="postMessage",
    effect="write",
)


class Steps:
    """The steps of `reorder_part`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def stock(self, *, sku: str) -> inventory_answers.GetStockAnswer:
        """Read how many of a part are on hand.

        Calls `getStock` of the External Service `inventory`, owned by warehouse. Data older than 15 minutes
        is a failure. A missing `/on_hand` is a failure.
        """
        inventory = self._run.client(inventory_client.Client)
        return self._run.step(STOCK, lambda: inventory.get_stock(sku=sku))

    def order(self, *, sku: str, quantity: int) -> erp_answers.CreateOrderAnswer:
        """Place a purchase order.

        Calls `createOrder` of the External Service `erp`, owned by finance-platform. When the action gives
        up, `erp.cancelOrder` takes it back.
        """
        erp = self._run.client(erp_client.Client)
        return self._run.step(
            ORDER,
            lambda: erp.create_order(sku=sku, quantity=quantity),
            undo=lambda order: erp.cancel_order(order_id=order.id, reason="The action that ordered it was given up"),
        )

    def notify(self, *, text: str, channel: str = "#supply") -> chat_answers.PostMessageAnswer | None:
        """Post a message to a channel.

        Calls `postMessage` of the External Service `chat`, owned by collaboration. Where it fails, the
        action goes on with a warning, unless its time is up.
        """
        chat = self._run.client(chat_client.Client)
        return self._run.attempt(NOTIFY, lambda: chat.post_message(channel=channel, text=text))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    stock = steps.stock(sku=inputs.sku)
    order = None
    if needed(stock.on_hand, "$steps.stock.response.body#/on_hand") < 20:
        order = steps.order(sku=inputs.sku, quantity=inputs.quantity)
    if needed(stock.on_hand, "$steps.stock.response.body#/on_hand") < 20:
        steps.notify(text=text("Ordered {} of {}", inputs.quantity, inputs.sku))
    return Outputs(
        order_id=order.id if order is not None else None,
        on_hand=needed(stock.on_hand, "$steps.stock.response.body#/on_hand"),
    )


class AsyncSteps:
    """The steps of `reorder_part` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def stock(self, *, sku: str) -> inventory_answers.GetStockAnswer:
        """As `Steps.stock`."""
        inventory = self._run.client(inventory_async_client.AsyncClient)
        return await self._run.step(STOCK, lambda: inventory.get_stock(sku=sku))

    async def order(self, *, sku: str, quantity: int) -> erp_answers.CreateOrderAnswer:
        """As `Steps.order`."""
        erp = self._run.client(erp_async_client.AsyncClient)
        return await self._run.step(
            ORDER,
            lambda: erp.create_order(sku=sku, quantity=quantity),
            undo=lambda order: erp.cancel_order(order_id=order.id, reason="The action that ordered it was given up"),
        )

    async def notify(self, *, text: str, channel: str = "#supply") -> chat_answers.PostMessageAnswer | None:
        """As `Steps.notify`."""
        chat = self._run.client(chat_async_client.AsyncClient)
        return await self._run.attempt(NOTIFY, lambda: chat.post_message(channel=channel, text=text))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    stock = await steps.stock(sku=inputs.sku)
    order = None
    if needed(stock.on_hand, "$steps.stock.response.body#/on_hand") < 20:
        order = await steps.order(sku=inputs.sku, quantity=inputs.quantity)
    if needed(stock.on_hand, "$steps.stock.response.body#/on_hand") < 20:
        await steps.notify(text=text("Ordered {} of {}", inputs.quantity, inputs.sku))
    return Outputs(
        order_id=order.id if order is not None else None,
        on_hand=needed(stock.on_hand, "$steps.stock.response.body#/on_hand"),
    )


ACTION = Action(
    name="reorder_part",
    title="Reorder a part",
    description="Orders a part from its supplier when fewer than 20 are on hand, and tells the supply channel. Use it when someone reports that a part runs low; it orders nothing when there is enough.",
    effect="write",
    owner=Owner(team="supply-chain", escalation=("oncall-supply",), respond=900.0),
    total=20.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user", roles=("buyer",), scopes=("orders:write",)),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
    window=600.0,  # seconds in which the same call of a caller gets the first result again
)
