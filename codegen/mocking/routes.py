"""Which operation a request is for: method and path against the contract's templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from codegen.contract.model import Contract, Operation

_VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation and what its path template matched: wire names to text, still percent-encoded."""

    operation: Operation
    variables: Mapping[str, str]


class Routes:
    """The contract's operations by method, those with fewer variables before those with more."""

    def __init__(self, contract: Contract) -> None:
        ordered = sorted(contract.operations.values(), key=lambda operation: operation.path.count("{"))
        self._routes = [(operation, *_compiled(operation.path)) for operation in ordered]

    def find(self, method: str, path: str) -> Route | None:
        """Return the operation that answers, or None where the contract has none."""
        for operation, pattern, names in self._routes:
            if operation.method == method and (found := pattern.fullmatch(path)):
                return Route(operation, dict(zip(names, found.groups(), strict=True)))
        return None

    def methods(self, path: str) -> list[str]:
        """Return the methods that the contract has at `path`, sorted."""
        return sorted({operation.method for operation, pattern, _ in self._routes if pattern.fullmatch(path)})


def _compiled(path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    pieces = _VARIABLE.split(path.partition("?")[0].partition("#")[0])
    pattern = "".join("([^/]*)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))
    return re.compile(pattern), tuple(pieces[1::2])


def concrete(template: str, variables: Mapping[str, str]) -> str:
    """Return a path template filled with what was matched, percent-decoded."""
    return _VARIABLE.sub(lambda found: unquote(variables.get(found.group(1), found.group(0))), template)
