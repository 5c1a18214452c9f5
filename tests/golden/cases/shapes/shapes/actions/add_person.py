"""Add person.

Adds a person with a friend, and names what became of it.

Invocable Action `add_person`, a write. Nobody is named to ask where its own rules fail; where a
service fails, its owner, named at each step.

Generated from specs/actions/add_person.yaml and the contracts of its services; change those and
generate again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from codegen.runtime import (
    Action,
    Arguments,
    AsyncRun,
    Decoding,
    Owner,
    Permissions,
    Result,
    Run,
    Step,
    Structure,
    needed,
    plain,
    text,
)

from ..services.api import async_client as api_async_client
from ..services.api import client as api_client

if TYPE_CHECKING:
    from ..services.api import answers as api_answers


class InputsOdd(Arguments):
    """One of the objects inside."""

    x_odd: Annotated[str | None, Field(alias="x-odd")] = None


class Inputs(Arguments):
    """What `add_person` takes."""

    name: str | None = None

    labels: dict[str, str] | None = None

    extra: Any | None = None

    odd: InputsOdd | None = None


class Outputs(Result):
    """What `add_person` gives."""

    colour: Literal["red", "green", "", "class", "1st"] | str | None = None

    deeper: bool | None = None


PERSON = Step(
    id="person",
    service="api",
    operation="addPerson",
    effect="write",
    reads=(("colour",), ("inline", "deep", "deeper")),
    inputs={"extra": "extra"},
)


class Steps:
    """The steps of `add_person`, each under the policy declared for it."""

    def __init__(self, run: Run, inputs: Inputs) -> None:
        self._run = run

    def person(
        self,
        *,
        labels: Mapping[str, str] | None = None,
        extra: Any | None = None,
        odd: Structure | None = None,
        name: str | None = None,
        friend: Structure | None = None,
    ) -> api_answers.AddPersonAnswer:
        """addPerson.

        Calls `addPerson` of the External Service `api`. Nothing takes it back.
        """
        api = self._run.client(api_client.Client)
        return self._run.step(
            PERSON,
            lambda: api.add_person(
                labels=plain(labels),
                extra=plain(extra),
                odd=plain(odd),
                name=name,
                friend=plain(friend),
            ),
        )


def perform(inputs: Inputs, steps: Steps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    person = steps.person(
        labels=inputs.labels,
        extra=plain(inputs.extra),
        odd=inputs.odd,
        name=inputs.name,
        friend={"name": text("Friend of {}", needed(inputs.name, "$inputs.name"))},
    )
    return Outputs(
        colour=person.colour,
        deeper=person.inline.deep.deeper if person.inline is not None and person.inline.deep is not None else None,
    )


class AsyncSteps:
    """The steps of `add_person` for async code, each under the policy declared for it."""

    def __init__(self, run: AsyncRun, inputs: Inputs) -> None:
        self._run = run

    async def person(
        self,
        *,
        labels: Mapping[str, str] | None = None,
        extra: Any | None = None,
        odd: Structure | None = None,
        name: str | None = None,
        friend: Structure | None = None,
    ) -> api_answers.AddPersonAnswer:
        """As `Steps.person`."""
        api = self._run.client(api_async_client.AsyncClient)
        return await self._run.step(
            PERSON,
            lambda: api.add_person(
                labels=plain(labels),
                extra=plain(extra),
                odd=plain(odd),
                name=name,
                friend=plain(friend),
            ),
        )


async def perform_async(inputs: Inputs, steps: AsyncSteps) -> Outputs:
    """Take the declared steps in order; one that fails ends the action, and what was done is taken back."""
    person = await steps.person(
        labels=inputs.labels,
        extra=plain(inputs.extra),
        odd=inputs.odd,
        name=inputs.name,
        friend={"name": text("Friend of {}", needed(inputs.name, "$inputs.name"))},
    )
    return Outputs(
        colour=person.colour,
        deeper=person.inline.deep.deeper if person.inline is not None and person.inline.deep is not None else None,
    )


ACTION = Action(
    name="add_person",
    title="Add person",
    description="Adds a person with a friend, and names what became of it.",
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
    decodings=(
        Decoding(path=("labels",), kind="pairs"),
        Decoding(path=("extra",), kind="json"),
        Decoding(path=("odd",), kind="rename", names=(("x_odd", "x-odd"),)),
    ),
)
