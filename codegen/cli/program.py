"""The `codegen` command: its verbs, loaded when they are asked for, and what every one of them does with a failure."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NoReturn

import click

import codegen
from codegen.cli.say import complain
from codegen.verbs.failure import UsageError

_BUG = 3
_OTHERS_CODE = frozenset({"run", "serve", "mock"})  # these run people's code, which may have things to do at its end
_SELDOM = (100_000, 20, 20)  # contracts are large trees without circles; looking for some takes a sixth of the time

# in the order of a newcomer's first day; the short help stands here so that `--help` loads no verb
VERBS: Mapping[str, str] = MappingProxyType(
    {
        "init": "Make a project here.",
        "add": "Register an OpenAPI contract as a service.",
        "scaffold": "Write an action definition, filled from the contract.",
        "generate": "Make or update the generated code.",
        "check": "Say what drifted, in which layer, and what mends it.",
        "pull": "Fetch the vendor's next contract, and say what it breaks.",
        "diff": "Say what changed in the contracts, and what it touches.",
        "review": "Write one page to review what changed.",
        "keep": "Keep a hand edit of a generated file.",
        "accept": "Accept what agents see of a changed tool.",
        "run": "Invoke an action from the terminal.",
        "serve": "Serve the tools to an agent (MCP).",
        "mock": "Play the services from their contracts.",
        "catalog": "Who owns what, and which reviews are overdue.",
    }
)


class LazyGroup(click.Group):
    """A group that imports a verb's module when the verb is called, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the verbs in the order of a first day."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """Return a verb's command, None where there is no such verb."""
        if name not in VERBS:
            return None
        command = import_module(f"codegen.cli.{name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; a wrong one is told with the nearest."""
        if args and args[0] not in VERBS:
            # difflib is needed where somebody mistyped, and at no other time
            from codegen.core.diagnostics import nearest

            hint = nearest(args[0], VERBS)
            raise click.UsageError(f"there is no command {args[0]!r}{f' ({hint})' if hint else ''}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """Write the verbs with their short help, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(codegen.__version__, prog_name="codegen")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
def program(debug: bool) -> None:
    """From OpenAPI contracts and action definitions, generate External Services, Invocable Actions and Agent Actions,
    and keep the three layers in step.

    \b
    A first day:
      codegen init
      codegen add ~/contracts/erp.yaml --name erp
      codegen scaffold erp.createOrder
      codegen generate
      codegen run create_order --input sku=PUMP-7

    Exit codes: 0 fine, 1 found something, 2 wrong usage or input, 3 a bug of codegen.
    """  # noqa: D205, D301  # click's own paragraphs, and its \b


def run_program() -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(*_SELDOM)
    code = _code()
    if _OTHERS_CODE.isdisjoint(sys.argv):
        _leave(code)
    sys.exit(code)


def _code() -> int:
    """Run the command line and return its exit code."""
    try:
        return int(program.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:  # `codegen … | head`
        sys.stderr.close()
        return 0
    except UsageError as error:
        complain(error.message, error.suggestion)
        return error.exit_code
    except ModuleNotFoundError:
        raise  # a plain install: the caller says what to install
    except Exception as error:  # noqa: BLE001  # the door of the program: what comes here is a bug of ours
        _tell_bug(error)
        return _BUG


def _leave(code: int) -> NoReturn:
    """End the process at once: taking the trees of large contracts apart piece by piece takes a tenth of the time."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:  # None where the descriptor was closed beforehand
                stream.flush()
        except BrokenPipeError:
            code = 0
    os._exit(code)


def _tell_bug(error: Exception) -> None:
    complain(f"{type(error).__name__}: {error}", "this is a bug of codegen; --debug shows where")
    if "--debug" in sys.argv:
        traceback.print_exception(error)
