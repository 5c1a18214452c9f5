"""Definitions drawn at random over the contracts of the golden case `keys`, bound, generated and loaded for real."""

from __future__ import annotations

import importlib
import itertools
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st

from codegen.actions.bind import bind
from codegen.actions.definition import read_definition
from codegen.core.diagnostics import Diagnostics
from codegen.project import find
from codegen.runtime import Action
from codegen.targets import actions as target
from codegen.verbs.assemble import Inputs, read
from codegen.verbs.generate import generate

CASE = Path(__file__).parents[1] / "golden" / "cases" / "keys"
PACKAGE = "drawn_project"
_NUMBERS = itertools.count()


@dataclass(frozen=True)
class Ground:
    """A project with every operation of the case generated, and what definitions are bound to."""

    root: Path
    inputs: Inputs


@cache
def ground() -> Ground:
    """Make the project once a process."""
    root = Path(tempfile.mkdtemp(prefix="drawn"))
    shutil.copytree(CASE / "specs", root / "specs", ignore=shutil.ignore_patterns("actions"))
    (root / "pyproject.toml").write_text(f'[tool.codegen]\noutput = "{PACKAGE}"\n')
    for service in ("shop", "stock"):
        file = root / "specs" / service / "service.yaml"
        text = file.read_text().replace(
            "retry: {attempts: 1, on: [connect]}", "retry: {attempts: 2, on: [connect, 503]}"
        )
        file.write_text(f"{text}operations: all\n")
    (root / "specs" / "actions").mkdir()
    made = generate(root)
    assert made.exit_code == 0, [str(item) for item in made.diagnostics]
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    problems = Diagnostics()
    project = find(root, problems)
    assert project is not None
    return Ground(root, read(project, None, problems))


def load(definition: dict[str, Any]) -> Action[Any, Any]:
    """Bind a definition, generate its module and return its action."""
    base = ground()
    file = base.root / f"drawn_{next(_NUMBERS)}.yaml"
    file.write_text(json.dumps(definition))  # JSON is YAML
    problems = Diagnostics()
    read_back = read_definition(file, base.root, problems)
    assert read_back is not None, [str(item) for item in problems]
    written = base.inputs.written
    plan = bind([read_back], written.services, base.inputs.contracts, problems, credentials=written.credentials)
    file.unlink()
    assert not problems.failed, [str(item) for item in problems]
    text = target.generate(plan)[f"actions/{definition['action']}.py"]
    module = ModuleType(f"{PACKAGE}.actions.drawn_{next(_NUMBERS)}")
    module.__package__ = f"{PACKAGE}.actions"
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, module.__name__, "exec"), module.__dict__)
        action: Action[Any, Any] = module.ACTION
        action.inputs.model_rebuild()
        action.outputs.model_rebuild()
    finally:
        del sys.modules[module.__name__]
    return action


def _maybe(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


WHEN = st.sampled_from(["$inputs.go == true", "$inputs.go == false"])
CONTINUE = st.just("continue")
FALLBACKS = st.fixed_dictionaries(
    {},
    optional={
        "operation": st.sampled_from(["stock.estimateLevel", "stock.getLevel"]),
        "last_good": st.just({"max_age": "1h"}),
        "value": st.just({"sku": "NONE", "on_hand": 0}),
        "escalate": st.just(True),
    },
).filter(bool)
EXPECT = st.fixed_dictionaries(
    {},
    optional={
        "fields": st.just({"on_hand": {"minimum": 0}}),
        "missing": st.sampled_from([{"on_hand": "fail"}, {"on_hand": {"default": 0}}]),
    },
)
AGED = EXPECT.map(lambda rules: {**rules, "as_of": "$response.body#/counted_at", "max_age": "15m"})


def _level(more: dict[str, Any]) -> dict[str, Any]:
    step = {"operation": "stock.getLevel", "with": {"sku": "$inputs.sku"}, **more}
    if "operation" in step.get("fallback", {}):
        step["fallback"] = {**step["fallback"], "with": {"sku": "$inputs.sku"}}
    return {**step, "outputs": {"on_hand": "#/on_hand"}}


UNDO_ORDER = st.just({"operation": "shop.deleteOrder", "with": {"id": "$response.body#/id"}})
UNDO_EXPORT = st.just({"operation": "shop.cancelExport", "with": {"export_id": "$response.body#/export_id"}})
ESCALATE = st.just({"escalate": True})
STEPS = st.one_of(
    _maybe(when=WHEN, fallback=FALLBACKS, expect=EXPECT | AGED, on_failure=CONTINUE).map(_level),
    _maybe(when=WHEN, undo=UNDO_ORDER, fallback=ESCALATE, on_failure=CONTINUE).map(
        lambda more: {
            "operation": "shop.createOrder",
            "with": {"sku": "$inputs.sku", "quantity": 1},
            **more,
            "outputs": {"id": "#/id"},
        }
    ),
    _maybe(when=WHEN, undo=UNDO_ORDER, fallback=ESCALATE, on_failure=CONTINUE).map(
        lambda more: {
            "operation": "shop.createOrder",
            "for_each": {"in": "$inputs.skus", "max": 3},
            "with": {"sku": "$item", "quantity": 2},
            **more,
            "outputs": {"ids": "#/*/id"},
        }
    ),
    _maybe(when=WHEN, on_failure=CONTINUE).map(
        lambda more: {
            "operation": "shop.listOrders",
            "collect": {"max_items": 3},
            "with": {"sku": "$inputs.sku"},
            **more,
            "outputs": {"listed": "#/items/*/id", "cut": "#/truncated"},
        }
    ),
    _maybe(when=WHEN, on_failure=CONTINUE).map(
        lambda more: {
            "operation": "shop.getOrder",
            "accept_status": [200, 404],
            "with": {"id": "$inputs.order"},
            **more,
            "outputs": {"sku": "#/sku"},
        }
    ),
)
LAST = _maybe(undo=UNDO_EXPORT, when=WHEN).map(
    lambda more: {
        "operation": "shop.startExport",
        "with": {"month": "2026-10"},
        "wait_for": {
            "operation": "shop.getExport",
            "with": {"export_id": "$response.body#/export_id"},
            "done": "$response.body#/state == 'done' && $statusCode == 200",
            "every": "1s",
            "timeout": "5s",
        },
        **more,
        "outputs": {"url": "#/url"},
    }
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a definition of one to four steps."""
    steps = draw(st.lists(STEPS, min_size=1, max_size=3)) + draw(st.lists(LAST, max_size=1))
    outputs: dict[str, Any] = {}
    for number, step in enumerate(steps):
        step["id"] = f"s{number}"
        for name, path in step.pop("outputs").items():
            outputs[f"{name}_{number}"] = f"$steps.s{number}.response.body{path}"
    definition: dict[str, Any] = {
        "action": "drawn",
        "description": "Drawn at random.",
        "owner": {"team": "supply", "escalation": ["oncall-supply"]},
        "inputs": {
            "sku": {"type": "string"},
            "order": {"type": "string"},
            "go": {"type": "boolean"},
            "skus": {"type": "array", "items": {"type": "string"}},
        },
        "steps": steps,
        "outputs": outputs,
        "reliability": {"total": "12s"},
    }
    return definition | draw(_maybe(escalate=st.sampled_from([{"after": 1}, {"after": 1, "to": "layer"}])))
