"""`codegen pull`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegen.cli.say import FORMAT, as_json, complain, diagnose, printable, talk

if TYPE_CHECKING:
    from codegen.verbs.pull import Pulled


@click.command("pull")
@click.argument("service", default="")
@click.option("--check", is_flag=True, help="Only tell; exit 1 where there is something newer.")
@click.option("--discard", is_flag=True, help="Replace a contract that was edited by hand; a copy is kept.")
@click.option(
    "--pr",
    "request",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write a pull request's title and body to FILE (- for stdout); empty where nothing is new.",
)
@FORMAT
def command(service: str, check: bool, discard: bool, request: str | None, form: str) -> int:
    """Fetch the next contract of SERVICE (all that have a source, if left out) and say what it changes.

    Where it comes from is said in service.yaml: source: {url: …}, {git: …, path: …}, {npm: …, path: …} or {file: …};
    network hosts have to be listed in [tool.codegen] hosts. The contract is replaced byte for byte; overlays and adapt
    are never touched. Exits 1 where something in use breaks or a correction no longer applies, and says what absorbs
    it.

    \b
    Examples:
      codegen pull erp
      codegen pull --check
      codegen pull --pr pull-request.md
    """  # noqa: D301  # click's \b
    # heavy: reads contracts and fetches
    from codegen.verbs.pull import pull
    from codegen.verbs.pull_request import pull_request

    result = pull(Path.cwd(), service, check=check, discard=discard)
    text = pull_request(result.services)
    if request is not None and request != "-":
        Path(request).write_text(text, encoding="utf-8")
    if form == "json":
        as_json(result)
        return result.exit_code
    diagnose(result.diagnostics)
    if request == "-":
        click.echo(text, nl=False)
        return result.exit_code
    for item in result.services:
        _tell(item)
    return result.exit_code


def _tell(item: Pulled) -> None:
    """Print what became of one service, its breaks by layer."""
    from codegen.verbs.pull import Fate
    from codegen.verbs.pull_request import aspects_in_words, change_lines, next_step, summary

    source = f"{item.where}{f' at {item.revision}' if item.revision else ''}"
    if item.problem:
        complain(printable(f"{item.service}: {item.problem}"), printable(item.suggestion))
        return
    if item.fate is Fate.CURRENT:
        click.echo(f"{item.service}: nothing newer in {printable(source)}")
        return
    verb = "there is a newer contract in" if item.fate is Fate.NEWER else "pulled from"
    click.echo(f"{click.style(item.service, bold=True)}: {verb} {printable(source)}")
    seen = item.foreseen
    click.echo(f"  {summary(seen)}")
    for name, aspects in seen.operations:
        click.echo(f"  {printable(name)} changes: {aspects_in_words(aspects)}")
    for line in change_lines(seen.rows):
        click.echo(f"    {printable(line)}")
    for layer in dict.fromkeys(broken.layer for broken in seen.breaks):
        click.echo(click.style(f"  breaks, to be mended at the {layer}:", fg="red"))
        for broken in (broken for broken in seen.breaks if broken.layer is layer):
            click.echo(f"    {printable(broken.subject)}: {printable(broken.message)}")
    for line in seen.misfits:
        click.echo(f"  no longer fits: {printable(line)}")
    for line in seen.idle:
        click.echo(f"  no longer applies: {printable(line)}")
    if seen.offer:
        click.echo(f"  absorb it: {printable(seen.offer)}")
    talk(f"  {next_step(item)}".replace("`", ""))
