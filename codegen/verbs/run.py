"""`codegen run`: invoke a generated action from the terminal, as the caller `local`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from codegen.contract.model import Json
from codegen.runtime import Context, Files
from codegen.verbs.failure import UsageError
from codegen.verbs.invocation import CALLER, importable, invocation
from codegen.verbs.mock import serve
from codegen.verbs.open import open_project


@dataclass(frozen=True, slots=True)
class RunResult:
    """The envelope of an action; `exit_code` is 1 where it says that something failed."""

    envelope: Mapping[str, Json]
    exit_code: int


def run(
    start: Path,
    name: str,
    *,
    pairs: Collection[tuple[str, str]] = (),
    document: str = "",
    roles: Collection[str] = (),
    scopes: Collection[str] = (),
    mock: bool = False,
    files: Path | None = None,
    approve: Callable[[str], bool],
) -> RunResult:
    """Invoke an action of the project that `start` lies in.

    Args:
        start: a folder in the project.
        name: the action's.
        pairs: inputs as name and text; the text is read as the input's type asks.
        document: further inputs as a JSON object.
        roles: what the caller has.
        scopes: likewise.
        mock: play the services from their contracts for this one run, in place of the real ones.
        files: the folder of the files that the action is given and gives.
        approve: is asked, in a sentence, before an action that writes.

    Raises:
        UsageError: if there is no such action, an input cannot be read, or the write was not approved.
    """
    project = open_project(start)
    with importable(project):
        asked = invocation(project, name, pairs, document)
        action = asked.action
        if action.effect == "write" and not approve(f"{name} writes: {action.description.strip()}"):
            raise UsageError(f"{name} was not run", "give --yes to run an action that writes without being asked")
        services: AbstractContextManager[Mapping[str, str]] = services_played(start) if mock else nullcontext({})
        with services as urls:
            context = Context(
                principal=CALLER,
                roles=frozenset(roles),
                scopes=frozenset(scopes),
                base_urls=urls,
                files=Files(root=files),
            )
            envelope = action.invoke(asked.arguments, context)
    return RunResult(envelope, 0 if envelope.get("ok") is True else 1)


@contextmanager
def services_played(start: Path) -> Iterator[Mapping[str, str]]:
    """Play the project's services; yields where each answers, with their credentials in the environment."""
    with serve(start) as mocks:
        if mocks.exit_code:
            raise UsageError("\n".join(str(item) for item in mocks.diagnostics))
        before = dict(os.environ)
        os.environ.update(mocks.environment)
        try:
            yield mocks.urls
        finally:
            os.environ.clear()
            os.environ.update(before)
