"""Approve a purchase order.

Approves an open purchase order within the approval limit, which sends it to the supplier, and tells
the supply channel. Refuses orders above the limit and orders from suspended suppliers, and says who
decides instead.

Invocable Action `approve_order`, a write. Where its own rules fail, ask purchasing, then
oncall-purchasing, head-of-purchasing; where a service fails, its owner, named at each step.

Generated from specs/actions/approve_order.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from collections.abc import Awaitable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, Protocol

from pydantic import Field

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Refuse, Result, Run, Step

from ..services.chat import async_client as chat_async_client
from ..services.chat import client as chat_client
from ..services.erp import async_client as erp_async_client
from ..services.erp import client as erp_client

if TYPE_CHECKING:
    from ..services.chat import answers as chat_answers
    from ..services.erp import answers as erp_answers


class Inputs(Arguments):
    """What `approve_order` takes."""

    order_id: Annotated[str, Field(pattern="^PO-[0-9]{4,}$")]
    """The order's number."""

    approved_by: Annotated[str, Field(min_length=1, max_length=80)]
    """Who answers for the approval."""


class Outputs(Result):
    """What `approve_order` gives."""

    order_id: str
    """The order's number."""

    status: Literal["open", "approved", "closed", "cancelled"] | str
    """OPN open, APR approved, CLS received in full, CAN cancelled."""

    total: Decimal
    """What it costs, as text with two decimals."""


ORDER = Step(
    id="order",
    service="erp",
    operation="getOrder",
    effect="read",
    reads=(("supplier_id",),),
)
SUPPLIER = Step(
    id="supplier",
    service="erp",
    operation="getSupplier",
    effect="read",
)
APPROVE = Step(
    id="approve",
    service="erp",
    operation="approveOrder",
    effect="write",
    reads=(("id",), ("status",), ("total",)),
)
NOTIFY = Step(
    id="notify",
    service="chat",
    operation="postMessage",
    effect="write",
)


class Steps:
    """The steps of `approve_order`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def order(self, *, order_id: str) -> erp_answers.GetOrderAnswer:
        """Read one purchase order.

        Calls `getOrder` of the External Service `erp`, owned by finance-platform.
        """
        erp = self._run.client(erp_client.Client)
        return self._run.step(ORDER, lambda: erp.get_order(order_id=order_id))

    def supplier(self, *, supplier_id: str) -> erp_answers.GetSupplierAnswer:
        """Read one supplier.

        Calls `getSupplier` of the External Service `erp`, owned by finance-platform.
        """
        erp = self._run.client(erp_client.Client)
        return self._run.step(SUPPLIER, lambda: erp.get_supplier(supplier_id=supplier_id))

    def approve(self, *, order_id: str, approved_by: str) -> erp_answers.ApproveOrderAnswer:
        """Approve an open order, which sends it to the supplier.

        Calls `approveOrder` of the External Service `erp`, owned by finance-platform. Nothing takes it
        back.
        """
        erp = self._run.client(erp_client.Client)
        return self._run.step(APPROVE, lambda: erp.approve_order(order_id=order_id, approved_by=approved_by))

    def notify(self, *, text: str, channel: str = "#supply") -> chat_answers.PostMessageAnswer | None:
        """Post a message to a channel.

        Calls `postMessage` of the External Service `chat`, owned by collaboration. Where it fails, the
        action goes on with a warning, unless its time is up.
        """
        chat = self._run.client(chat_client.Client)
        return self._run.attempt(NOTIFY, lambda: chat.post_message(channel=channel, text=text))


class AsyncSteps:
    """The steps of `approve_order` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def order(self, *, order_id: str) -> erp_answers.GetOrderAnswer:
        """As `Steps.order`."""
        erp = self._run.client(erp_async_client.AsyncClient)
        return await self._run.step(ORDER, lambda: erp.get_order(order_id=order_id))

    async def supplier(self, *, supplier_id: str) -> erp_answers.GetSupplierAnswer:
        """As `Steps.supplier`."""
        erp = self._run.client(erp_async_client.AsyncClient)
        return await self._run.step(SUPPLIER, lambda: erp.get_supplier(supplier_id=supplier_id))

    async def approve(self, *, order_id: str, approved_by: str) -> erp_answers.ApproveOrderAnswer:
        """As `Steps.approve`."""
        erp = self._run.client(erp_async_client.AsyncClient)
        return await self._run.step(APPROVE, lambda: erp.approve_order(order_id=order_id, approved_by=approved_by))

    async def notify(self, *, text: str, channel: str = "#supply") -> chat_answers.PostMessageAnswer | None:
        """As `Steps.notify`."""
        chat = self._run.client(chat_async_client.AsyncClient)
        return await self._run.attempt(NOTIFY, lambda: chat.post_message(channel=channel, text=text))


class Handler(Protocol):
    """The business rules of `approve_order`: they decide which steps to call and with what."""

    def __call__(self, inputs: Inputs, steps: Steps, /) -> Outputs | Refuse:
        """Return the outputs, or `Refuse` with the reason and the next step."""
        ...


class AsyncHandler(Protocol):
    """The business rules of `approve_order`, written as a coroutine."""

    def __call__(self, inputs: Inputs, steps: AsyncSteps, /) -> Awaitable[Outputs | Refuse]:
        """Return the outputs, or `Refuse` with the reason and the next step."""
        ...


def _handler() -> Handler | AsyncHandler:
    from .. import handlers  # handlers import this module, so they are loaded when the action is invoked

    return handlers.approve_order()


ACTION = Action(
    name="approve_order",
    title="Approve a purchase order",
    description="Approves an open purchase order within the approval limit, which sends it to the supplier, and tells the supply channel. Refuses orders above the limit and orders from suspended suppliers, and says who decides instead.",
    effect="write",
    owner=Owner(team="purchasing", escalation=("oncall-purchasing", "head-of-purchasing"), respond=1800.0),
    total=60.0,  # seconds for all steps; taking back may last as long again
    permissions=Permissions(run_as="user", roles=("approver",), scopes=("orders:write",)),
    inputs=Inputs,
    outputs=Outputs,
    steps=Steps,
    async_steps=AsyncSteps,
    handler=_handler,
    window=600.0,  # seconds in which the same call of a caller gets the first result again
)
