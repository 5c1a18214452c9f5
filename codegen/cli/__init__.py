"""The command line: options in, one verb called, its result printed, an exit code. Nobody imports it."""

from __future__ import annotations

import sys

# what the extra `generate` brings; a plain install is the runtime of generated code alone
_EXTRA = frozenset(
    {"click", "datamodel_code_generator", "jinja2", "jsonpath", "openapi_pydantic", "orjson", "ruamel", "yaml"}
)


def main() -> None:
    """Run the command line; without the generator's libraries, say what to install."""
    try:
        # within the function: the runtime-only install has no click
        from codegen.cli.program import run_program

        run_program()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        sys.stderr.write(
            f"codegen: {error.name} is not installed: this is the runtime of generated code alone. For the generator:\n"
            "  pip install 'agent-action-codegen[generate]'\n"
        )
        sys.exit(2)
