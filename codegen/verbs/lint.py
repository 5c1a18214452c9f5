"""The lints' findings as diagnostics: each at its line of the definition, as severe as the project says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from codegen.actions.definition import Definition
from codegen.actions.lint import LINTS, findings
from codegen.actions.plan import Plan
from codegen.actions.sources import Source
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.places import Place, pointer, tokens
from codegen.project import FILE, Project
from codegen.verbs.budgets import MAX_COUNT, NAMES, OF_ALL, ToolTokens, excesses

NAMED = frozenset((*LINTS, *NAMES))  # every lint and budget


def of_one_tool() -> frozenset[str]:
    """Return the lints and budgets that a definition can accept for its tool."""
    return NAMED - frozenset(OF_ALL)


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
        definitions: where they are written; what one accepts under `tool.lint` is not told of its tool.
        project: `lint` of `[tool.codegen]` says which are `off` and which are an `error`; the others warn.
        costs: what the tools cost in tokens.
        diagnostics: collects them, `unknown-lint` where a lint is named that is not there, and `idle-lint` where a
            definition accepts what is not found.
    """
    _named(project.lint, Place(FILE, pointer="/tool/codegen/lint"), diagnostics)
    written = {definition.name: definition for definition in definitions}
    found: set[tuple[str, str]] = set()
    for name, action, message, place, suggestion in _findings(plan, written, project, costs):
        found.add((action, name))
        severity = project.lint.get(name, "warning")
        if severity != "off" and not (action and name in written[action].lint):
            told = diagnostics.error if severity == "error" else diagnostics.warning
            told(name, message, place, suggestion)
    for definition in definitions:
        for name in definition.lint:
            place = definition.source.place(pointer("tool", "lint", name), key=True)
            if name in OF_ALL:
                message = f"{name} is about all tools, and no definition accepts it"
                diagnostics.warning("idle-lint", message, place, f"set it under lint of [tool.codegen] in {FILE}")
            elif _named([name], place, diagnostics) and (definition.name, name) not in found:
                message = f"{name} finds nothing here that had to be accepted"
                diagnostics.warning("idle-lint", message, place, f"remove {name}")
    if len(plan.tools) > MAX_COUNT:
        message = f"there are {len(plan.tools)} tools, and vendors refuse more than {MAX_COUNT} in one request"
        diagnostics.error(
            "toolset-refused", message, Place(FILE, pointer="/tool/codegen"), "give each agent its own project"
        )


def _named(names: Iterable[str], place: Place, diagnostics: Diagnostics) -> bool:
    """Say whether all these lints are there, and collect the others."""
    strange = sorted(set(names) - NAMED)
    for name in strange:
        hint = nearest(name, NAMED) or f"there are {', '.join((*LINTS, *NAMES))}"
        diagnostics.error("unknown-lint", f"there is no lint {name!r}", place, hint)
    return not strange


def _findings(
    plan: Plan, written: Mapping[str, Definition], project: Project, costs: Sequence[ToolTokens]
) -> Iterator[tuple[str, str, str, Place, str]]:
    """Yield the lint, the action ("" for the whole set), the message, its place and what to write instead."""
    for finding in findings(plan):
        told, source = finding.problem, written[finding.action].source
        yield finding.lint, finding.action, told.reason, _place(source, told.pointer), told.better
    for excess in excesses(costs, plan, project):
        place = Place(FILE, pointer="/tool/codegen")
        if excess.action:
            place = _place(written[excess.action].source, "/action")
        yield excess.name, excess.action, excess.message, place, excess.suggestion


def _place(source: Source, pointer: str) -> Place:
    """Return where it stands, or where it comes from: a short definition has no inputs of its own."""
    node = source.tree
    for token in tokens(pointer):
        if not isinstance(node, dict) or token not in node:
            return source.place("/operation" if "operation" in source.tree else "/steps")
        node = node[token]
    return source.place(pointer, key=True)
