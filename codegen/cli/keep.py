"""`codegen keep`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import FORMAT, as_json, talk


@click.command("keep")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@FORMAT
def command(files: tuple[str, ...], form: str) -> int:
    """Keep the hand edit of a generated FILE.

    The edit becomes a patch in specs/patches/, which holds what the generator had written and what you made of it;
    every later generation merges it into what it writes. Where both changed the same lines, the patch shows the
    conflict and only what depends on the file is held back. Called again after a further edit, it keeps that too; after
    the edit was taken back, it removes the patch.

    \b
    Examples:
      codegen keep generated/services/erp/client.py
    """  # noqa: D301  # click's \b
    # heavy: reads contracts and renders
    from codegen.verbs.keep import keep

    result = keep(Path.cwd(), files)
    if form == "json":
        as_json(result)
        return result.exit_code
    for kept in result.kept:
        if kept.patch:
            click.echo(f"wrote {kept.patch} (+{kept.added} -{kept.removed} lines)")
        else:
            click.echo(f"{kept.file} is as it was generated: there is no edit left to keep")
    talk("next: codegen generate")
    return result.exit_code
