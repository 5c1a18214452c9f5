"""Cancel a purchase order.

Cancels a purchase order that has not been received, and says in which state it is afterwards. Use
it when an order was placed by mistake. It cannot be taken back.

Invocable Action `cancel_order`, a write. Where its own rules fail, ask purchasing, then
oncall-purchasing; where a service fails, its owner, named at each step.

Generated from specs/actions/cancel_order.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step

from ..services.erp import async_client as erp_async_client
from ..services.erp import client as erp_client

if TYPE_CHECKING:
    from ..services.erp import answers as erp_answers


class Inputs(Arguments):
    """What `cancel_order` takes."""

    order_id: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")]
    """The order's number."""

    reason: Annotated[str, Field(max_length=200)] | None = None
    """Why the order is cancelled; the supplier reads it."""


class Outputs(Result):
    """What `cancel_order` gives."""

    order_id: str
    """The order's number."""

    status: Literal["open", "approved", "closed", "cancelled"] | str
    """OPN open, APR approved, CLS received in full, CAN cancelled."""


CANCEL = Step(
    id="cancel",
    service="erp",
    operation="cancelOrder",
    effect="write",
    reads=(("id",), ("status",)),
)


class Steps:
    """The steps of `cancel_order`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def cancel(self, *, order_id: str, reason: str | None = None) -> erp_answers.CancelOrderAnswer:
        """Cancel an order that has not been received.

        Calls `cancelOrder` of the External Service `erp`, owned by finance-platform. Nothing takes it back.
        """
        erp = self._run.client(erp_client.Client)
        return self._run.step(CANCEL, lambda: erp.cancel_order(order_id=order_id, reason=reason))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    cancel = steps.cancel(order_id=inputs.order_id, reason=inputs.reason)
    return Outputs(order_id=cancel.id, status=cancel.status)


class AsyncSteps:
    """The steps of `cancel_order` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def cancel(self, *, order_id: str, reason: str | None = None) -> erp_answers.CancelOrderAnswer:
        """As `Steps.cancel`."""
        erp = self._run.client(erp_async_client.AsyncClient)
        return await self._run.step(CANCEL, lambda: erp.cancel_order(order_id=order_id, reason=reason))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    cancel = await steps.cancel(order_id=inputs.order_id, reason=inputs.reason)
    return Outputs(order_id=cancel.id, status=cancel.status)


ACTION = Action(
    name="cancel_order",
    title="Cancel a purchase order",
    description="Cancels a purchase order that has not been received, and says in which state it is afterwards. Use it when an order was placed by mistake. It cannot be taken back.",
    effect="write",
    owner=Owner(team="purchasing", escalation=("oncall-purchasing",), respond=1800.0),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user", roles=("buyer",), scopes=("orders:write",)),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    perform=perform,
    perform_async=perform_async,
    window=600.0,  # seconds in which the same call of a caller gets the first result again
)
