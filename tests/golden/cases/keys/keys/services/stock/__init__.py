"""Stock: its clients, operations and models, loaded when used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import answers as answers
    from . import models as models
    from .async_client import AsyncClient as AsyncClient
    from .client import Client as Client
    from .operations import OPERATIONS as OPERATIONS

_HOMES = {"AsyncClient": "async_client", "Client": "client", "OPERATIONS": "operations"}
_MODULES = ("answers", "models")

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            return import_module(f".{name}", __name__)
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted([*_HOMES, *_MODULES])
