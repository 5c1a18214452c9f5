"""The project that a folder lies in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codegen.core.diagnostics import Diagnostics
from codegen.project import Project, find
from codegen.sync.site import Site
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


def site_of(project: Project) -> Site:
    """Return where the project's generated files stand."""
    return Site(project.root, project.output.relative_to(project.root).as_posix())


def watched(project: Project) -> tuple[str, ...]:
    """Return the folders that a run reads and writes, relative to the root, for `sync.state`."""
    folders = {project.specs, project.handlers, project.output}
    return tuple(sorted(folder.relative_to(project.root).as_posix() for folder in folders))


def below_output(site: Site, names: Iterable[str]) -> list[str]:
    """Return generated files that were named on the command line by their paths below the output folder.

    Args:
        site: the project.
        names: relative to the working directory or the project's root.

    Raises:
        UsageError: if one is no file of the output folder.
    """
    folder, paths = site.folder.resolve(), []
    for name in names:
        candidates = [(base / name).resolve() for base in (Path.cwd(), site.root)]
        file = next((file for file in candidates if file.is_relative_to(folder)), None)
        if file is None:
            raise UsageError(f"{name} is no file of {site.output}/", "`codegen check` lists the edited files")
        paths.append(file.relative_to(folder).as_posix())
    return paths
