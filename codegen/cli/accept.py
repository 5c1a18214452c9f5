"""`codegen accept`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from codegen.cli.say import FORMAT, as_json, diagnose, printable, talk


@click.command("accept")
@click.argument("tools", metavar="NAME...", nargs=-1, required=True)
@click.option("--reason", default="", help="Why the change is right.")
@click.option("--owner", default="", help="Who answers for it: a team or a person.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day it holds; for ever if left out.")
@click.option("--since", default="", metavar="OLD", help="What a change is one from; the snapshots if left out.")
@click.option("--dry-run", is_flag=True, help="Only show how the tool differs from what was accepted; record nothing.")
@FORMAT
def command(
    tools: tuple[str, ...], reason: str, owner: str, until: datetime | None, since: str, dry_run: bool, form: str
) -> int:
    """Accept what agents see of a tool NAME, as it would be generated now, or a breaking change by its id.

    A tool is accepted as it is first generated. When what it takes or gives changes later, `codegen check` fails until
    a person accepts the change here; it is recorded in specs/accepted.yaml, for every vendor's file. A change of text
    alone passes with a notice, unless the text looks like an order to the agent. What changed is shown.

    A breaking change that `codegen diff` shows has an id, such as erp/4f1d2c9a0b1e; accepted, it no longer fails.

    \b
    Examples:
      codegen accept reorder_part --dry-run
      codegen accept reorder_part --reason "orders now take a note" --owner supply-chain
      codegen accept erp/4f1d2c9a0b1e --reason "no client reads it" --owner finance --since main:specs/erp/openapi.yaml
    """  # noqa: D301  # click's \b
    # heavy: reads contracts
    from codegen.verbs.accept import accept

    last = until.date() if until else None
    result = accept(Path.cwd(), tools, reason=reason, owner=owner, until=last, since=since, dry_run=dry_run)
    if form == "json":
        as_json(result)
        return result.exit_code
    diagnose(result.diagnostics)
    for name in result.accepted:
        if name in result.unchanged:
            also = "" if dry_run else "; its reason and owner are these now"
            talk(f"{name} {'is' if dry_run else 'was'} accepted as it is already{also}")
        else:
            click.echo(f"{'to be accepted' if dry_run else 'accepted'}: {name}")
        for line in result.differences.get(name, ()):
            click.echo(f"  {printable(line)}")
    if result.accepted and not dry_run:
        talk(f"recorded in {result.file}; commit it")
    return result.exit_code
