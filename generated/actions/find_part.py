"""Find part.

Reads one part's master record by its stock keeping unit. Use it when a part's name or unit is asked
for; part_availability tells the stock.

Invocable Action `find_part`, a read. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/find_part.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from codegen.runtime import Action, Arguments, AsyncRun, Owner, Permissions, Result, Run, Step, plain

from ..services.inventory import async_client as inventory_async_client
from ..services.inventory import client as inventory_client

if TYPE_CHECKING:
    from ..services.inventory import answers as inventory_answers


class Inputs(Arguments):
    """What `find_part` takes."""

    sku: Annotated[str, Field(min_length=2, max_length=32, pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    """The part's stock keeping unit."""


class OutputsReplacedByReplacedBy(Result):
    """One of the objects inside."""

    sku: str

    name: str

    category: Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"] | str
    """What kind of part it is."""

    weight_g: float | None = None
    """Weight of one piece in grams."""

    supplier_id: str | None = None

    tags: list[str] | None = None

    discontinued: bool | None = None

    replaced_by: Any | None = None
    """What to use instead of a discontinued part."""


class OutputsReplacedBy(Result):
    """What to use instead of a discontinued part."""

    sku: str

    name: str

    category: Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"] | str
    """What kind of part it is."""

    weight_g: float | None = None
    """Weight of one piece in grams."""

    supplier_id: str | None = None

    tags: list[str] | None = None

    discontinued: bool | None = None

    replaced_by: OutputsReplacedByReplacedBy | None = None
    """What to use instead of a discontinued part."""


class Outputs(Result):
    """What `find_part` gives."""

    sku: str

    name: str

    category: Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"] | str
    """What kind of part it is."""

    weight_g: float | None = None
    """Weight of one piece in grams."""

    supplier_id: str | None = None

    tags: list[str] | None = None

    discontinued: bool | None = None

    replaced_by: OutputsReplacedBy | None = None
    """What to use instead of a discontinued part."""


GET_PART = Step(
    id="get_part",
    service="inventory",
    operation="getPart",
    effect="read",
    reads=(
        ("category",),
        ("discontinued",),
        ("name",),
        ("replaced_by",),
        ("sku",),
        ("supplier_id",),
        ("tags",),
        ("weight_g",),
    ),
)


class Steps:
    """The steps of `find_part`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def get_part(self, *, sku: str) -> inventory_answers.GetPartAnswer:
        """Read one part's master record.

        Calls `getPart` of the External Service `inventory`, owned by warehouse.
        """
        inventory = self._run.client(inventory_client.Client)
        return self._run.step(GET_PART, lambda: inventory.get_part(sku=sku))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    get_part = steps.get_part(sku=inputs.sku)
    return Outputs(
        sku=get_part.sku,
        name=get_part.name,
        category=get_part.category,
        weight_g=get_part.weight_g,
        supplier_id=get_part.supplier_id,
        tags=plain(get_part.tags),
        discontinued=get_part.discontinued,
        replaced_by=plain(get_part.replaced_by),
    )


class AsyncSteps:
    """The steps of `find_part` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def get_part(self, *, sku: str) -> inventory_answers.GetPartAnswer:
        """As `Steps.get_part`."""
        inventory = self._run.client(inventory_async_client.AsyncClient)
        return await self._run.step(GET_PART, lambda: inventory.get_part(sku=sku))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    get_part = await steps.get_part(sku=inputs.sku)
    return Outputs(
        sku=get_part.sku,
        name=get_part.name,
        category=get_part.category,
        weight_g=get_part.weight_g,
        supplier_id=get_part.supplier_id,
        tags=plain(get_part.tags),
        discontinued=get_part.discontinued,
        replaced_by=plain(get_part.replaced_by),
    )


ACTION = Action(
    name="find_part",
    title="Find part",
    description="Reads one part's master record by its stock keeping unit. Use it when a part's name or unit is asked for; part_availability tells the stock.",
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
