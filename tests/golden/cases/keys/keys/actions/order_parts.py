"""Order parts.

Places an order for each part. Use it when several parts are wanted at once.

Invocable Action `order_parts`, a write. Where its own rules fail, ask supply, then oncall-supply;
where a service fails, its owner, named at each step.

Generated from specs/actions/order_parts.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegen.runtime import (
    EVERY,
    Action,
    Arguments,
    AsyncRun,
    Escalate,
    Owner,
    Permissions,
    Result,
    Run,
    Step,
    each,
)

from ..services.shop import async_client as shop_async_client
from ..services.shop import client as shop_client

if TYPE_CHECKING:
    from ..services.shop import answers as shop_answers


class InputsLines(Arguments):
    """One of the objects inside."""

    sku: str
    """The part."""

    quantity: Annotated[int, Field(ge=1)]
    """How many pieces."""

    urgent: bool | None = None
    """Whether it cannot wait."""


class Inputs(Arguments):
    """What `order_parts` takes."""

    lines: Annotated[list[InputsLines], Field(max_length=20)]
    """What to order."""


class Outputs(Result):
    """What `order_parts` gives."""

    order_ids: list[str]

    first: str | None = None
    """The order's number."""

    lines: list[int]


ORDER = Step(
    id="order",
    service="shop",
    operation="createOrder",
    effect="write",
    reads=(("id",), ("lines", EVERY, "position")),
    most=20,
)


class Steps:
    """The steps of `order_parts`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def order(self, *, sku: str, quantity: int) -> shop_answers.CreateOrderAnswer:
        """Place an order.

        Calls `createOrder` of the External Service `shop`, owned by sales. At most 20 calls in one run.
        When the action gives up, `shop.deleteOrder` takes it back.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.step(
            ORDER,
            lambda: shop.create_order(sku=sku, quantity=quantity),
            undo=lambda order: shop.delete_order(id=order.id),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    order = []
    for item in each(inputs.lines, 20, "order"):
        if item.urgent is True or item.quantity > 1:
            order.append(steps.order(sku=item.sku, quantity=item.quantity))
    return Outputs(
        order_ids=[one.id for one in order],
        first=order[0].id if len(order) > 0 else None,
        lines=[one2.position for one in order if one.lines is not None for one2 in one.lines if one2.position is not None],
    )


class AsyncSteps:
    """The steps of `order_parts` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

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
    order = []
    for item in each(inputs.lines, 20, "order"):
        if item.urgent is True or item.quantity > 1:
            order.append(await steps.order(sku=item.sku, quantity=item.quantity))
    return Outputs(
        order_ids=[one.id for one in order],
        first=order[0].id if len(order) > 0 else None,
        lines=[one2.position for one in order if one.lines is not None for one2 in one.lines if one2.position is not None],
    )


ACTION = Action(
    name="order_parts",
    title="Order parts",
    description="Places an order for each part. Use it when several parts are wanted at once.",
    effect="write",
    owner=Owner(team="supply", escalation=("oncall-supply",)),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user"),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
    window=600.0,  # seconds in which the same call of a caller gets the first result again
    escalate=Escalate(after=3, to="layer"),
)
