"""Printing: results to stdout, talk to stderr, colour only on a terminal."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from codegen.core.diagnostics import Diagnostic
    from codegen.sync.drift import Drift

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the result is printed."
)
VERBOSE = click.option("--verbose", is_flag=True, help="Also print each info: what was mended or left out harmlessly.")


def complain(message: str, suggestion: str = "") -> None:
    """Print what stopped a command."""
    hint = f" ({suggestion})" if suggestion else ""
    click.echo(f"{click.style('error', fg='red', bold=True)}: {message}{hint}", err=True)


def talk(text: str) -> None:
    """Print what a person may want to know and a program does not."""
    click.echo(text, err=True)


def diagnose(items: Iterable[Diagnostic], *, verbose: bool = True) -> None:
    """Print diagnostics, `file:line:column: error: message (suggestion) [rule]`, grouped by file.

    Args:
        items: in the order of their places.
        verbose: print infos too; without, one line counts them.
    """
    items = list(items)
    shown = [item for item in items if verbose or str(item.severity) != "info"]
    _groups(shown)
    if hidden := len(items) - len(shown):
        talk(f"{hidden} {'info' if hidden == 1 else 'infos'} not shown: --verbose prints them")


def _groups(items: Iterable[Diagnostic]) -> None:
    groups = itertools.groupby(items, lambda item: item.place.file if item.place else "")
    for number, (_, group) in enumerate(groups):
        if number:
            talk("")
        for item in group:
            where = f"{item.place}: " if item.place else ""
            severity = click.style(str(item.severity), fg=_COLOURS[str(item.severity)], bold=True)
            hint = f" ({item.suggestion})" if item.suggestion else ""
            talk(f"{where}{severity}: {printable(item.message)}{printable(hint)} [{item.rule}]")


def drifts(items: Iterable[Drift]) -> None:
    """Print drift by layer, each with what mends it; what mends several in a row stands below the last of them."""
    for layer, group in itertools.groupby(items, lambda drift: drift.layer):
        click.echo(click.style(str(layer), bold=True))
        for mend, mended in itertools.groupby(group, lambda drift: drift.mend):
            for drift in mended:
                click.echo(f"  {printable(drift.message)} [{drift.kind}]")
                for detail in drift.details:
                    click.echo(f"    {printable(detail)}")
            click.echo(f"    mend: {printable(mend)}")


def as_json(value: object) -> None:
    """Print a result for a program."""
    click.echo(json.dumps(_plain(value), indent=2, ensure_ascii=False))


def printable(text: str) -> str:
    """Return `text` without what would steer a terminal: contracts are other people's."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path | date) else value
