"""A generated action, loaded from its project, with the inputs that a person gave."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from codegen.contract.model import Json
from codegen.core.diagnostics import nearest
from codegen.project import Project
from codegen.runtime import Action
from codegen.verbs.failure import UsageError

CALLER = "local"


@dataclass(frozen=True, slots=True)
class Invocation:
    """An action and its arguments; `package` is the dotted name of the generated code's."""

    action: Action[Any, Any]
    arguments: Mapping[str, Json]
    package: str


def invocation(project: Project, name: str, pairs: Collection[tuple[str, str]], document: str) -> Invocation:
    """Return a generated action with its arguments; the project must be `importable`.

    Args:
        project: where it is.
        name: the action's.
        pairs: inputs as name and text; the text is read as the input's type asks.
        document: further inputs as a JSON object.

    Raises:
        UsageError: if there is no such action, or an input cannot be read.
    """
    package = package_of(project)
    action = _load(project, package, name)
    return Invocation(action, {**_object(document), **_typed(action, pairs)}, package)


@contextmanager
def importable(project: Project) -> Iterator[None]:
    """Let generated code and handlers be imported from the project."""
    paths = [str(project.root), *([str(project.root / "src")] if (project.root / "src").is_dir() else [])]
    sys.path[:0] = paths
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for path in paths:
            sys.path.remove(path)


def package_of(project: Project) -> str:
    """Return the dotted name of the package of the generated code."""
    parts = project.output.relative_to(project.root).parts
    return ".".join(parts[1:] if parts[0] == "src" else parts)


def _load(project: Project, package: str, name: str) -> Action[Any, Any]:
    folder = project.output / "actions"
    known = sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))
    if name not in known:
        raise UsageError(
            f"there is no generated action {name!r}", nearest(name, known) or "run `codegen generate` first"
        )
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
