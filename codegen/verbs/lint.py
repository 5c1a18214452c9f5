"""The lints' findings as diagnostics: each at its line of the definition, as severe as the project says."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.actions.definition import Definition
from codegen.actions.lint import LINTS, findings
from codegen.actions.plan import Plan
from codegen.actions.sources import Source
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.places import Place, tokens
from codegen.project import FILE, Project
from codegen.verbs.budgets import MAX_COUNT, NAMES, ToolTokens, excesses


def lint(
    plan: Plan,
    definitions: Sequence[Definition],
    project: Project,
    costs: Sequence[ToolTokens],
    diagnostics: Diagnostics,
) -> None:
    """Collect what the lints find and which budgets are not kept, under their names.

    Args:
        plan: the tools.
        definitions: where they are written.
        project: `lint` of `[tool.codegen]` says which are `off` and which are an `error`; the others warn.
        costs: what the tools cost in tokens.
        diagnostics: collects them, and `unknown-lint` where the project tunes one that is not there.
    """
    known = (*LINTS, *NAMES)
    for name in sorted(project.lint.keys() - set(known)):
        hint = nearest(name, known) or f"there are {', '.join(known)}"
        diagnostics.error("unknown-lint", f"there is no lint {name!r}", Place(FILE, pointer="/tool/codegen/lint"), hint)
    sources = {definition.name: definition.source for definition in definitions}
    for finding in findings(plan):
        told, place = finding.problem, _place(sources[finding.action], finding.problem.pointer)
        _collect(finding.lint, told.reason, place, told.better, project, diagnostics)
    for excess in excesses(costs, plan, project):
        place = _place(sources[excess.action], "/action") if excess.action else Place(FILE, pointer="/tool/codegen")
        _collect(excess.name, excess.message, place, excess.suggestion, project, diagnostics)
    if len(plan.tools) > MAX_COUNT:
        message = f"there are {len(plan.tools)} tools, and vendors refuse more than {MAX_COUNT} in one request"
        diagnostics.error(
            "toolset-refused", message, Place(FILE, pointer="/tool/codegen"), "give each agent its own project"
        )


def _collect(
    name: str, message: str, place: Place, suggestion: str, project: Project, diagnostics: Diagnostics
) -> None:
    severity = project.lint.get(name, "warning")
    if severity != "off":
        told = diagnostics.error if severity == "error" else diagnostics.warning
        told(name, message, place, suggestion)


def _place(source: Source, pointer: str) -> Place:
    """Return where it stands, or where it comes from: a short definition has no inputs of its own."""
    node = source.tree
    for token in tokens(pointer):
        if not isinstance(node, dict) or token not in node:
            return source.place("/operation" if "operation" in source.tree else "/steps")
        node = node[token]
    return source.place(pointer, key=True)
