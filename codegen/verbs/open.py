"""The project that a folder lies in."""

from __future__ import annotations

from pathlib import Path

from codegen.core.diagnostics import Diagnostics
from codegen.project import Project, find
from codegen.verbs.failure import UsageError


def open_project(start: Path) -> Project:
    """Return the project that `start` lies in.

    Raises:
        UsageError: if there is none, or its settings are wrong.
    """
    diagnostics = Diagnostics()
    project = find(start, diagnostics)
    if diagnostics.failed:
        raise UsageError("\n".join(str(item) for item in diagnostics))
    if project is None:
        raise UsageError("there is no project here: no pyproject.toml with [tool.codegen]", "`codegen init` makes one")
    return project


def watched(project: Project) -> tuple[str, ...]:
    """Return the folders that a run reads and writes, relative to the root, for `sync.state`."""
    folders = {project.specs, project.handlers, project.output}
    return tuple(sorted(folder.relative_to(project.root).as_posix() for folder in folders))
