"""Which element of the new contract is which of the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codegen.changes.pairs import Node, OperationPair, ParameterPair
from codegen.contract.model import Contract, In, Operation, Parameter, name_of
from codegen.core.digest import of_value

_TEMPLATE = re.compile(r"\{([^}]*)\}")


def match_operations(old: Contract, new: Contract) -> list[OperationPair]:
    """Return the operations in pairs: by method and path, whatever its parameters are called, else by operationId.

    What is left over came or went.
    """
    before = {_route(o): o for o in old.operations.values()}
    after = {_route(o): o for o in new.operations.values()}
    left = {o.name: o for route, o in after.items() if route not in before}
    pairs = []
    for route, operation in before.items():
        other = after.get(route) or left.pop(operation.name, None)
        pairs.append(OperationPair(_key(operation), operation, other))
    pairs += [OperationPair(_key(operation), None, operation) for operation in left.values()]
    return pairs


def _route(operation: Operation) -> str:
    return f"{operation.method} {_TEMPLATE.sub('{}', operation.path)}"


def _key(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def match_parameters(old: Operation, new: Operation) -> Iterator[ParameterPair]:
    """Yield the parameters in pairs: path parameters by their position in the path, others by place and name."""
    before = {_identity(p, old): p for p in old.parameters}
    after = {_identity(p, new): p for p in new.parameters}
    for identity in dict.fromkeys([*before, *after]):
        yield ParameterPair(before.get(identity), after.get(identity))


def _identity(parameter: Parameter, operation: Operation) -> tuple[str, str]:
    if parameter.location is In.PATH:
        names = _TEMPLATE.findall(operation.path)
        return "path", str(names.index(parameter.wire)) if parameter.wire in names else parameter.wire
    name = parameter.wire.lower() if parameter.location is In.HEADER else parameter.wire
    return str(parameter.location), name


def match_members(
    old: Contract, new: Contract, before: Sequence[Node], after: Sequence[Node]
) -> list[tuple[Node | None, Node | None]]:
    """Return the members of two unions in pairs: by the definition they name, else by kind where it is the only one."""
    one, other = _by_identity(before), _by_identity(after)
    pairs: list[tuple[Node | None, Node | None]] = [(one.get(key), other.get(key)) for key in one if key in other]
    gone, come = [one[key] for key in one if key not in other], [other[key] for key in other if key not in one]
    for member in list(gone):
        kind = _kind(old, member)
        alike = [candidate for candidate in come if _kind(new, candidate) == kind]
        if len(alike) == 1 and sum(_kind(old, m) == kind for m in gone) == 1:
            pairs.append((member, alike[0]))
            gone.remove(member)
            come.remove(alike[0])
    return [*pairs, *((member, None) for member in gone), *((None, member) for member in come)]


def _by_identity(members: Sequence[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for member in members:
        key = f"$ref {name_of(member)}" if "$ref" in member else of_value(_bare(member))
        found.setdefault(key, member)
    return found


def _bare(node: Node) -> dict[str, object]:
    return {key: value for key, value in node.items() if key not in ("description", "title", "examples", "default")}


def _kind(contract: Contract, node: Node) -> str:
    resolved = contract.resolve(node)
    return "enum" if "enum" in resolved else str(resolved.get("type", "any"))
