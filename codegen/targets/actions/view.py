"""What the templates of layer 2 are given; everything in it is decided."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.plan import Owner, Permissions
from codegen.render.literals import Code
from codegen.targets.actions.models import ModelView


@dataclass(frozen=True, slots=True)
class ImportView:
    """`from home import names`."""

    home: Code
    names: tuple[Code, ...]

    @property
    def line(self) -> Code:
        """The statement, on several lines where it is long."""
        joined = ", ".join(self.names)
        if len(joined) + len(self.home) <= 90:
            return Code(f"from {self.home} import {joined}")
        return Code(f"from {self.home} import (\n" + "".join(f"    {name},\n" for name in self.names) + ")")


@dataclass(frozen=True, slots=True)
class FlavourView:
    """What differs between sync and async: words that stand before `def` and a call, and names."""

    async_: Code
    await_: Code
    steps: Code
    run: Code
    perform: Code
    handler: Code
    answer: Code
    world: str


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client that a step's method gets: `variable = self._run.client(type)`."""

    variable: Code
    sync: Code
    async_: Code


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: its constant, its method, and where it stands in the sequence."""

    constant: Code
    settings: tuple[Code, ...]
    doc: str
    signature: Code
    remembered: Code | None
    remembered_type: Code
    clients: tuple[ClientView, ...]
    run: Code
    returns: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """One step in `perform`: assigned to a variable where something reads it, under a condition where it has one."""

    variable: Code | None
    condition: Code | None
    call: Code


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action's module."""

    name: str
    title: str
    description: str
    module_doc: str
    effect: str
    owner: Owner
    permissions: Permissions
    total: float
    imports: tuple[ImportView, ...]
    typing_imports: tuple[ImportView, ...]
    models: tuple[ModelView, ...]
    steps: tuple[StepView, ...]
    steps_doc: str
    perform_doc: str
    handler: Code | None
    needs_inputs: bool
    lines: tuple[LineView, ...]
    result: Code
    flavours: tuple[FlavourView, ...]


@dataclass(frozen=True, slots=True)
class HandlerView:
    """One handler in `handlers.py`: a function of the action's name that loads the person's `run`."""

    name: Code
    module: Code
    package: Code
    doc: str


@dataclass(frozen=True, slots=True)
class HandlersView:
    """The module that holds people's handlers to their actions."""

    doc: str
    actions: tuple[ImportView, ...]
    handlers: tuple[HandlerView, ...]


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package root that loads what it offers when it is asked for."""

    doc: str
    modules: tuple[str, ...]
