"""`codegen diff`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegen.cli.say import diagnose, printable, talk
from codegen.verbs.failure import UsageError

if TYPE_CHECKING:
    from codegen.changes.report import Report, Row

_MOST_PLACES = 5
_COLOURS = {3: "red", 2: "yellow", 1: "blue", 0: "green"}


@click.command("diff")
@click.argument("old", default="")
@click.argument("new", default="")
@click.option("--all", "everything", is_flag=True, help="Also what shows in no operation in use.")
@click.option("--apply", is_flag=True, help="Write the lines of adapt that absorb changes and are 60 % sure or more.")
@click.option("--explain", metavar="RULE", help="Print what a rule means, why it matters and what mends it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "sarif"]),
    default="text",
    help="How the result is printed: markdown for a pull request, sarif for code scanning.",
)
@click.option("--output", metavar="FILE", help="Write it to a file, in a format other than text.")
def command(
    old: str, new: str, everything: bool, apply: bool, explain: str | None, form: str, output: str | None
) -> int:
    """Say what changed in the contracts, and what that does to actions, tools and your own code.

    OLD and NEW are files or REVISION:PATH; NEW is the same path today if left out. Without both, the snapshots that the
    generated code was made from are compared with the contracts in specs/. Exits 1 where something in use breaks.

    \b
    Examples:
      codegen diff
      codegen diff main:specs/erp/openapi.yaml
      codegen diff --apply
      codegen diff old.yaml new.yaml --all
      codegen diff --format markdown --output diff.md
      codegen diff --explain response-required-property-removed
    """  # noqa: D301  # click's \b
    if explain:
        return _explain(explain)
    if output and form == "text":
        raise UsageError("text goes to the terminal", "choose --format markdown, json or sarif")
    with ExitStack() as stack:
        opened = None
        if old:
            # light beside what a comparison needs
            from codegen.verbs.versions import open_versions

            opened = open_versions(Path.cwd(), old, new, stack)
            if opened.untouched and form == "text" and not (everything or apply):
                click.echo("no change")
                return 0
        # heavy: reads contracts
        from codegen.changes.absorb import SURE_ENOUGH
        from codegen.verbs.diff import diff

        result = diff(Path.cwd(), old, new, everything=everything, apply=apply, opened=opened)
    diagnose(result.diagnostics)
    if form == "text":
        _tell(result.report, whole=result.exit_code != 2)
    else:
        _print(result.report, form, output)
    say = click.echo if form == "text" else talk
    for name in result.applied:
        say(f"wrote {name}; next: codegen generate")
    unsure = any(row.offer and not row.sure for row in result.report.rows)
    if apply and unsure:
        say(f"not written: what is less than {SURE_ENOUGH:.0%} sure; put the line into service.yaml if it is right")
    elif apply and not result.applied:
        say("nothing to write: adapt has what absorbs a change, or nothing does")
    return result.exit_code


def _print(report: Report, form: str, output: str | None) -> None:
    """Print a report in a format for programs and hosts, or write it to a file; "-" is stdout."""
    # heavy: the rules' pages
    from codegen.changes.formats.table import FORMATS

    text = FORMATS[form](report)
    if output in (None, "-"):
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written: {error.strerror}", "choose another file with --output"
        ) from error


def _tell(report: Report, *, whole: bool) -> None:
    from codegen.changes.formats.words import in_numbers

    offered: dict[str, str] = {}  # what a line of adapt is offered for first
    for row in report.rows:
        _row(row, offered)
    for name in report.newly_used:
        click.echo(f"newly used: {printable(name)}")
    if not report.rows:
        click.echo("no change" if whole else "no change in what could be read")
    else:
        click.echo(in_numbers(report.rows))


def _row(row: Row, offered: dict[str, str]) -> None:
    from codegen.changes.formats.words import mended_at, stands_in
    from codegen.verbs.diff import spots_in_words

    change, level = row.change, row.change.severity.worst
    word = click.style(level.name.lower(), fg=_COLOURS[int(level)], bold=True)
    id_ = f" {row.id}" if row.breaking else ""
    click.echo(f"{word} {printable(change.subject)}: {printable(change.message)} [{change.rule}]{id_}")
    if row.accepted:
        click.echo(f"    accepted: {printable(row.accepted)}")
    side = f"{change.side}, " if change.side else ""
    where = f"{side}{printable(spots_in_words(change.places))}".strip(", ")
    place = f" ({row.new or row.old})" if row.new or row.old else ""
    click.echo(f"    {f'{where}{place}'.strip()}")
    if places := stands_in(row, _MOST_PLACES, printable):
        click.echo(f"    stands as {places}")
    impact = row.impact
    if impact.absorbed:
        click.echo("    absorbed at the External Service; agent surface unchanged")
    else:
        parts = [f"action {name}" for name in impact.actions] + [f"tool {name}" for name in impact.tools]
        told = [f"reaches {', '.join(parts)}"] if parts else []
        if impact.mended_by and not row.sure:
            why = f": {impact.why}" if impact.why else ""
            told.append(f"to be mended at the {mended_at(impact, printable)}{why}")
        if told:
            click.echo(f"    {'; '.join(told)}")
    if row.offer:
        _offer(row, offered)
    for line in impact.lines:
        click.echo(f"    {line}: {printable(line.text)}")


def _offer(row: Row, offered: dict[str, str]) -> None:
    """Print the line that absorbs a change, once for all changes that it absorbs."""
    from codegen.verbs.yaml_text import flow

    line, subject = printable(flow(row.offer)), printable(row.change.subject)
    if (first := offered.setdefault(line, subject)) != subject:
        click.echo(f"    the line for {first} absorbs it too")
    else:
        word = f"{'absorb' if row.sure else 'might absorb'} {'part of it' if row.partly else 'it'}"
        click.echo(f"    {word} ({round(row.confidence * 100)} % sure): adapt: {line}")


def _explain(name: str) -> int:
    """Print a rule's page."""
    from codegen.changes.registry import RULES, rule_of
    from codegen.changes.walk import LOADED  # noqa: F401  # the rules register themselves
    from codegen.core.diagnostics import nearest

    found = rule_of(name)
    if found is None:
        known = [known for rule in RULES.values() for known in (rule.name, *rule.ids)]
        raise UsageError(f"there is no rule {name!r}", nearest(name, known))
    click.echo(f"{found.name}\n\n{_unindented(found.doc)}\n\nids: {', '.join(found.ids)}")
    return 0


def _unindented(doc: str) -> str:
    return "\n".join(line.strip() for line in doc.strip().splitlines())
