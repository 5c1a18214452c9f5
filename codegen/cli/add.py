"""`codegen add`."""

from __future__ import annotations

from pathlib import Path

import click

from codegen.cli.say import FORMAT, as_json, diagnose, talk


@click.command("add")
@click.argument("spec")
@click.option("--name", default="", help="The service's name; from the contract's title if left out.")
@click.option(
    "--operations",
    default="used",
    help="used (what definitions name), all, or names and globs with commas between: 'issues/*,repos/get'.",
)
@click.option("--owner", default="", help="The team that owns the service.")
@FORMAT
def command(spec: str, name: str, operations: str, owner: str, form: str) -> int:
    """Register the OpenAPI contract SPEC (2.0, 3.0 or 3.1; JSON or YAML) as a service.

    SPEC is a file, a URL, npm:PACKAGE[@VERSION]#PATH or git:REPOSITORY[@REVISION]#PATH. Where it is fetched from is
    noted as `source` in service.yaml, and `codegen pull` fetches the next one from there.

    The contract is copied byte for byte to specs/NAME/, beside a service.yaml; the credentials that it asks for are
    added to specs/credentials.yaml as references to environment variables.

    \b
    Examples:
      codegen add ~/contracts/erp.yaml --name erp
      codegen add api.github.com.json --name github --operations 'issues/*'
      codegen add npm:@octokit/openapi#generated/api.github.com.json --name github
    """  # noqa: D301  # click's \b
    # heavy: reads YAML, JSON and contracts
    from codegen.core.origin import origin_of_words
    from codegen.verbs.add import add
    from codegen.verbs.open import open_project

    project = open_project(Path.cwd())
    specs = project.specs.relative_to(project.root).as_posix()
    chosen = [part.strip() for part in operations.split(",") if part.strip()] or ["used"]
    result = add(
        project.root,
        specs,
        origin_of_words(spec) or Path(spec),
        name=name,
        operations=chosen,
        team=owner,
        hosts=project.hosts,
    )
    diagnose(result.diagnostics)
    if form == "json":
        as_json(result)
    elif result.exit_code == 0:
        for file in result.written:
            click.echo(f"wrote {file}")
        talk(f"{result.service}: {result.operations} operations, {_chosen(result.chosen)}")
        if result.environment:
            talk(f"set in the environment: {', '.join(result.environment)}")
        talk(f"next: codegen scaffold {result.service}.OPERATION")
    return result.exit_code


def _chosen(count: int | None) -> str:
    return "those that definitions use are generated" if count is None else f"{count} are generated"
