"""`codegen check`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import FORMAT, VERBOSE, as_json, diagnose, drifts, talk


@click.command("check")
@VERBOSE
@FORMAT
def command(verbose: bool, form: str) -> int:
    """Say whether contracts, definitions, handlers, lock and generated code are in step; write nothing.

    Drift is listed by layer (External Service, Invocable Action, Agent Action), each with what mends it. Exits 0
    without drift, 1 with, or where a lint is an error; 2 where the input itself is wrong.

    \b
    Examples:
      codegen check
      codegen check --format json
    """  # noqa: D301  # click's \b
    # heavy: reads contracts and renders
    from codegen.verbs.check import check
    from codegen.verbs.lint import of_one_tool

    result = check(Path.cwd())
    if form == "json":
        as_json(result)
        return result.exit_code
    diagnose(result.diagnostics, verbose=verbose)
    if name := next((item.rule for item in result.diagnostics if item.rule in of_one_tool()), ""):
        talk(f"a finding is accepted in its definition, with the reason: tool: {{lint: {{{name}: why}}}}")
    drifts(result.drifts)
    if not result.drifts and result.exit_code != 2:
        click.echo("no drift" if result.exit_code == 0 else "no drift, but a lint that is an error found something")
    elif result.drifts:
        layers = dict.fromkeys(str(drift.layer) for drift in result.drifts)
        click.echo(f"drift: {len(result.drifts)} in {', '.join(layers)}")
    return result.exit_code
