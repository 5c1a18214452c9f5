"""Level of part.

Reads a part's level, or the last one known, or none at all.

Invocable Action `level_of_part`, a read. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/level_of_part.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import (
    Action,
    Arguments,
    AsyncRun,
    Expectation,
    Fallback,
    Keeps,
    Owner,
    Permissions,
    Result,
    Run,
    Step,
    WhenMissing,
)

from ..services.stock import async_client as stock_async_client
from ..services.stock import client as stock_client

if TYPE_CHECKING:
    from ..services.stock import answers as stock_answers


class Inputs(Arguments):
    """What `level_of_part` takes."""

    sku: str


class Outputs(Result):
    """What `level_of_part` gives."""

    on_hand: int

    contact: str | None = None


LEVEL = Step(
    id="level",
    service="stock",
    operation="getLevel",
    effect="read",
    reads=(("contact",), ("on_hand",)),
    expect=Expectation(
        missing=(WhenMissing(("contact",), pointer="/contact", rule="omit"),),
        fields=(
            Keeps(("on_hand",), pointer="/on_hand", rules={"minimum": 0}),
            Keeps(("contact",), pointer="/contact", rules={"format": "email"}),
            Keeps(("sku",), pointer="/sku", rules={"pattern": "^[A-Z]+$", "maxLength": 10}),
        ),
    ),
    fallback=Fallback(last_good=3600.0, fixed=({"sku": "UNKNOWN", "on_hand": 0},)),
)


class Steps:
    """The steps of `level_of_part`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def level(self, *, sku: str) -> stock_answers.GetLevelAnswer:
        """Read how many pieces of a part are there.

        Calls `getLevel` of the External Service `stock`, owned by warehouse. `/on_hand` must keep `minimum:
        0`. `/contact` must keep `format: email`. `/sku` must keep `pattern: ^[A-Z]+$`, `maxLength: 10`. A
        missing `/contact` is passed over. Where the service fails, the last good answer stands in, if not
        older than 1 hour, else a fixed answer stands in.
        """
        stock = self._run.client(stock_client.Client)
        return self._run.step(LEVEL, lambda: stock.get_level(sku=sku), given=(sku,))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    level = steps.level(sku=inputs.sku)
    return Outputs(on_hand=level.on_hand, contact=level.contact)


class AsyncSteps:
    """The steps of `level_of_part` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def level(self, *, sku: str) -> stock_answers.GetLevelAnswer:
        """As `Steps.level`."""
        stock = self._run.client(stock_async_client.AsyncClient)
        return await self._run.step(LEVEL, lambda: stock.get_level(sku=sku), given=(sku,))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    level = await steps.level(sku=inputs.sku)
    return Outputs(on_hand=level.on_hand, contact=level.contact)


ACTION = Action(
    name="level_of_part",
    title="Level of part",
    description="Reads a part's level, or the last one known, or none at all.",
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
