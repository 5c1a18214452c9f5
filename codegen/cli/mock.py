"""`codegen mock`."""

from __future__ import annotations

import shlex
import signal
import sys
from pathlib import Path

import click

from codegen.cli.say import FORMAT, as_json, diagnose, talk


@click.command("mock")
@click.argument("services", nargs=-1)
@click.option("--port", default=0, help="The first service's port, the others take the next; free ones if left out.")
@FORMAT
def command(services: tuple[str, ...], port: int, form: str) -> int:
    """Play SERVICES (all, if none is named) from their contracts on the loopback interface, until Ctrl-C.

    Prints the environment that leads generated code to them.

    \b
    Examples:
      codegen mock
      codegen mock erp --port 8080
    """  # noqa: D301  # click's \b
    # heavy: reads contracts
    from codegen.verbs.mock import serve

    with serve(Path.cwd(), services=services, port=port) as result:
        diagnose(result.diagnostics)
        if result.exit_code:
            return result.exit_code
        if form == "json":
            as_json(result)
        else:
            for name, value in result.environment.items():
                click.echo(f"export {name}={shlex.quote(value)}")
            for service, url in result.urls.items():
                talk(f"{service} on {url}")
        sys.stdout.flush()
        _wait()
    return 0


def _wait() -> None:
    """Wait until the process is interrupted or asked to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            signal.pause()
    except KeyboardInterrupt:
        talk("")
