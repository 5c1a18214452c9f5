"""`codegen check`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import FORMAT, VERBOSE, as_json, diagnose, drifts


@click.command("check")
@VERBOSE
@FORMAT
def command(verbose: bool, form: str) -> int:
    """Say whether contracts, definitions, handlers, lock and generated code are in step; write nothing.

    Drift is listed by layer (External Service, Invocable Action, Agent Action), each with what mends it. Exits 0
    without drift, 1 with, 2 where the input itself is wrong.

    \b
    Examples:
      codegen check
      codegen check --format json
    """  # noqa: D301  # click's \b
    # heavy: reads contracts and renders
    from codegen.verbs.check import check

    result = check(Path.cwd())
    if form == "json":
        as_json(result)
        return result.exit_code
    diagnose(result.diagnostics, verbose=verbose)
    drifts(result.drifts)
    if result.exit_code == 0:
        click.echo("no drift")
    elif result.drifts:
        layers = dict.fromkeys(str(drift.layer) for drift in result.drifts)
        click.echo(f"drift: {len(result.drifts)} in {', '.join(layers)}")
    return result.exit_code
