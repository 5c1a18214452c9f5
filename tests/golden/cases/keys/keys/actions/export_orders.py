"""Export a month's orders.

Exports the orders of a month as a file. It may take minutes.

Invocable Action `export_orders`, a write. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/export_orders.yaml and the contracts of its services; change those and
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
    Waiting,
    WhenMissing,
    needed,
    same_text,
)

from ..services.shop import async_client as shop_async_client
from ..services.shop import client as shop_client

if TYPE_CHECKING:
    from ..services.shop import answers as shop_answers


class Inputs(Arguments):
    """What `export_orders` takes."""

    month: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}$")]
    """The month, such as 2026-10."""


class OutputsPendingInputs(Result):
    """What to call it with."""

    export_id: str
    """The export's number."""


class OutputsPending(Result):
    """Only where it is not done yet: call `export_orders_status` with these inputs for the rest."""

    tool: str
    """The tool to call."""

    inputs: OutputsPendingInputs
    """What to call it with."""

    retry_after: float
    """Seconds to wait before."""


class Outputs(Result):
    """What `export_orders` gives."""

    url: str | None = None

    rows: int | None = None

    month: str | None = None
    """The month, such as 2026-10."""

    pending: OutputsPending | None = None
    """Only where it is not done yet: call `export_orders_status` with these inputs for the rest."""


EXPORT = Step(
    id="export",
    service="shop",
    operation="startExport",
    effect="write",
    reads=(("rows",), ("url",)),
    expect=Expectation(missing=(WhenMissing(("url",), pointer="/url", rule="fail"),)),
    waiting=Waiting(service="shop", operation="getExport", tool="export_orders_status", every=0.2, timeout=1.0),
)


class Steps:
    """The steps of `export_orders`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def export(self, *, month: str) -> shop_answers.GetExportAnswer:
        """Start an export of a month's orders.

        Calls `startExport` of the External Service `shop`, owned by sales. Then asks `shop.getExport` every
        0.2 s until it is done; after 1 s the action answers that it is pending. A missing `/url` is a
        failure. When the action gives up, `shop.cancelExport` takes it back.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.wait(
            EXPORT,
            lambda: shop.start_export(month=month),
            poll=lambda export: shop.get_export(export_id=export.export_id),
            done=lambda export, status: same_text(export.state, "done") and status == 200,
            failed=lambda export, __: same_text(export.state, "failed"),
            handle=lambda export: {"export_id": export.export_id},
            undo=lambda export: shop.cancel_export(export_id=export.export_id),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    export = steps.export(month=inputs.month)
    return Outputs(url=needed(export.url, "$steps.export.response.body#/url"), rows=export.rows, month=inputs.month)


class AsyncSteps:
    """The steps of `export_orders` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def export(self, *, month: str) -> shop_answers.GetExportAnswer:
        """As `Steps.export`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.wait(
            EXPORT,
            lambda: shop.start_export(month=month),
            poll=lambda export: shop.get_export(export_id=export.export_id),
            done=lambda export, status: same_text(export.state, "done") and status == 200,
            failed=lambda export, __: same_text(export.state, "failed"),
            handle=lambda export: {"export_id": export.export_id},
            undo=lambda export: shop.cancel_export(export_id=export.export_id),
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    export = await steps.export(month=inputs.month)
    return Outputs(url=needed(export.url, "$steps.export.response.body#/url"), rows=export.rows, month=inputs.month)


ACTION = Action(
    name="export_orders",
    title="Export a month's orders",
    description="Exports the orders of a month as a file. It may take minutes.",
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
