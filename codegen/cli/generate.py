"""`codegen generate`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegen.cli.say import FORMAT, VERBOSE, as_json, complain, diagnose, drifts, talk
from codegen.verbs.generate import generate

if TYPE_CHECKING:
    from codegen.sync.layers import Layer
    from codegen.verbs.generate import GenerateResult


@click.command("generate")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--diff", is_flag=True, help="Show what changes in the generated files.")
@click.option(
    "--discard", metavar="FILE", multiple=True, help="Give up the edit of this file; a copy is kept. May repeat."
)
@click.option("--adopt", is_flag=True, help="Take over files that stand where generated ones go; copies are kept.")
@VERBOSE
@FORMAT
def command(dry_run: bool, diff: bool, discard: tuple[str, ...], adopt: bool, verbose: bool, form: str) -> int:
    """Make or update the generated code from contracts and definitions.

    Files that were edited by hand are never overwritten: they stop the run and are named. An edit that was kept
    (`codegen keep`) is merged; one that does not fit holds back its own service or action and nothing else.

    \b
    Examples:
      codegen generate
      codegen generate --dry-run --diff
    """  # noqa: D301  # click's \b
    result = generate(Path.cwd(), dry_run=dry_run, diff=diff, adopt=adopt, discard=discard)
    if form == "json":
        as_json(result)
        return result.exit_code
    diagnose(result.diagnostics, verbose=verbose)
    if result.upgrade:
        talk(result.upgrade)
    _show(result)
    if result.refused:
        drifts(result.refused)
        complain("nothing was written: these files are not as the generator left them")
    elif result.exit_code != 2:
        _tell(result)
        drifts(result.conflicts)
        for drift in result.unaccepted:
            talk(f"{drift.message} check fails until it is accepted: {drift.mend}")
    return result.exit_code


def _show(result: GenerateResult) -> None:
    """Print the diffs; those of the generator's own version apart, each part under a heading."""
    if result.upgrade_diffs:
        click.echo("# what this version of codegen changes by itself")
    for text in result.upgrade_diffs:
        click.echo(text, nl=False)
    if result.upgrade_diffs and result.diffs:
        click.echo("# what your inputs change")
    for text in result.diffs:
        click.echo(text, nl=False)


def _tell(result: GenerateResult) -> None:
    """Print what was written, a line a layer."""
    for path in result.retired:
        click.echo(f"the kept edit of {path} is retired: the generator writes it itself by now")
    if not result.written and not result.deleted:
        click.echo("nothing else to do" if result.retired or result.conflicts else "nothing to do")
        return
    verb = "would write" if result.dry_run else "wrote"
    for layer in dict.fromkeys(layer for _, layer in (*result.written, *result.deleted)):
        new, gone = _count(result.written, layer), _count(result.deleted, layer)
        deleted = f", {'would delete' if result.dry_run else 'deleted'} {gone}" if gone else ""
        click.echo(f"{layer}: {verb} {new} {'file' if new == 1 else 'files'}{deleted}")
    if result.dry_run:
        for path, _ in sorted(result.written + result.deleted):
            talk(f"  {path}")
    for path in result.kept:
        talk(f"the old {path} is kept under .codegen/replaced/")


def _count(files: Iterable[tuple[str, Layer]], wanted: Layer) -> int:
    return sum(layer is wanted for _, layer in files)
