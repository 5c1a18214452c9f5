"""Collect what a generated module imports, under names that nothing in it hides."""

from __future__ import annotations

from collections.abc import Collection

from codegen.render.literals import Code

RUNTIME = "codegen.runtime"
_HOMES: dict[str, tuple[str, ...]] = {
    "builtins": ("bool", "bytes", "dict", "float", "int", "list", "str"),
    "collections.abc": ("Callable", "Mapping"),
    "datetime": ("date", "datetime"),
    "decimal": ("Decimal",),
    "typing": ("TYPE_CHECKING", "Annotated", "Any", "Literal", "TypeAlias"),
    "uuid": ("UUID",),
    "pydantic": ("ConfigDict", "Field"),
    "typing_extensions": ("TypeAliasType",),
    RUNTIME: (
        *("ApiKey", "AsyncServiceClient", "Basic", "Bearer", "Body", "ClientCredentials", "ErrorRule", "File", "Model"),
        *("Operation", "Owner", "Parameter", "Response", "Retry", "Rule", "Service", "ServiceClient", "UNSET", "Unset"),
    ),
    f"{RUNTIME}.wire": ("Cast", "ValueMap"),
}
HOME = {name: module for module, names in _HOMES.items() for name in names}
_STANDARD = frozenset({"builtins", "collections.abc", "datetime", "decimal", "importlib", "typing", "uuid"})


class Imports:
    """What one generated module imports; asking for a name notes it.

    A name that the module defines itself (`taken`) is imported under that name and `_`: no identifier of ours or of a
    contract ends so unless it is a keyword or reserved, and none of these is.
    """

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = frozenset(taken)
        self._names: dict[str, set[str]] = {}

    def use(self, name: str) -> str:
        """Return how to spell a known name here, and import it."""
        return self.add(HOME[name], name)

    def add(self, module: str, name: str) -> str:
        """Return how to spell `name` of `module` here, and import it; builtins that nothing hides need no import."""
        spelled = f"{name}_" if name in self._taken else name
        if module != "builtins" or spelled != name:
            self._names.setdefault(module, set()).add(name if spelled == name else f"{name} as {spelled}")
        return spelled

    def own(self, module: str, name: str) -> None:
        """Import a name of the contract, which the known names give way to."""
        self._names.setdefault(module, set()).add(name)

    def lines(self) -> list[str]:
        """Return the import statements, sorted in groups (standard library, others, own) with "" between them."""
        groups: list[list[str]] = [[], [], []]
        for module, names in sorted(self._names.items()):
            group = 0 if module in _STANDARD else 2 if module.startswith(".") else 1
            groups[group].append(_statement(module, sorted(names, key=_member_order)))
        lines: list[str] = []
        for statements in filter(None, groups):
            lines += ["", *statements] if lines else statements
        return lines

    def indented(self) -> Code:
        """Return the import statements as the block of `if TYPE_CHECKING:`."""
        lines = "\n".join(self.lines()).splitlines()
        return Code("\n".join(f"    {line}" if line else "" for line in lines))


def _member_order(name: str) -> tuple[int, str, str]:
    """Order as isort does: constants, classes, then the rest."""
    plain = name.split(" as ")[0]
    rank = 0 if plain.isupper() and len(plain) > 1 else 1 if plain[:1].isupper() else 2
    return rank, plain, name


def _statement(module: str, names: list[str]) -> str:
    # A renamed import stands alone, as isort writes it.
    renamed = [f"from {module} import {name}" for name in names if " as " in name]
    plain = [name for name in names if " as " not in name]
    if not plain:
        return "\n".join(renamed)
    line = f"from {module} import {', '.join(plain)}"
    if len(line) > 120:
        line = "\n".join([f"from {module} import (", *(f"    {name}," for name in plain), ")"])
    return "\n".join([line, *renamed])
