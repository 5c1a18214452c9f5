"""`client.py` and `async_client.py`: one method an operation, from one template."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.plan import Service
from codegen.contract.model import Contract, Operation
from codegen.render.environment import render
from codegen.render.imports import Imports
from codegen.render.layout import Group, lay_out, table
from codegen.render.literals import Code, py
from codegen.render.prose import brief
from codegen.render.python_types import TypeWriter
from codegen.targets.clients.answers import answer_type, answer_writer, model_path
from codegen.targets.clients.bodies import argument_key
from codegen.targets.clients.constants import constant_names
from codegen.targets.clients.signatures import Keyword, declaration, keywords


@dataclass(frozen=True, slots=True)
class MethodView:
    """One method: what stands behind `def`, its docstring's text, and the call's arguments."""

    head: Code
    doc: str
    call: Code


@dataclass(frozen=True, slots=True)
class ClientView:
    """The view of `client.py.j2`."""

    doc: str
    class_doc: str
    imports: Code
    checked: Code
    name: Code
    base: Code
    methods: tuple[MethodView, ...]


def client_module(service: Service, *, is_async: bool) -> str:
    """Return the text of a service's sync or async client."""
    contract = service.contract
    hidden = {operation.ident for operation in contract.operations.values()}
    runtime, checked = Imports(hidden), Imports(hidden)
    base = runtime.use("AsyncServiceClient" if is_async else "ServiceClient")
    runtime.own(".", "operations")
    runtime.own(".service", "SERVICE")
    writer = TypeWriter(checked, lambda name: model_path(checked, name), marked=False)
    names = constant_names(contract)
    methods = tuple(
        _method(contract, operation, names[key], writer, checked, runtime, is_async)
        for key, operation in contract.operations.items()
    )
    view = ClientView(
        doc=f"{service.title or service.name} as {'coroutines' if is_async else 'functions'}.",
        class_doc=_class_doc(service, is_async),
        imports=_runtime_imports(runtime, bool(checked.lines())),
        checked=checked.indented(),
        name=Code("AsyncClient" if is_async else "Client"),
        base=Code(base),
        methods=methods,
    )
    return render("clients/client.py.j2", view)


def _runtime_imports(runtime: Imports, has_checked: bool) -> Code:
    if has_checked:
        runtime.use("TYPE_CHECKING")
    return Code("\n".join(runtime.lines()))


def _class_doc(service: Service, is_async: bool) -> str:
    how = "called without blocking the event loop" if is_async else "called in this thread"
    owner = f"\n\nExternal Service `{service.name}`, owned by {service.owner.team}." if service.owner.team else ""
    return f"{service.title or service.name}, {how}.{owner}"


def _method(
    contract: Contract,
    operation: Operation,
    constant: str,
    writer: TypeWriter,
    checked: Imports,
    runtime: Imports,
    is_async: bool,
) -> MethodView:
    words = keywords(contract, operation)
    # UNSET is a default, so it is needed when the module runs; everything else only by those who read types.
    if any(word.nullable and not word.required for word in words):
        runtime.use("UNSET")
    declared = [_declaration(word, writer, checked, runtime) for word in words]
    parts = ("self", *(["*", *declared] if declared else []))
    answer = answer_type(operation, answer_writer(checked))
    start = f"{'async ' if is_async else ''}def {operation.ident}("
    head = lay_out(Group(start, parts, f") -> {answer}:"), 4)
    arguments = table([(py(argument_key(operation, word.name)), word.name) for word in words])
    call = Group(f"{'await ' if is_async else ''}self._call(", (f"operations.{constant}", arguments), ")")
    return MethodView(head, _doc(operation, words), lay_out(call, 8, room=len("return ")))


def _declaration(word: Keyword, writer: TypeWriter, checked: Imports, runtime: Imports) -> str:
    if word.nullable and not word.required:
        return f"{word.name}: {writer.write(word.schema)} | {checked.use('Unset')} = {runtime.use('UNSET')}"
    return declaration(word, writer)


def _doc(operation: Operation, words: tuple[Keyword, ...]) -> str:
    summary = brief(operation.summary, 200) or brief(operation.description, 200) or f"Call {operation.name}."
    parts = [
        summary if summary.endswith((".", "!", "?", "…")) else f"{summary}.",
        f"`{operation.method} {operation.path}`",
    ]
    if operation.deprecated:
        parts.insert(1, "Deprecated.")
    described = [f"    {word.name}: {word.description}" for word in words if word.description]
    if described:
        parts.append("\n".join(["Args:", *described]))
    return "\n\n".join(parts)
