"""Lines of people's own code that touch what a contract changed, found by a type checker.

The generated code is rendered once more without what changed. Where a line used it, mypy says so: it knows which class
an attribute belongs to and which step a keyword goes to, which a search for words does not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from codegen.actions.plan import Action, Plan, Service
from codegen.actions.steps import Argument, Call, Target
from codegen.changes.impact import UserLine
from codegen.contract.model import Contract, Operation, name_of
from codegen.core.names import snake
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.sync.site import Site
from codegen.sync.types import TypeProblem, new_problems, problems_in
from codegen.sync.walk import walk

Key = tuple[str, str, str]  # kind, owner and wire name, as in `codegen.changes.model.Element`
_ATTRIBUTE = re.compile(r'"(?:[\w.]*\.)?(\w+)" has no attribute "(\w+)"')
_KEYWORD = re.compile(r'Unexpected keyword argument "(\w+)"')


def user_lines(
    project: Project, site: Site, plan: Plan, service: str, keys: Collection[Key]
) -> Mapping[Key, tuple[UserLine, ...]]:
    """Return the lines of people's code that touch each of some properties and parameters of a service.

    Args:
        project: where things are.
        site: likewise.
        plan: bound against the contract that people's code was written for.
        service: whose contract changed.
        keys: what changed in it.

    Raises:
        TypeCheckError: if the type checker does not run.
    """
    files = list(_files(project, site))
    wanted = [key for key in keys if key[0] in ("property", "parameter")]
    if not files or not wanted:
        return {}
    probe = _without(plan, service, set(wanted))
    before, after = _rendered(plan), _rendered(probe)
    problems = new_problems(problems_in(site, _code(after), files), problems_in(site, _code(before), files))
    names = _names(plan.service(service), wanted)
    found: dict[Key, list[UserLine]] = {}
    for problem in problems:
        for key in names.get(_about(problem), ()):
            found.setdefault(key, []).append(_line(problem, project.root))
    return {key: tuple(sorted(set(lines))) for key, lines in found.items()}


def _rendered(plan: Plan) -> Tree:
    # heavy, and many a project has no code of its own that could be touched
    from codegen.targets import actions, clients

    return clients.generate(plan) | actions.generate(plan)


def _code(tree: Tree) -> dict[str, str]:
    return {path: text for path, text in tree.items() if path.endswith(".py")}


def _files(project: Project, site: Site) -> Iterator[str]:
    """Yield the Python files of people that import generated code, relative to the root."""
    parts = site.output.split("/")
    package = ".".join(parts[1:] if parts[0] == "src" else parts)
    for path in sorted(walk(project.root)):
        folders = path.split("/")[:-1]
        hidden = any(folder.startswith(".") or folder in ("node_modules", "site-packages") for folder in folders)
        theirs = path.endswith(".py") and not path.startswith(f"{site.output}/") and not hidden
        if theirs and _imports(project.root / path, package):
            yield path


def _imports(file: Path, package: str) -> bool:
    try:
        content = file.read_bytes()
        if package.rpartition(".")[2].encode() not in content:
            return False
        tree = ast.parse(content)
    except (OSError, SyntaxError, ValueError):  # no code that could use ours
        return False
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    last = package.rpartition(".")[2]  # a package of the same project may import it relatively
    return any(f"{name}.".startswith((f"{package}.", f"{last}.")) for name in names)


# ------------------------------------------------------------------ the generated code without what changed


def _without(plan: Plan, service: str, keys: set[Key]) -> Plan:
    """Return the plan as if a service's contract had never had some properties and parameters."""
    services = tuple(
        replace(item, contract=_reduced(item.contract, keys)) if item.name == service else item
        for item in plan.services
    )
    reduced = {item.name: item for item in services}
    return replace(
        plan,
        services=services,
        actions=tuple(_reduced_action(action, reduced[service], keys) for action in plan.actions),
    )


def _reduced(contract: Contract, keys: set[Key]) -> Contract:
    schemas = {name: _reduced_schema(name, schema, keys) for name, schema in contract.schemas.items()}
    operations = {name: _reduced_operation(operation, keys) for name, operation in contract.operations.items()}
    return replace(contract, schemas=schemas, operations=operations, twins=_untwinned(contract, keys))


def _untwinned(contract: Contract, keys: set[Key]) -> dict[str, str]:
    """Return the twins that are still of one structure: those without a property taken away."""
    touched = {owner for kind, owner, _ in keys if kind == "property"}
    return {name: leader for name, leader in contract.twins.items() if not {name, leader} & touched}


def _reduced_schema(owner: str, schema: Mapping[str, Any], keys: set[Key]) -> Mapping[str, Any]:
    gone = {
        name
        for name, child in schema.get("properties", {}).items()
        if ("property", owner, str(child.get("x-wire", name))) in keys
    }
    if not gone:
        return schema
    properties = {name: child for name, child in schema["properties"].items() if name not in gone}
    required = [name for name in schema.get("required", ()) if name not in gone]
    return {**schema, "properties": properties, "required": required}


def _reduced_operation(operation: Operation, keys: set[Key]) -> Operation:
    parameters = tuple(
        p for p in operation.parameters if ("parameter", str(p.location), p.wire) not in keys or p.location == "path"
    )
    return replace(operation, parameters=parameters)


def _reduced_action(action: Action, service: Service, keys: set[Key]) -> Action:
    steps = tuple(
        replace(step, call=_reduced_call(step.call, service, keys)) if step.call.service == service.name else step
        for step in action.steps
    )
    return replace(action, steps=steps)


def _reduced_call(call: Call, service: Service, keys: set[Key]) -> Call:
    arguments = tuple(a for a in call.arguments if _argument_key(a, call) not in keys)
    return replace(call, arguments=arguments, operation=service.contract.operations[call.operation.name])


def _argument_key(argument: Argument, call: Call) -> Key | None:
    if argument.target is Target.PARAMETER and argument.parameter is not None:
        return "parameter", str(argument.parameter.location), argument.parameter.wire
    if argument.target is Target.FIELD and call.body_schema is not None and "$ref" in call.body_schema:
        return "property", name_of(call.body_schema), str(argument.schema.get("x-wire", argument.name))
    return None


# ------------------------------------------------------------------ what a problem is about


def _names(service: Service, keys: Collection[Key]) -> dict[tuple[str, str], list[Key]]:
    """Return what was taken away by class and attribute, and by keyword (no class)."""
    names: dict[tuple[str, str], list[Key]] = {}
    for key in keys:
        kind, owner, wire = key
        if kind == "parameter":
            names.setdefault(("", snake(wire)), []).append(key)
            continue
        for stable, child in service.contract.schemas.get(owner, {}).get("properties", {}).items():
            if str(child.get("x-wire", stable)) == wire:
                ident = str(child.get("x-ident", snake(stable)))
                names.setdefault((owner, ident), []).append(key)
                names.setdefault(("", ident), []).append(key)
    return names


def _about(problem: TypeProblem) -> tuple[str, str]:
    if found := _ATTRIBUTE.search(problem.message):
        return found[1], found[2]
    found = _KEYWORD.search(problem.message)
    return ("", found[1]) if found else ("", "")


def _line(problem: TypeProblem, root: Path) -> UserLine:
    lines = (root / problem.file).read_text(encoding="utf-8", errors="replace").splitlines()
    text = lines[problem.line - 1].strip() if 0 < problem.line <= len(lines) else ""
    return UserLine(problem.file, problem.line, text)
