"""Layer 2 as files: one module an action, the handlers held to them, and the roots of the packages."""

from __future__ import annotations

from codegen.actions.plan import Action, Plan
from codegen.core.tree import Tree
from codegen.render.environment import render
from codegen.render.literals import Code
from codegen.targets.actions.module import module_name, view_of
from codegen.targets.actions.view import HandlersView, HandlerView, ImportView, PackageView

_ROOT_DOC = """Made by `codegen generate`: External Services, Invocable Actions and the tools of Agent Actions.

Nothing in this folder is edited by hand; what people write stands in the definitions and the handlers."""
_HANDLERS_DOC = """The handlers that people wrote, each held to the action it serves.

A type checker finds here the handler that no longer fits its action."""


def generate(plan: Plan) -> Tree:
    """Return the files of layer 2: `__init__.py`, `handlers.py` and `actions/`."""
    modules = {
        f"actions/{module_name(action)}.py": render("actions/action.py.j2", view_of(action, plan))
        for action in plan.actions
    }
    doc = "The Invocable Actions: " + (", ".join(f"`{action.name}`" for action in plan.actions) or "none yet") + "."
    return Tree(
        {
            "__init__.py": render("actions/package.py.j2", PackageView(_ROOT_DOC)),
            "handlers.py": render("actions/handlers.py.j2", _handlers(plan)),
            "actions/__init__.py": render("actions/package.py.j2", PackageView(doc)),
            **modules,
        }
    )


def _handlers(plan: Plan) -> HandlersView:
    held = [action for action in plan.actions if action.handler]
    return HandlersView(
        doc=_HANDLERS_DOC,
        actions=tuple(
            ImportView(".actions", (f"{module_name(action)} as {module_name(action)}_action",)) for action in held
        ),
        handlers=tuple(_handler(action, plan) for action in held),
    )


def _handler(action: Action, plan: Plan) -> HandlerView:
    name = module_name(action)
    return HandlerView(
        name=Code(name),
        action=Code(f"{name}_action"),
        package=Code(plan.handlers_package),
        doc=f"Load the business rules of `{action.name}`.",
    )
