"""`codegen init`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import FORMAT, as_json, talk
from codegen.verbs.init import init


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@FORMAT
def command(folder: Path, form: str) -> int:
    """Make a project in FOLDER (here, if left out). What is there already is left alone.

    \b
    Example:
      mkdir shop && cd shop && codegen init
    """  # noqa: D301  # click's \b
    result = init(folder)
    if form == "json":
        as_json(result)
        return result.exit_code
    for name in result.written:
        click.echo(f"wrote {name}")
    talk("next: codegen add CONTRACT --name NAME")
    return result.exit_code
