"""The models of Stock; each is loaded when it is first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .level import Level as Level

_HOMES: dict[str, str] = {"Level": "level"}

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted(_HOMES)
