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
class ClientView:
    """A client that a step's method gets: `variable = self._run.client(type)`."""

    variable: Code
    sync: Code
    async_: Code

    def line(self, *, is_async: bool) -> Code:
        """Return the statement."""
        return Code(f"{self.variable} = self._run.client({self.async_ if is_async else self.sync})")


@dataclass(frozen=True, slots=True)
class MethodView:
    """The method of a step; `kept` makes room for its answer where another step reads it."""

    signature: Code
    doc: str
    lines: tuple[Code, ...]
    kept: Code | None


@dataclass(frozen=True, slots=True)
class ConstantView:
    """What is declared of a step."""

    name: Code
    settings: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class AnswerFieldView:
    """One field of the class of a step's answers."""

    name: Code
    annotation: Code


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The class of the answers of a step that accepts several statuses."""

    name: Code
    doc: str
    fields: tuple[AnswerFieldView, ...]


@dataclass(frozen=True, slots=True)
class FlavourView:
    """What differs between sync and async: words, names, what the docstrings say, and the code with calls in it."""

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
    methods: tuple[MethodView, ...] = ()
    lines: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action's module; `handler` names the handler of an action that has one, else the flavours' lines stand."""

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
    answers: tuple[AnswerView, ...]
    steps: tuple[ConstantView, ...]
    needs_inputs: bool
    handler: Code | None
    result: Code
    decodings: tuple[Code, ...]
    escalate: Code | None
    window: float | None
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
