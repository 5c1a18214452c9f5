"""The `__init__.py` of a service's package and of the folder of services."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.plan import Service
from codegen.render.environment import render


@dataclass(frozen=True, slots=True)
class PackageView:
    """The view of `__init__.py.j2` and of `services.py.j2`."""

    doc: str


def package_module(service: Service) -> str:
    """Return the text of a service's `__init__.py`."""
    title = service.title or service.name
    return render(
        "clients/__init__.py.j2", PackageView(f"{title}: its clients, operations and models, loaded when used.")
    )


def services_module() -> str:
    """Return the text of `services/__init__.py`."""
    return render("clients/services.py.j2", PackageView("Layer 1: the External Services."))
