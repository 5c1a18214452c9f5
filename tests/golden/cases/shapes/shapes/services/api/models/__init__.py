"""The models of api; each is loaded when it is first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .add_person import AddPersonResponse as AddPersonResponse
    from .add_person import AddPersonResponseInline as AddPersonResponseInline
    from .add_person import AddPersonResponseInlineDeep as AddPersonResponseInlineDeep
    from .cat import Cat as Cat
    from .dog import Dog as Dog
    from .dog import Person as Person
    from .dog import PersonOdd as PersonOdd
    from .json_ import Json as Json
    from .list import List as List
    from .other_twin import OtherTwin as OtherTwin
    from .tree import Tree as Tree
    from .twin import Twin as Twin

_HOMES: dict[str, str] = {
    "AddPersonResponse": "add_person",
    "AddPersonResponseInline": "add_person",
    "AddPersonResponseInlineDeep": "add_person",
    "Cat": "cat",
    "Dog": "dog",
    "Json": "json_",
    "List": "list",
    "OtherTwin": "other_twin",
    "Person": "dog",
    "PersonOdd": "dog",
    "Tree": "tree",
    "Twin": "twin",
}

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted(_HOMES)
