"""The target: `Plan -> Tree`, pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codegen.actions.plan import Plan, Service
from codegen.core.tree import Tree
from codegen.targets.clients.answers_module import answers_module
from codegen.targets.clients.client_module import client_module
from codegen.targets.clients.models_package import models_package
from codegen.targets.clients.operations_module import operations_module
from codegen.targets.clients.package_module import package_module, services_module
from codegen.targets.clients.request_models import with_request_models
from codegen.targets.clients.service_module import service_module


def generate(plan: Plan, cache: Path | None = None) -> Tree:
    """Return the client packages and snapshots of the plan's services.

    Args:
        plan: everything decided.
        cache: folder for rendered model classes; deleting it is always safe.
    """
    files = {path: text for service in plan.services for path, text in _service_files(service, plan, cache)}
    return Tree({"services/__init__.py": services_module(), **files})


def _service_files(service: Service, plan: Plan, cache: Path | None) -> Iterator[tuple[str, str]]:
    service = replace(service, contract=with_request_models(service.contract))
    folder = f"services/{service.name}"
    yield f"{folder}/__init__.py", package_module(service)
    yield f"{folder}/service.py", service_module(service)
    yield f"{folder}/operations.py", operations_module(service)
    yield f"{folder}/client.py", client_module(service, is_async=False)
    yield f"{folder}/async_client.py", client_module(service, is_async=True)
    yield f"{folder}/answers.py", answers_module(service, [step for action in plan.actions for step in action.steps])
    for path, text in models_package(service, cache).items():
        yield f"{folder}/models/{path}", text
    yield f"contracts/{service.name}.json", snapshot_text(service)


def snapshot_text(service: Service) -> str:
    """Return the snapshot as JSON that reads and diffs well: sorted, indented, in Unicode where it can be."""
    return json.dumps(service.contract.snapshot, indent=2, sort_keys=True, allow_nan=False) + "\n"
