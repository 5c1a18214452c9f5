"""What the templates of layer 2 are given; everything in it is decided."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.render.literals import Code
from codegen.targets.actions.models import ModelView


@dataclass(frozen=True, slots=True)
class ImportView:
    """`from home import names`."""

    home: str
    names: tuple[str, ...]

    @property
    def line(self) -> Code:
        """The statement, on several lines where it is long."""
        joined = ", ".join(self.names)
        if len(joined) + len(self.home) <= 100:
            return Code(f"from {self.home} import {joined}")
        return Code(f"from {self.home} import (\n" + "".join(f"    {name},\n" for name in self.names) + ")")


@dataclass(frozen=True, slots=True)
class ImportsView:
    """A module's imports in their groups; `answers` is what only type checkers read."""

    standard: tuple[ImportView, ...]
    pydantic: tuple[ImportView, ...]
    runtime: tuple[ImportView, ...]
    services: tuple[ImportView, ...]
    answers: tuple[ImportView, ...]


@dataclass(frozen=True, slots=True)
class FlavourView:
    """What differs between sync and async: words before `def` and before a call, names, and what the docstrings say."""

    is_async: bool
    async_: Code
    await_: Code
    steps: Code
    steps_doc: str
    run: Code
    perform: Code
    handler: Code
    handler_doc: str
    call_doc: str
    answer: Code


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client that a step's method gets: `variable = self._run.client(type)`."""

    variable: Code
    sync: Code
    async_: Code


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: its constant, and the method that calls it with its policy."""

    constant: Code
    settings: tuple[Code, ...]
    doc: str
    signature: Code
    remembered: Code | None
    remembered_type: Code
    clients: tuple[ClientView, ...]
    run: Code
    returned: Code


@dataclass(frozen=True, slots=True)
class LineView:
    """One step in `perform`: assigned to a variable where something reads it, under a condition where it has one."""

    variable: Code | None
    condition: Code | None
    call: Code

    @property
    def assigned(self) -> Code:
        """What stands before the call."""
        return Code(f"{self.variable} = ") if self.variable is not None else Code("")


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action's module; `handler` names the handler of an action that has one, else `lines` and `result` stand."""

    name: str
    title: str
    description: str
    module_doc: str
    perform_doc: str
    effect: str
    owner: Code
    permissions: Code
    total: float
    imports: ImportsView
    models: tuple[ModelView, ...]
    steps: tuple[StepView, ...]
    needs_inputs: bool
    handler: Code | None
    lines: tuple[LineView, ...]
    result: Code
    decodings: tuple[Code, ...]
    flavours: tuple[FlavourView, ...]


@dataclass(frozen=True, slots=True)
class HandlerView:
    """One handler: a function of the action's name that loads the person's `run`."""

    name: Code
    action: Code
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
    """A package root that says what it holds."""

    doc: str
