"""`models/`: a module per component or operation, and the lazy table of all models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.plan import Service
from codegen.contract.model import references
from codegen.render.environment import render
from codegen.render.layout import lay_out, prefixed, table
from codegen.render.literals import Code, py
from codegen.render.models import ModelModule, render_models
from codegen.targets.clients.units import units_of


@dataclass(frozen=True, slots=True)
class ModelsModuleView:
    """The view of `models/module.py.j2`."""

    doc: str
    imports: Code
    definitions: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ModelsTableView:
    """The view of `models/__init__.py.j2`: `imports` for type checkers, `homes` name to module for everyone."""

    doc: str
    imports: tuple[Code, ...]
    homes: Code


def models_package(service: Service, cache: Path | None) -> Mapping[str, str]:
    """Return the files of a service's `models/`, by their path below it."""
    contract = service.contract
    models = render_models(
        contract.schemas,
        needs={name: tuple(references(schema)) for name, schema in contract.schemas.items()},
        units=units_of(contract),
        twins=contract.twins,
        cache=cache,
    )
    files = {f"{name}.py": _module(service, module) for name, module in models.modules.items()}
    return {"__init__.py": _table(service, models.homes), **files}


def _module(service: Service, module: ModelModule) -> str:
    title = service.title or service.name
    doc = f"Models of {title}: {', '.join(module.names[:6])}{', …' if len(module.names) > 6 else ''}."
    return render("clients/models/module.py.j2", ModelsModuleView(doc, module.imports, module.definitions))


def _table(service: Service, homes: Mapping[str, str]) -> str:
    ordered = sorted(homes.items())
    imports = tuple(Code(f"from .{home} import {name} as {name}") for name, home in sorted(ordered, key=_by_module))
    rows = table([(py(name), py(home)) for name, home in ordered])
    homes_text = lay_out(prefixed("_HOMES: dict[str, str] = ", rows))
    doc = f"The models of {service.title or service.name}; each is loaded when it is first used (PEP 562)."
    return render("clients/models/__init__.py.j2", ModelsTableView(doc, imports, homes_text))


def _by_module(entry: tuple[str, str]) -> tuple[str, str]:
    return entry[1], entry[0]
