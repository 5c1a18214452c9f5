"""Hand in.

Uploads a document to an order, and gives another one back.

Invocable Action `hand_in`, a write. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/hand_in.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import Action, Arguments, AsyncRun, File, Owner, Permissions, Result, Run, Step

from ..services.shop import async_client as shop_async_client
from ..services.shop import client as shop_client

if TYPE_CHECKING:
    from ..services.shop import answers as shop_answers


class Inputs(Arguments):
    """What `hand_in` takes."""

    order_id: str

    document: File
    """The document."""


class Outputs(Result):
    """What `hand_in` gives."""

    id: str

    receipt: bytes
    """The receipt."""


UPLOAD = Step(
    id="upload",
    service="shop",
    operation="uploadDocument",
    effect="write",
    reads=(("id",),),
)
RECEIPT = Step(
    id="receipt",
    service="shop",
    operation="getDocument",
    effect="read",
)


class Steps:
    """The steps of `hand_in`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def upload(self, *, order_id: str, file: bytes | File) -> shop_answers.UploadDocumentAnswer:
        """Upload a document.

        Calls `uploadDocument` of the External Service `shop`, owned by sales. Nothing takes it back.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.step(UPLOAD, lambda: shop.upload_document(order_id=order_id, file=file))

    def receipt(self, *, id: str) -> shop_answers.GetDocumentAnswer:
        """Download a document.

        Calls `getDocument` of the External Service `shop`, owned by sales.
        """
        shop = self._run.client(shop_client.Client)
        return self._run.step(RECEIPT, lambda: shop.get_document(id=id))


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    upload = steps.upload(order_id=inputs.order_id, file=inputs.document)
    receipt = steps.receipt(id=upload.id)
    return Outputs(id=upload.id, receipt=receipt)


class AsyncSteps:
    """The steps of `hand_in` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def upload(self, *, order_id: str, file: bytes | File) -> shop_answers.UploadDocumentAnswer:
        """As `Steps.upload`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.step(UPLOAD, lambda: shop.upload_document(order_id=order_id, file=file))

    async def receipt(self, *, id: str) -> shop_answers.GetDocumentAnswer:
        """As `Steps.receipt`."""
        shop = self._run.client(shop_async_client.AsyncClient)
        return await self._run.step(RECEIPT, lambda: shop.get_document(id=id))


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    upload = await steps.upload(order_id=inputs.order_id, file=inputs.document)
    receipt = await steps.receipt(id=upload.id)
    return Outputs(id=upload.id, receipt=receipt)


ACTION = Action(
    name="hand_in",
    title="Hand in",
    description="Uploads a document to an order, and gives another one back.",
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
