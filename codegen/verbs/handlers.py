"""Handlers, as far as their text shows whether they fit; types are mypy's, which reads `generated/handlers.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from codegen.actions.definition import Definition
from codegen.project import Project
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer

_PARAMETERS = 2  # inputs and steps


def handler_drifts(project: Project, definitions: Iterable[Definition]) -> Iterator[Drift]:
    """Yield a drift for each handler that is missing, does not parse, or has no fitting `run`."""
    for definition in definitions:
        if definition.handler:
            file = project.handlers / f"{definition.name}.py"
            name = file.relative_to(project.root).as_posix()
            if problem := _problem(file, name):
                yield Drift("handler-misfit", Layer.INVOCABLE_ACTION, definition.name, *problem)


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
