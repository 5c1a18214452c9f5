"""Cancel an order.

Cancels an order. Use it when it was placed by mistake.

Invocable Action `cancel`, a write. Nobody is named to ask where its own rules fail; where a service
fails, its owner, named at each step.

Generated from specs/actions/cancel.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from codegen.runtime import UNSET, Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step

from ..services.api import async_client as api_async_client
from ..services.api import client as api_client

if TYPE_CHECKING:
    from ..services.api import answers as api_answers


class Inputs(Arguments):
    """What `cancel` takes."""

    order_id: str

    reason: str | None = None


class Outputs(Result):
    """What `cancel` gives."""

    status: Literal["open", "closed"] | str | None = None

    total: Decimal | None = None
    """Text such as 12.50."""


CANCEL = Step(
    id="cancel",
    service="api",
    operation="cancelOrder",
    effect="write",
    reads=(("status",), ("total",)),
)


class Steps:
    """The steps of `cancel`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def cancel(self, *, order_id: str, reason: str | None = None) -> api_answers.CancelOrderAnswer:
        """cancelOrder.

        Calls `cancelOrder` of the External Service `api`. Nothing takes it back.
        """
        api = self._run.client(api_client.Client)
        return self._run.step(
            CANCEL,
            lambda: api.cancel_order(order_id=order_id, reason=UNSET if reason is None else reason),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    cancel = steps.cancel(order_id=inputs.order_id, reason=inputs.reason)
    return Outputs(
        status=cancel.status if cancel is not None else None,
        total=cancel.total if cancel is not None else None,
    )


class AsyncSteps:
    """The steps of `cancel` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def cancel(self, *, order_id: str, reason: str | None = None) -> api_answers.CancelOrderAnswer:
        """As `Steps.cancel`."""
        api = self._run.client(api_async_client.AsyncClient)
        return await self._run.step(
            CANCEL,
            lambda: api.cancel_order(order_id=order_id, reason=UNSET if reason is None else reason),
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    cancel = await steps.cancel(order_id=inputs.order_id, reason=inputs.reason)
    return Outputs(
        status=cancel.status if cancel is not None else None,
        total=cancel.total if cancel is not None else None,
    )


ACTION = Action(
    name="cancel",
    title="Cancel an order",
    description="Cancels an order. Use it when it was placed by mistake.",
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
