"""`codegen scaffold`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import FORMAT, as_json, diagnose, talk


@click.command("scaffold")
@click.argument("operation", metavar="SERVICE.OPERATION")
@click.option("--name", default="", help="The action's name; from the operation's if left out.")
@click.option(
    "--handler", is_flag=True, help="Write specs/handlers/ACTION.py too, for business rules, and a test of them."
)
@click.option("--all-inputs", is_flag=True, help="Take every input that the operation has, not only what it requires.")
@FORMAT
def command(operation: str, name: str, handler: bool, all_inputs: bool, form: str) -> int:
    """Write the definition of an action that makes one call, with the contract's own descriptions and types.

    It generates as it stands, and it is yours from then on: no command writes it again.

    \b
    Examples:
      codegen scaffold erp.createOrder
      codegen scaffold github.issues/create --name open_issue --handler
    """  # noqa: D301  # click's \b
    # heavy: reads contracts
    from codegen.verbs.scaffold import scaffold

    wanted = operation.replace("/", ".", 1) if "." not in operation else operation
    result = scaffold(Path.cwd(), wanted, name=name, handler=handler, everything=all_inputs)
    diagnose(result.diagnostics)
    if form == "json":
        as_json(result)
    elif result.exit_code == 0:
        for file in result.written:
            click.echo(f"wrote {file}")
        talk("next: codegen generate")
    return result.exit_code
