"""Export a month's orders: status.

Says whether what export_orders started is done, and then gives its result. Use it when
export_orders answered that it is pending, with the inputs named there, not before the time named
there has passed. It changes nothing.

Invocable Action `export_orders_status`, a read. Nobody is named to ask where its own rules fail;
where a service fails, its owner, named at each step.

Generated from specs/actions/export_orders.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """What `export_orders_status` takes."""

    export_id: str
    """The export's number."""


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
    """What `export_orders_status` gives."""

    url: str | None = None

    rows: int | None = None

    pending: OutputsPending | None = None
    """Only where it is not done yet: call `export_orders_status` with these inputs for the rest."""


EXPORT = Step(
    id="export",
    service="shop",
    operation="getExport",
    effect="read",
    reads=(("rows",), ("url",)),
    expect=Expectation(missing=(WhenMissing(("url",), pointer="/url", rule="fail"),)),
    waiting=Waiting(service="shop", operation="getExport", tool="export_orders_status", every=0.2, timeout=1.0),
)


class Steps:
    """The steps of `export_orders_status`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run
        self._inputs = inputs

    def export(self, *, export_id: str) -> shop_answers.GetExportAnswer:
        """Ask how far an export is.

        Calls `getExport` of the External Service `shop`, owned by sales. A missing `/url` is a failure.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.ask(
            EXPORT,
            lambda: shop.get_export(export_id=export_id),
            done=lambda export, status: same_text(export.state, "done") and status == 200,
            failed=lambda export, __: same_text(export.state, "failed"),
            handle={"export_id": self._inputs.export_id},
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    export = steps.export(export_id=inputs.export_id)
    return Outputs(url=needed(export.url, "$steps.export.response.body#/url"), rows=export.rows)


class AsyncSteps:
    """The steps of `export_orders_status` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run
        self._inputs = inputs

    async def export(self, *, export_id: str) -> shop_answers.GetExportAnswer:
        """As `Steps.export`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.ask(
            EXPORT,
            lambda: shop.get_export(export_id=export_id),
            done=lambda export, status: same_text(export.state, "done") and status == 200,
            failed=lambda export, __: same_text(export.state, "failed"),
            handle={"export_id": self._inputs.export_id},
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    export = await steps.export(export_id=inputs.export_id)
    return Outputs(url=needed(export.url, "$steps.export.response.body#/url"), rows=export.rows)


ACTION = Action(
    name="export_orders_status",
    title="Export a month's orders: status",
    description="Says whether what export_orders started is done, and then gives its result. Use it when export_orders answered that it is pending, with the inputs named there, not before the time named there has passed. It changes nothing.",
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
