"""`codegen scaffold`: a definition filled from the contract, which generates and type-checks as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.service import ServiceSettings
from codegen.contract.build import build
from codegen.contract.index import operation_index
from codegen.contract.model import Contract, Operation
from codegen.core.diagnostics import Diagnostic, Diagnostics, nearest
from codegen.core.digest import of_text
from codegen.core.names import snake
from codegen.project import Project
from codegen.sync.site import read_lock
from codegen.verbs.definition_text import definition_text, handler_text
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project, site_of
from codegen.verbs.scaffolded_test import handler_test_text
from codegen.verbs.written import Written, pins, read_document, read_written

_GOOD_LENGTH = 40  # characters of a name; clients put the server's before it, and several stop at 60
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ScaffoldResult:
    """The files that were written, relative to the project's root, and the action's name."""

    action: str
    written: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


def scaffold(
    start: Path, operation: str, *, name: str = "", handler: bool = False, everything: bool = False
) -> ScaffoldResult:
    """Write the definition of an action that makes one call.

    Args:
        start: a folder in the project.
        operation: `service.operation`, under its stable name.
        name: the action's; from the operation's where it is left out.
        handler: write business rules too, with a test of them, and let them orchestrate.
        everything: take every input that the operation has, not only what it requires.

    Raises:
        UsageError: if there is no such operation, or the action is there already.
    """
    project, diagnostics = open_project(start), Diagnostics()
    written = read_written(project, diagnostics)
    settings, wanted = _split(operation, written)
    contract = _contract(settings, wanted, project, diagnostics)
    if contract is None or diagnostics.failed:
        return ScaffoldResult(name, (), tuple(diagnostics), 2)
    action = _action(name or _short(snake(wanted).strip("_")), written)
    found = contract.operations[wanted]
    text = definition_text(action, contract, found, handler=handler, everything=everything)
    files = _files(project, action, contract, found, text, handler=handler)
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    made = tuple(file.relative_to(project.root).as_posix() for file in files)
    return ScaffoldResult(action, made, tuple(diagnostics), 0)


def _split(operation: str, written: Written) -> tuple[ServiceSettings, str]:
    service, dot, wanted = operation.partition(".")
    known = {settings.name: settings for settings in written.services}
    if not dot or not wanted:
        raise UsageError(f"{operation!r} names no operation", "write SERVICE.OPERATION, such as erp.createOrder")
    if service not in known:
        raise UsageError(f"there is no service {service!r}", nearest(service, known) or "`codegen add` makes one")
    return known[service], wanted


def _contract(settings: ServiceSettings, wanted: str, project: Project, diagnostics: Diagnostics) -> Contract | None:
    document = read_document(settings, project, diagnostics)
    if document is None:
        return None
    pinned = pins(read_lock(site_of(project)), settings.name)
    known = operation_index(document, settings.adapt, pinned)
    if wanted not in known:
        raise UsageError(f"the contract of {settings.name} has no operation {wanted!r}", nearest(wanted, known))
    quiet = Diagnostics()  # lines of `adapt` about other operations name nothing in this slice
    contract = build(
        document, service=settings.name, used=[wanted], adapt=settings.adapt, pinned=pinned, diagnostics=quiet
    )
    if contract is None:
        diagnostics.extend(quiet)
    return contract


def _action(name: str, written: Written) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name of an action", "write lower-case words joined by _, with --name")
    taken = next((item for item in written.definitions if item.name == name), None)
    if taken is not None:
        raise UsageError(f"the action {name!r} is there already, in {taken.file}", "choose another with --name")
    return name


def _short(name: str) -> str:
    """Return a name that every client takes: its first words, and a digest of all of it where that leaves some out."""
    if len(name) <= _GOOD_LENGTH:
        return name
    return f"{name[: _GOOD_LENGTH - 6].rpartition('_')[0] or name[: _GOOD_LENGTH - 7]}_{of_text(name)[:6]}"


def _files(
    project: Project, action: str, contract: Contract, operation: Operation, text: str, *, handler: bool
) -> dict[Path, str]:
    definition = project.specs / "actions" / f"{action}.yaml"
    files = {definition: text}
    if handler:
        parts = project.output.relative_to(project.root).parts
        package = ".".join(parts[1:] if parts[0] == "src" else parts)
        files[project.handlers / f"{action}.py"] = handler_text(action, contract, operation, package)
        files[project.tests / f"test_{action}.py"] = handler_test_text(action, contract, operation, package)
        files |= {
            file: text
            for file, text in [(project.handlers / "__init__.py", '"""Business rules."""\n')]
            if not file.exists()
        }
    for file in files:
        if file.exists():
            raise UsageError(f"{file.relative_to(project.root).as_posix()} is there already", "choose another --name")
    return files
