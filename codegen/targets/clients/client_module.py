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


@dataclass(frozen=True, slots=True)
class _Module:
    """What the methods of one module share; `checked` is for type checkers only, `operations` names a module."""

    contract: Contract
    runtime: Imports
    checked: Imports
    operations: str
    is_async: bool


def client_module(service: Service, *, is_async: bool) -> str:
    """Return the text of a service's sync or async client."""
    module = _new_module(service.contract, is_async)
    base = module.runtime.use("AsyncServiceClient" if is_async else "ServiceClient")
    module.runtime.own(".service", "SERVICE")
    names = constant_names(service.contract)
    methods = tuple(_method(module, operation, names[key]) for key, operation in service.contract.operations.items())
    if module.checked.lines():
        module.runtime.use("TYPE_CHECKING")
    view = ClientView(
        doc=f"{service.title or service.name} as {'coroutines' if is_async else 'functions'}.",
        class_doc=_class_doc(service, is_async),
        imports=Code("\n".join(module.runtime.lines())),
        checked=module.checked.indented(),
        name=Code("AsyncClient" if is_async else "Client"),
        base=Code(base),
        methods=methods,
    )
    return render("clients/client.py.j2", view)


def _new_module(contract: Contract, is_async: bool) -> _Module:
    operations = contract.operations.values()
    # A method hides a type of its name from the class's annotations; a keyword hides a module from its method's body.
    hidden = {operation.ident for operation in operations}
    given = {keyword.name for operation in operations for keyword in keywords(contract, operation)}
    runtime = Imports(hidden | given)
    return _Module(contract, runtime, Imports(hidden), runtime.add(".", "operations"), is_async)


def _class_doc(service: Service, is_async: bool) -> str:
    how = "called without blocking the event loop" if is_async else "called in this thread"
    owner = f"\n\nExternal Service `{service.name}`, owned by {service.owner.team}." if service.owner.team else ""
    return f"{service.title or service.name}, {how}.{owner}"


def _method(module: _Module, operation: Operation, constant: str) -> MethodView:
    words = keywords(module.contract, operation)
    checked = module.checked
    writer = TypeWriter(checked, lambda name: model_path(checked, name), marked=False)
    declared = [_declaration(word, writer, module) for word in words]
    parts = ("self", *(["*", *declared] if declared else []))
    start = f"{'async ' if module.is_async else ''}def {operation.ident}("
    head = lay_out(Group(start, parts, f") -> {answer_type(operation, answer_writer(checked))}:"), 4)
    arguments = table([(py(argument_key(operation, word.name)), word.name) for word in words])
    wait = "await " if module.is_async else ""
    call = Group(f"{wait}self._call(", (f"{module.operations}.{constant}", arguments), ")")
    return MethodView(head, _doc(operation, words), lay_out(call, 8, room=len("return ")))


def _declaration(word: Keyword, writer: TypeWriter, module: _Module) -> str:
    if word.required or not word.nullable or "x-default" in word.schema:
        return declaration(word, writer)
    # UNSET is a default, so it is needed when the module runs; types only by those who read them.
    unset = module.runtime.use("UNSET")
    return f"{word.name}: {writer.write(word.schema)} | {module.checked.use('Unset')} = {unset}"


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
