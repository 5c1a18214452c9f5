"""Handlers, as far as their text shows whether they fit; types are mypy's, which reads `generated/handlers.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from codegen.actions.definition import Definition, calls_of
from codegen.project import Project
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer
from codegen.sync.site import Site
from codegen.sync.types import type_problems

_PARAMETERS = 2  # inputs and steps


def handler_drifts(project: Project, definitions: Iterable[Definition]) -> Iterator[Drift]:
    """Yield a drift for each handler that is missing, does not parse, or has no fitting `run`."""
    for definition in definitions:
        if definition.handler:
            file = project.handlers / f"{definition.name}.py"
            name = file.relative_to(project.root).as_posix()
            if problem := _problem(file, name):
                yield Drift("handler-misfit", Layer.INVOCABLE_ACTION, definition.name, *problem)


def handler_misfits(
    project: Project, site: Site, definitions: Iterable[Definition], tree: Mapping[str, str], known: Iterable[Drift]
) -> Iterator[Drift]:
    """Yield a drift for each handler that does not type-check against the generated code as it would be.

    Args:
        project: where things are.
        site: likewise.
        definitions: all of them.
        tree: what is to stand in the output folder.
        known: drifts that were found without a type checker; their handlers are passed over.

    Raises:
        TypeCheckError: if the type checker does not run.
    """
    told = {drift.subject for drift in known if drift.kind == "handler-misfit"}
    names = [d.name for d in definitions if d.handler and d.name not in told]
    if not names:
        return
    modules = {f"{project.handlers_package}.{name}": name for name in names}
    problems = type_problems(site, tree, modules)
    folder = project.handlers.relative_to(project.root).as_posix()
    for name in names:
        found = [problem for problem in problems if problem.file == f"{folder}/{name}.py"]
        found += [p for p in problems if p.file == f"{site.output}/handlers.py" and f'"{name}' in p.message]
        if found:
            message = f"The handler {folder}/{name}.py does not fit the generated code."
            mend = f"mend {found[0].file}:{found[0].line}, or absorb the change in a layer below"
            yield Drift("handler-misfit", Layer.INVOCABLE_ACTION, name, message, mend, tuple(map(str, found)))


def _problem(file: Path, name: str) -> tuple[str, str] | None:
    """Return what is wrong with a handler and what mends it."""
    try:
        tree = ast.parse(file.read_bytes(), filename=name)
    except FileNotFoundError:
        return f"The handler {name} is missing.", f"write run(inputs, steps) in {name}"
    except (SyntaxError, ValueError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        return f"The handler {name}{line} is no Python: {error}.", f"mend {name}{line}"
    found = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "run"
    ]
    if not found:
        return f"The handler {name} defines no function run.", f"write run(inputs, steps) in {name}"
    if not _takes_two(found[-1].args):
        return f"run in {name}:{found[-1].lineno} does not take (inputs, steps).", f"mend {name}:{found[-1].lineno}"
    return None


def _takes_two(arguments: ast.arguments) -> bool:
    given = [*arguments.posonlyargs, *arguments.args]
    required = len(given) - len(arguments.defaults)
    more = len(given) >= _PARAMETERS or arguments.vararg is not None
    needless = all(default is not None for default in arguments.kw_defaults)
    return required <= _PARAMETERS and more and needless


def with_causes(
    misfits: Iterable[Drift], drifts: Iterable[Drift], definitions: Iterable[Definition]
) -> Iterator[Drift]:
    """Yield the misfits of handlers, each with the layer that caused it where the inputs tell: where to absorb it.

    Args:
        misfits: of handlers.
        drifts: everything else that disagrees.
        definitions: all of them.
    """
    changed = [drift for drift in drifts if drift.kind == "input-changed"]
    by_name = {definition.name: definition for definition in definitions}
    for misfit in misfits:
        used = {call.operation for call in calls_of(by_name[misfit.subject])}
        below = [d.subject for d in changed if d.layer is Layer.EXTERNAL_SERVICE and d.subject in used]
        own = any(d.layer is Layer.INVOCABLE_ACTION and d.subject == misfit.subject for d in changed)
        if below:
            cause = f" The External Service caused it: {', '.join(sorted(below))} changed, as said there."
            yield replace(misfit, message=misfit.message + cause, mend=_absorbed_or(misfit.mend))
        elif own:
            yield replace(
                misfit, message=f"{misfit.message} Its own definition {by_name[misfit.subject].file} changed."
            )
        else:
            yield misfit


def _absorbed_or(mend: str) -> str:
    """Return what mends a handler that a service broke: the line at the service first."""
    return f"absorb it at the External Service, or {mend.partition(', or')[0]}"
