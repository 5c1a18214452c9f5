"""`codegen serve`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import talk


@click.command("serve")
@click.option("--role", "roles", multiple=True, help="A role that the caller has. May repeat.")
@click.option("--scope", "scopes", multiple=True, help="A scope that the caller has. May repeat.")
@click.option(
    "--trust-client",
    "trusted",
    metavar="NAME",
    multiple=True,
    help="A client that asks its user by itself before a tool that writes (agent.ask: client). May repeat.",
)
@click.option("--mock", is_flag=True, help="Play the services from their contracts, in place of the real ones.")
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the files that actions are given and give.",
)
@click.option("--result-limit", type=click.IntRange(min=1_000), help="Characters of a result, beyond which it is cut.")
@click.option("--name", default="actions", show_default=True, help="What the server calls itself.")
def command(
    roles: tuple[str, ...],
    scopes: tuple[str, ...],
    trusted: tuple[str, ...],
    mock: bool,
    files: Path | None,
    result_limit: int | None,
    name: str,
) -> int:
    """Serve the generated tools as an MCP server on standard input and output, for the caller `local`.

    A client starts it as a process of its own. Tools that the caller may not call, or that want a person's yes which
    the client cannot ask for, are not listed; why is said on standard error.

    \b
    Examples:
      codegen serve --mock --role buyer --scope orders:write
      npx @modelcontextprotocol/inspector codegen serve --mock
    """  # noqa: D301  # click's \b
    # heavy: pydantic, the transport and the SDK of MCP
    from codegen.verbs.serve import serve

    serve(
        Path.cwd(),
        name=name,
        roles=roles,
        scopes=scopes,
        trusted=trusted,
        mock=mock,
        files=files,
        limit=result_limit,
        tell=talk,
    )
    return 0
