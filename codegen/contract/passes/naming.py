"""Names: those of operations and parameters; of definitions a component's own, else one of where the schema stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from codegen.contract.index import OperationEntry
from codegen.contract.media import rank
from codegen.contract.model import Operation
from codegen.contract.passes.normalise import place_of
from codegen.core.names import assign, pascal, snake
from codegen.core.places import ancestors, tokens

# Names that the generator of model classes imports itself, and would rename a class of ours for.
RESERVED = frozenset(
    (
        *("Annotated", "Any", "BaseModel", "ConfigDict", "Decimal", "Enum", "Field", "Literal", "Model", "Optional"),
        *("RootModel", "StrEnum", "TypeAlias", "UUID", "Union"),
    )
)

_WORDS = {"items": "Item", "additionalProperties": "Value", "prefixItems": "Item", "headers": ""}


def name_operations(
    operations: Sequence[Operation], entries: Sequence[OperationEntry], pinned: Mapping[str, str]
) -> tuple[list[Operation], dict[str, str]]:
    """Return operations under the names of their entries, and the identifiers of parameters that are to be pinned.

    Args:
        operations: under their names on the wire.
        entries: theirs, in the same order.
        pinned: identifiers given before, by `parameter:<METHOD /path> <where> <name>`.
    """
    named, kept = [], dict[str, str]()
    for operation, entry in zip(operations, entries, strict=True):
        keys = [f"parameter:{entry.key} {parameter.location} {parameter.wire}" for parameter in operation.parameters]
        names = assign(zip(keys, (parameter.wire for parameter in operation.parameters), strict=True), {})
        idents = assign(((key, snake(names[key])) for key in keys), pinned)
        kept.update({key: ident for key, ident in idents.items() if ident != snake(names[key])})
        parameters = (
            replace(parameter, name=names[key], ident=idents[key])
            for parameter, key in zip(operation.parameters, keys, strict=True)
        )
        named.append(replace(operation, name=entry.name, ident=entry.ident, parameters=tuple(parameters)))
    return named, kept


def name_definitions(
    keys: Iterable[str], tree: Mapping[str, Any], aliases: Mapping[str, str], pinned: Mapping[str, str]
) -> dict[str, str]:
    """Return the class name for each definition's key, components before what stands inline.

    Args:
        keys: pointers into the slice, as `normalise` keeps definitions.
        tree: the slice, for operations' names and media types.
        aliases: pointer to the pointer that it takes its name from.
        pinned: names given before, by `schema:<pointer>`.
    """
    naming = _Naming(tree, aliases)
    ordered = sorted(keys, key=lambda key: (len(tokens(key)) != 3 or not key.startswith("/components/schemas/"), key))
    names = assign(
        ((f"schema:{key}", pascal(naming.wanted(key), "Schema")) for key in ordered),
        pinned,
        reserved=RESERVED,
        fold=True,
    )
    return {key: names[f"schema:{key}"] for key in ordered}


class _Naming:
    def __init__(self, tree: Mapping[str, Any], aliases: Mapping[str, str]) -> None:
        self._tree = tree
        self._aliases = aliases

    def wanted(self, key: str, taken: frozenset[str] = frozenset()) -> str:
        """Return the wanted name, in words, of what stands at `key`.

        Args:
            key: its pointer.
            taken: the places on the way here that took their names from elsewhere; schemas that are one another's
                part would else be named after each other without end.
        """
        key = place_of(key)
        for here, rest in ancestors(key) if self._aliases else ():
            known = self._aliases.get(here)
            if known is not None and known != key and here not in taken:
                return f"{self.wanted(known, taken | {here})} {self._below(tokens(rest))}".strip()
        root, below = self._root(tokens(key))
        return f"{root} {self._below(below)}".strip()

    def _root(self, steps: list[str]) -> tuple[str, list[str]]:
        if steps[:1] == ["components"]:
            kind, name, rest = steps[1], steps[2], steps[3:]
            if kind == "schemas":
                return name, rest
            if kind == "responses":
                rest = self._without_media(rest, self._tree["components"]["responses"][name])
                return (name if name.lower().endswith("response") else f"{name} response"), rest
            return name, self._without_media(rest, {})
        operation = self._tree["paths"][steps[1]][steps[2]]
        place, rest = self._in_operation(steps[3:], operation)
        return f"{operation['operationId']} {place}".strip(), rest

    def _in_operation(self, steps: list[str], operation: Mapping[str, Any]) -> tuple[str, list[str]]:
        if steps[0] == "parameters":
            parameter = operation["parameters"][int(steps[1])]
            return str(parameter.get("name", "")), self._without_media(steps[2:], {})
        if steps[0] == "requestBody":
            return "body", self._without_media(steps[1:], operation["requestBody"])
        status = steps[1]
        good = sorted(code for code in operation["responses"] if code.startswith("2"))
        main = good[0] if good else "default"
        rest = self._without_media(steps[2:], operation["responses"][status])
        return ("response" if status == main else f"response {status}"), rest

    @staticmethod
    def _without_media(steps: list[str], holder: Mapping[str, Any]) -> list[str]:
        """Return the steps below a schema; a media type that is not the preferred one stays as a word."""
        if steps[:1] == ["schema"]:
            return steps[1:]
        if steps[:1] == ["headers"]:
            return ["properties", *steps[1:]]
        if steps[:1] == ["content"] and len(steps) > 2:
            first = min(holder.get("content", {steps[1]: 0}), key=rank, default=steps[1])
            word = [] if first == steps[1] else ["properties", steps[1].rsplit("/", 1)[-1].split(";")[0]]
            return [*word, *steps[3:]]
        return steps

    @staticmethod
    def _below(steps: list[str]) -> str:
        result: list[str] = []
        remaining = iter(steps)
        for step in remaining:
            if step == "properties":
                result.append(next(remaining, ""))
            elif step in ("anyOf", "oneOf"):
                result.append(f"option {int(next(remaining, '0')) + 1}")
            elif step in ("allOf", "patternProperties"):
                next(remaining, "")
            elif step == "prefixItems":
                result.append(f"item {next(remaining, '')}")
            elif step in _WORDS:
                result.append(_WORDS[step])
        return " ".join(result)
