"""`codegen run`: invoke a generated action from the terminal, as the caller `local`."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.contract.model import Json
from codegen.core.diagnostics import nearest
from codegen.project import Project
from codegen.runtime import Action, Context, Files
from codegen.verbs.failure import UsageError
from codegen.verbs.mock import serve
from codegen.verbs.open import open_project

CALLER = "local"


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
    with _importable(project):
        action = _load(project, name)
        arguments = {**_object(document), **_typed(action, pairs)}
        if action.effect == "write" and not approve(f"{name} writes: {action.description.strip()}"):
            raise UsageError(f"{name} was not run", "give --yes to run an action that writes without being asked")
        services: AbstractContextManager[Mapping[str, str]] = _services(start) if mock else nullcontext({})
        with services as urls:
            context = Context(
                principal=CALLER,
                roles=frozenset(roles),
                scopes=frozenset(scopes),
                base_urls=urls,
                files=Files(root=files),
            )
            envelope = action.invoke(arguments, context)
    return RunResult(envelope, 0 if envelope.get("ok") is True else 1)


@contextmanager
def _services(start: Path) -> Iterator[Mapping[str, str]]:
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


@contextmanager
def _importable(project: Project) -> Iterator[None]:
    """Let generated code and handlers be imported from the project."""
    paths = [str(project.root), *([str(project.root / "src")] if (project.root / "src").is_dir() else [])]
    sys.path[:0] = paths
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for path in paths:
            sys.path.remove(path)


def _load(project: Project, name: str) -> Action[Any, Any]:
    folder = project.output / "actions"
    known = sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))
    if name not in known:
        raise UsageError(
            f"there is no generated action {name!r}", nearest(name, known) or "run `codegen generate` first"
        )
    parts = project.output.relative_to(project.root).parts
    package = ".".join(parts[1:] if parts[0] == "src" else parts)
    found = importlib.import_module(f"{package}.actions.{name}").ACTION
    if not isinstance(found, Action):
        raise UsageError(f"{package}.actions.{name} holds no action", "run `codegen generate` again")
    return found


def _object(document: str) -> dict[str, Json]:
    if not document:
        return {}
    try:
        value = json.loads(document)
    except json.JSONDecodeError as error:
        raise UsageError(f"--json is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise UsageError("--json must be an object of inputs", 'write --json \'{"sku": "PUMP-7"}\'')
    return value


def _typed(action: Action[Any, Any], pairs: Collection[tuple[str, str]]) -> dict[str, Json]:
    """Read each input's text: as it is where the input may be text, else as JSON."""
    properties = action.inputs.model_json_schema(by_alias=True).get("properties", {})
    return {name: _value(text, properties.get(name, {})) for name, text in pairs}


def _value(text: str, schema: Mapping[str, Json]) -> Json:
    members = [schema, *schema.get("anyOf", ())]
    if any(member.get("type") == "string" or "enum" in member for member in members):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text  # the action says what it expected instead
