"""Find order.

Reads an order, or says where it went.

Invocable Action `find_order`, a read. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/find_order.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step, needed

from ..services.shop import async_client as shop_async_client
from ..services.shop import client as shop_client

if TYPE_CHECKING:
    from ..services.shop import answers as shop_answers


class Inputs(Arguments):
    """What `find_order` takes."""

    id: str


class Outputs(Result):
    """What `find_order` gives."""

    sku: str | None = None

    status: int

    moved_to: str | None = None

    sku_there: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswer:
    """What `order` answers: `body` with a success, else what comes with 404."""

    status_code: int
    body: shop_answers.GetOrderAnswer | None = None
    body_404: shop_answers.GetOrder404Answer | None = None


ORDER = Step(
    id="order",
    service="shop",
    operation="getOrder",
    effect="read",
    reads=(("sku",),),
    accept=(200, 404),
)
MOVED = Step(
    id="moved",
    service="shop",
    operation="getOrder",
    effect="read",
    reads=(("sku",),),
)


class Steps:
    """The steps of `find_order`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def order(self, *, id: str) -> OrderAnswer:
        """Read an order.

        Calls `getOrder` of the External Service `shop`, owned by sales. 404 is an answer here too, not a
        failure.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.answered(ORDER, lambda: shop.get_order(id=id), OrderAnswer)

    def moved(self, *, id: str) -> shop_answers.GetOrderAnswer | None:
        """Read an order.

        Calls `getOrder` of the External Service `shop`, owned by sales. Where it fails, the action goes on
        with a warning, unless its time is up.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.attempt(MOVED, lambda: shop.get_order(id=id))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    order = steps.order(id=inputs.id)
    moved = None
    if order.status_code == 404:
        moved = steps.moved(
            id=needed(order.body_404.moved_to if order.body_404 is not None else None, "$steps.order.response.404.body#/moved_to"),
        )
    return Outputs(
        sku=order.body.sku if order.body is not None else None,
        status=order.status_code,
        moved_to=order.body_404.moved_to if order.body_404 is not None else None,
        sku_there=moved.sku if moved is not None else None,
    )


class AsyncSteps:
    """The steps of `find_order` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def order(self, *, id: str) -> OrderAnswer:
        """As `Steps.order`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.answered(ORDER, lambda: shop.get_order(id=id), OrderAnswer)

    async def moved(self, *, id: str) -> shop_answers.GetOrderAnswer | None:
        """As `Steps.moved`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.attempt(MOVED, lambda: shop.get_order(id=id))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    order = await steps.order(id=inputs.id)
    moved = None
    if order.status_code == 404:
        moved = await steps.moved(
            id=needed(order.body_404.moved_to if order.body_404 is not None else None, "$steps.order.response.404.body#/moved_to"),
        )
    return Outputs(
        sku=order.body.sku if order.body is not None else None,
        status=order.status_code,
        moved_to=order.body_404.moved_to if order.body_404 is not None else None,
        sku_there=moved.sku if moved is not None else None,
    )


ACTION = Action(
    name="find_order",
    title="Find order",
    description="Reads an order, or says where it went.",
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
