"""Lines of people's own code that touch what a contract changed, found by a type checker.

The generated code is rendered once more with marks on what changed. Where a line uses it, mypy says so: it knows which
class an attribute belongs to and which step a keyword goes to, which a search for words does not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from codegen.actions.plan import Plan
from codegen.changes.impact import UserLine
from codegen.changes.keys import Key
from codegen.contract.model import Contract
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.sync.site import Site
from codegen.sync.types import TypeProblem, problems_in
from codegen.verbs.marks import marked
from codegen.verbs.user_files import user_files

_KINDS = ("property", "parameter", "operation")


def user_lines(
    project: Project, site: Site, plan: Plan, service: str, keys: Collection[Key]
) -> Mapping[Key, tuple[UserLine, ...]]:
    """Return the lines of people's code that touch each of some properties, parameters and operations of a service.

    Args:
        project: where things are.
        site: likewise.
        plan: bound against the contract that people's code was written for.
        service: whose contract changed.
        keys: what changed in it, as `codegen.changes.keys.line_keys` says it; of an operation, that it is gone.

    Raises:
        TypeCheckError: if the type checker does not run.
    """
    wanted = {key for key in keys if key[0] in _KINDS}
    files = user_files(project, site) if wanted else None
    if files is None or not files.paths:
        return {}
    apart = _apart(plan, service, wanted)
    generated = marked(apart, apart.service(service), _rendered(apart), wanted)
    if not generated.marks:
        return {}
    found: dict[Key, set[UserLine]] = {}
    for problem in problems_in(site, generated.tree, files.paths):
        for key in generated.about(problem.message, files.kin):
            found.setdefault(key, set()).add(_line(problem, project.root))
    return {key: tuple(sorted(lines)) for key, lines in found.items()}


def _rendered(plan: Plan) -> Tree:
    # heavy, and many a project has no code of its own that could be touched
    from codegen.targets import actions, clients

    return clients.generate(plan) | actions.generate(plan)


def _apart(plan: Plan, service: str, keys: Collection[Key]) -> Plan:
    """Return the plan with a class of its own for each definition of which a property changed."""
    touched = {owner for kind, owner, _ in keys if kind == "property"}
    return replace(
        plan,
        services=tuple(
            replace(item, contract=_untwinned(item.contract, touched)) if item.name == service else item
            for item in plan.services
        ),
    )


def _untwinned(contract: Contract, touched: Collection[str]) -> Contract:
    twins = {name: leader for name, leader in contract.twins.items() if not {name, leader} & set(touched)}
    return replace(contract, twins=twins)


def _line(problem: TypeProblem, root: Path) -> UserLine:
    lines = (root / problem.file).read_text(encoding="utf-8", errors="replace").splitlines()
    text = lines[problem.line - 1].strip() if 0 < problem.line <= len(lines) else ""
    return UserLine(problem.file, problem.line, text)
