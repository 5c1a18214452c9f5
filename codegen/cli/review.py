"""`codegen review`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import talk


@click.command("review")
@click.option(
    "--output", metavar="FILE", default="codegen-review.html", show_default=True, help="The page; - for stdout."
)
def command(output: str) -> int:
    """Write one page to review what changed in the contracts, and what was generated from it.

    A single HTML file that loads nothing and opens from the disk. It says how each layer stands, where the chain is
    broken, every change with what it reaches and the generated code that follows, and what to do next. Exits 1 where
    something in use breaks or has to be mended.

    \b
    Examples:
      codegen review
      codegen review --output review.html
    """  # noqa: D301  # click's \b
    # heavy: reads contracts, renders and type-checks
    from codegen.verbs.review import review

    result = review(Path.cwd(), output)
    if output == "-":
        click.echo(result.text, nl=False)
        return result.exit_code
    for verdict in result.review.verdicts:
        click.echo(f"{verdict.layer}: {verdict.standing}")
    changes, breaking = len(result.review.report.rows), len(result.review.report.breaking)
    click.echo(f"{changes} {'change' if changes == 1 else 'changes'}, {breaking} breaking")
    talk(f"open {output}")
    return result.exit_code
