"""`codegen serve`: the project's tools for a client that starts the server as a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from codegen.runtime import Context, Files
from codegen.verbs.failure import UsageError
from codegen.verbs.invocation import CALLER, importable, package_of
from codegen.verbs.open import open_project
from codegen.verbs.run import services_played

_LACKING = frozenset(("mcp", "mcp_types", "anyio", "starlette"))


def serve(
    start: Path,
    *,
    name: str,
    roles: Collection[str] = (),
    scopes: Collection[str] = (),
    trusted: Collection[str] = (),
    mock: bool = False,
    files: Path | None = None,
    limit: int | None = None,
    tell: Callable[[str], None],
) -> None:
    """Serve the generated tools of the project that `start` lies in, until the client goes.

    Args:
        start: a folder in the project.
        name: what the server calls itself.
        roles: what the caller `local` has.
        scopes: likewise.
        trusted: clients that ask their user by themselves before a tool that writes.
        mock: play the services from their contracts, in place of the real ones.
        files: the folder of the files that actions are given and give.
        limit: characters of a result, beyond which it is cut; None for what is usual.
        tell: is told, in a line, that the server is there.

    Raises:
        UsageError: if there is no project, no generated tools, or the SDK of MCP is not installed.
    """
    try:
        # heavy, and of an extra of its own
        from codegen.serving.bounds import LIMIT
        from codegen.serving.server import Settings, server_of
        from codegen.serving.stdio import serve_stdio
        from codegen.serving.surface import read_surface
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LACKING:
            raise
        raise UsageError(f"{error.name} is not installed", "pip install 'agent-action-codegen[generate,mcp]'") from None
    project = open_project(start)
    package = package_of(project)
    services: AbstractContextManager[Mapping[str, str]] = services_played(start) if mock else nullcontext({})
    with importable(project), services as urls:
        try:
            surface = read_surface(package)
        except (ModuleNotFoundError, FileNotFoundError):
            raise UsageError("there are no generated tools", "run `codegen generate` first") from None
        context = Context(
            principal=CALLER,
            roles=frozenset(roles),
            scopes=frozenset(scopes),
            base_urls=urls,
            files=Files(root=files),
        )
        settings = Settings(context=lambda: context, trusted=frozenset(trusted), limit=limit or LIMIT)
        tell(f"{name}: {len(surface.tools)} tools on standard input and output, for the caller {CALLER}")
        serve_stdio(server_of(surface, settings, name=name))
