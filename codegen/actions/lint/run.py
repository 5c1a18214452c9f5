"""All lints over all tools."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.actions.lint import inputs, texts  # noqa: F401  # they register their lints
from codegen.actions.lint.registry import LINTS, Finding, Surface
from codegen.actions.plan import Plan


def findings(plan: Plan) -> Iterator[Finding]:
    """Yield what every lint finds, tool by tool in the order of the plan."""
    actions = {action.name: action for action in plan.actions}
    for tool in plan.tools:
        surface = Surface(tool, actions[tool.action], plan.tools)
        for entry in LINTS.values():
            for problem in entry.check(surface):
                yield Finding(entry.name, tool.action, problem)
