"""`codegen review`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import printable, talk


@click.command("review")
@click.argument("old", default="")
@click.argument("new", default="")
@click.option("--all", "everything", is_flag=True, help="Also what shows in no operation in use.")
@click.option(
    "--output", metavar="FILE", default="codegen-review.html", show_default=True, help="The page; - for stdout."
)
def command(old: str, new: str, everything: bool, output: str) -> int:
    """Write one page to review what changed in the contracts, and what was generated from it.

    A single HTML file that loads nothing and opens from the disk. It says how each layer stands, where the chain is
    broken, every change with what it reaches and the generated code that follows, and what to do next. Exits 1 where
    something in use breaks or has to be mended.

    OLD and NEW are files or REVISION:PATH, as of `codegen diff`: then the page tells of these two contracts alone, and
    of what they mean for the project, if there is one.

    \b
    Examples:
      codegen review
      codegen review main:specs/erp/openapi.yaml
      codegen review old.yaml new.yaml --all
      codegen review --output review.html
    """  # noqa: D301  # click's \b
    # heavy: reads contracts, renders and type-checks
    from codegen.changes.formats.words import in_numbers
    from codegen.verbs.review import review

    result = review(Path.cwd(), output, old=old, new=new, everything=everything)
    if output == "-":
        click.echo(result.text, nl=False)
        return result.exit_code
    for verdict in result.review.verdicts:
        click.echo(f"{verdict.layer}: {verdict.standing}")
    for problem in result.review.problems:
        talk(printable(problem))
    rows = result.review.report.rows
    click.echo(in_numbers(rows) if rows else "no change in the contracts")
    talk(f"open {output}")
    return result.exit_code
