"""Which element of the new contract is which of the old one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from codegen.changes.pairs import Node, OperationPair, ParameterPair
from codegen.contract.model import Contract, In, Operation, Parameter, name_of
from codegen.core.digest import of_value

_TEMPLATE = re.compile(r"\{([^}]*)\}")


def match_operations(old: Contract, new: Contract) -> list[OperationPair]:
    """Return the operations in pairs: by method and path, whatever its parameters are called, else by operationId.

    What is left over came or went.
    """
    left = {o.name: o for o in new.operations.values()}
    found: dict[str, Operation] = {}
    for key in (_key, route_of, _name):
        after = {key(o): o for o in reversed(left.values())}  # of two on one route the first counts
        for operation in old.operations.values():
            if operation.name not in found and (other := after.pop(key(operation), None)) is not None:
                found[operation.name] = left.pop(other.name)
    pairs = [OperationPair(_key(o), o, found.get(o.name)) for o in old.operations.values()]
    return [*pairs, *(OperationPair(_key(operation), None, operation) for operation in left.values())]


def route_of(operation: Operation) -> str:
    """Return method and path, whatever the path's parameters are called."""
    return f"{operation.method} {_TEMPLATE.sub('{}', operation.path)}"


def _name(operation: Operation) -> str:
    return operation.name


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
    """Return the members of two unions in pairs of one kind.

    By the definition they name, else by what they consist of, else by kind where it is the only one.
    """
    gone, come = list(before), list(after)
    pairs: list[tuple[Node | None, Node | None]] = []
    for identity in (_same, _shape, _kind):
        one, other = _by(identity, old, gone), _by(identity, new, come)
        for key in [key for key in one if key in other]:
            if identity is _same or len(one[key]) == len(other[key]) == 1:
                pairs += zip(one.pop(key), other.pop(key), strict=False)  # the same kind twice is one kind
        gone, come = _all(one), _all(other)
    return [*pairs, *((member, None) for member in gone), *((None, member) for member in come)]


def _all(members: dict[str, list[Node]]) -> list[Node]:
    return [member for some in members.values() for member in some]


_Identity = Callable[[Contract, Node], str]


def _by(identity: _Identity, contract: Contract, members: Sequence[Node]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for member in members:
        found.setdefault(identity(contract, member), []).append(member)
    return found


def _same(contract: Contract, node: Node) -> str:
    return f"{_kind(contract, node)} {name_of(node) if '$ref' in node else of_value(_bare(node))}"


def _bare(node: Node) -> dict[str, object]:
    """Return what a value may be, without words about it and in one order."""
    bare: dict[str, object] = {key: value for key, value in node.items() if key not in _WORDS}
    if "enum" in node:
        bare["enum"] = sorted(node["enum"], key=repr)
    for key in ("anyOf", "oneOf"):
        if key in node:
            bare[key] = sorted((_bare(member) for member in node[key]), key=of_value)
    return {
        **bare,
        **{key: _bare(node[key]) for key in ("items", "additionalProperties") if isinstance(node.get(key), Mapping)},
    }


_WORDS = frozenset(("description", "title", "examples", "default", "deprecated"))


def _shape(contract: Contract, node: Node) -> str:
    """Return what a value consists of, so that a definition with another name is known again."""
    resolved = contract.resolve(node)
    properties = {
        name: sorted(child["enum"], key=repr) if "enum" in child else child.get("type", "any")
        for name, child in sorted(resolved.get("properties", {}).items())
    }
    return f"{_kind(contract, node)} {resolved.get('format', '')} {properties}"


def _kind(contract: Contract, node: Node) -> str:
    resolved = contract.resolve(node)
    if "anyOf" in resolved or "oneOf" in resolved:
        return "union"
    return "enum" if "enum" in resolved else str(resolved.get("type", "any"))
