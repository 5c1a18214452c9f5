"""`codegen run`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from codegen.cli.say import as_json, printable, talk


def _pair(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [value.partition("=") for value in values]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise click.BadParameter("write NAME=VALUE", ctx, parameter)
    return [(name, value) for name, _, value in pairs]


@click.command("run")
@click.argument("action")
@click.option("--input", "pairs", metavar="NAME=VALUE", multiple=True, callback=_pair, help="One input. May repeat.")
@click.option("--json", "document", metavar="OBJECT", default="", help="Inputs as a JSON object.")
@click.option("--role", "roles", multiple=True, help="A role that the caller has. May repeat.")
@click.option("--scope", "scopes", multiple=True, help="A scope that the caller has. May repeat.")
@click.option("--mock", is_flag=True, help="Play the services from their contracts for this one run.")
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the files that the action is given and gives.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent, undone and expected; send nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How --dry-run tells it.",
    show_default=True,
)
@click.option("--yes", is_flag=True, help="Do not ask before an action that writes.")
def command(
    action: str,
    pairs: list[tuple[str, str]],
    document: str,
    roles: tuple[str, ...],
    scopes: tuple[str, ...],
    mock: bool,
    files: Path | None,
    dry_run: bool,
    form: str,
    yes: bool,
) -> int:
    """Invoke the generated ACTION as the caller `local`, and print its result or its error as JSON.

    An action that writes asks first. Exits 0 where it succeeded, 1 where it failed.

    \b
    Examples:
      codegen run part_availability --input sku=PUMP-7 --mock
      codegen run reorder_part --json '{"sku": "PUMP-7", "quantity": 3}' --role buyer --yes
      codegen run reorder_part --input sku=PUMP-7 --input quantity=3 --role buyer --dry-run
    """  # noqa: D301  # click's \b
    if dry_run:
        return _dry(action, pairs=pairs, document=document, roles=roles, scopes=scopes, files=files, form=form)
    # heavy: pydantic and the transport
    from codegen.verbs.run import run

    def approve(question: str) -> bool:
        if yes:
            return True
        if not sys.stdin.isatty():
            return False
        talk(printable(question))
        return click.confirm("go on?", err=True)

    result = run(
        Path.cwd(),
        action,
        pairs=pairs,
        document=document,
        roles=roles,
        scopes=scopes,
        mock=mock,
        files=files,
        approve=approve,
    )
    as_json(result.envelope)
    return result.exit_code


def _dry(
    action: str,
    *,
    pairs: list[tuple[str, str]],
    document: str,
    roles: tuple[str, ...],
    scopes: tuple[str, ...],
    files: Path | None,
    form: str,
) -> int:
    # heavy: the contracts are read
    from codegen.cli.rehearsal import told
    from codegen.verbs.dry_run import dry_run

    done = dry_run(Path.cwd(), action, pairs=pairs, document=document, roles=roles, scopes=scopes, files=files)
    if form == "json":
        as_json(dataclasses.asdict(done))
    else:
        for line in told(done):
            click.echo(printable(line))
    return done.exit_code
