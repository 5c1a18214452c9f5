"""An action as it would be if every condition held: to see what its steps send that are not called otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

from codegen.actions.plan import Action as Bound
from codegen.actions.plan import Plan
from codegen.runtime import Action
from codegen.targets import actions as target


@contextmanager
def without_conditions(action: Bound, plan: Plan, package: str) -> Iterator[Action[Any, Any]]:
    """Yield the action, generated without its conditions and loaded beside the one on the disk, which stays as it is.

    Args:
        action: which; it has no handler.
        plan: it is in.
        package: the dotted name of the generated code's.
    """
    free = replace(action, steps=tuple(replace(step, when=None) for step in action.steps))
    tree = target.generate(replace(plan, actions=(free,)))
    text = next(text for path, text in tree.items() if path.startswith("actions/") and "__init__" not in path)
    module = ModuleType(f"{package}.actions._{action.name}_without_conditions")
    module.__package__ = f"{package}.actions"
    sys.modules[module.__name__] = module  # where pydantic looks up the names in annotations
    try:
        exec(compile(text, module.__name__, "exec"), module.__dict__)  # noqa: S102  # our own generated code
        yield module.ACTION
    finally:
        del sys.modules[module.__name__]
