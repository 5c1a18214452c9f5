"""Generated actions on disk over a hand-made layer 1, ready to import."""

from __future__ import annotations

import asyncio
import importlib
import itertools
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from codegen.actions.plan import Action
from codegen.runtime import Context
from codegen.targets.actions import generate
from tests.targets.actions import layer1
from tests.targets.actions.plans import plan

_NUMBERS = itertools.count()


class Project:
    """A package `<name>` in a folder, with handlers in `<name>_rules`."""

    def __init__(self, folder: Path, *actions: Action, rules: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.name = f"made_{next(_NUMBERS)}"
        made = replace(plan(*actions), handlers_package=f"{self.name}_rules")
        for path, text in generate(made).items():
            target = folder / self.name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        layer1.write(folder / self.name)
        self.write_rules(rules or {})

    def write_rules(self, rules: Mapping[str, str]) -> None:
        """Write handlers; `HERE` in their text is the package of generated code."""
        package = self.folder / f"{self.name}_rules"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").write_text("")
        for name, text in rules.items():
            (package / f"{name}.py").write_text(text.replace("HERE", self.name))

    @contextmanager
    def on_path(self):
        """Make the project importable within the block."""
        sys.path.insert(0, str(self.folder))
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(str(self.folder))
            for module in [name for name in sys.modules if name.split(".")[0].startswith(self.name)]:
                del sys.modules[module]

    def invoke(self, world: str, action: str, arguments: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """Invoke an action in the `sync` or the `async` world."""
        with self.on_path():
            made = importlib.import_module(f"{self.name}.actions.{action}").ACTION
            if world == "sync":
                return made.invoke(arguments, context)
            return asyncio.run(made.invoke_async(arguments, context))


def buyer(url: str, **changes: Any) -> Context:
    """Return a caller who may reorder, with every service at `url`."""
    urls = dict.fromkeys(("inventory", "erp", "chat"), url)
    made = Context(
        principal="ann",
        roles=frozenset({"buyer"}),
        scopes=frozenset({"orders:write"}),
        base_urls=urls,
        correlation_id="c1",
    )
    return replace(made, **changes)
