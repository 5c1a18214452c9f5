"""List open purchase orders.

Lists the purchase orders that are still open, at most 200, newest first, and says whether there are
more. Use it to see what waits for approval. It changes nothing.

Invocable Action `open_orders`, a read. Where its own rules fail, ask purchasing, then
oncall-purchasing; where a service fails, its owner, named at each step.

Generated from specs/actions/open_orders.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

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
    plain,
)

from ..services.erp import async_client as erp_async_client
from ..services.erp import client as erp_client

if TYPE_CHECKING:
    from ..services.erp import answers as erp_answers


class Inputs(Arguments):
    """What `open_orders` takes."""

    supplier_id: str | None = None
    """Only orders from this supplier."""


class Outputs(Result):
    """What `open_orders` gives."""

    order_ids: list[str]
    """The orders' numbers."""

    truncated: bool
    """Whether there are more than were gathered."""


ORDERS = Step(
    id="orders",
    service="erp",
    operation="listOrders",
    effect="read",
    reads=(("items", EVERY, "id"),),
    pages=Pages(max_items=200, by="page", start=1),
)


class Steps:
    """The steps of `open_orders`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def orders(
        self,
        *,
        status: Sequence[Literal["OPN", "APR", "CLS", "CAN"]] | None = None,
        supplier_id: str | None = None,
    ) -> Collected[erp_answers.ListOrdersItemsItem]:
        """List purchase orders, newest first.

        Calls `listOrders` of the External Service `erp`, owned by finance-platform. Asks for page after
        page, up to 200 items.
        """
        erp = self._run.client(erp_client.Client)
        return self._run.collect(
            ORDERS,
            lambda page: erp.list_orders(status=plain(status), supplier_id=supplier_id, page=page),
            items=lambda answer: answer.items,
            more=lambda answer: answer.pages,
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    orders = steps.orders(status=["OPN"], supplier_id=inputs.supplier_id)
    return Outputs(order_ids=[one.id for one in orders.items], truncated=orders.truncated)


class AsyncSteps:
    """The steps of `open_orders` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def orders(
        self,
        *,
        status: Sequence[Literal["OPN", "APR", "CLS", "CAN"]] | None = None,
        supplier_id: str | None = None,
    ) -> Collected[erp_answers.ListOrdersItemsItem]:
        """As `Steps.orders`."""
        erp = self._run.client(erp_async_client.AsyncClient)
        return await self._run.collect(
            ORDERS,
            lambda page: erp.list_orders(status=plain(status), supplier_id=supplier_id, page=page),
            items=lambda answer: answer.items,
            more=lambda answer: answer.pages,
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    orders = await steps.orders(status=["OPN"], supplier_id=inputs.supplier_id)
    return Outputs(order_ids=[one.id for one in orders.items], truncated=orders.truncated)


ACTION = Action(
    name="open_orders",
    title="List open purchase orders",
    description="Lists the purchase orders that are still open, at most 200, newest first, and says whether there are more. Use it to see what waits for approval. It changes nothing.",
    effect="read",
    owner=Owner(team="purchasing", escalation=("oncall-purchasing",), respond=1800.0),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user", scopes=("orders:read",)),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
)
