"""Which element of the new contract is which of the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from codegen.changes.pairs import OperationPair, ParameterPair
from codegen.contract.model import Contract, In, Operation, Parameter

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
    schemes = _renamed_schemes(old, new)
    pairs = [
        OperationPair(_key(o), o, found.get(o.name), old.server, new.server, schemes) for o in old.operations.values()
    ]
    return [*pairs, *(OperationPair(_key(operation), None, operation) for operation in left.values())]


def _renamed_schemes(old: Contract, new: Contract) -> Mapping[str, str]:
    """Return the security schemes that only have another name, new to old."""
    gone = [scheme for name, scheme in old.security_schemes.items() if name not in new.security_schemes]
    found: dict[str, str] = {}
    for name, scheme in new.security_schemes.items():
        if name not in old.security_schemes:
            same = [was for was in gone if replace(was, name=name, description=scheme.description) == scheme]
            if len(same) == 1 and same[0].name not in found.values():
                found[name] = same[0].name
    return found


def route_of(operation: Operation) -> str:
    """Return method and path, whatever the path's parameters are called."""
    return f"{operation.method} {_TEMPLATE.sub('{}', operation.path)}"


def _name(operation: Operation) -> str:
    return operation.name


def _key(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def match_parameters(old: Operation, new: Operation, *, above: bool = False) -> Iterator[ParameterPair]:
    """Yield the parameters in pairs: by place and name, those of the path by their position where the path is the same.

    On another path they go by name; what is left of them is matched in its order where there are as many on both sides.
    As the layers above see them (`above`), all go by the names that they have there.
    """
    if above:
        known, now = ({(p.location, p.name): p for p in side.parameters} for side in (old, new))
        yield from (ParameterPair(known.get(key), now.get(key)) for key in dict.fromkeys([*known, *now]))
        return
    before, after = _path_names(old), _path_names(new)
    if route_of(old) == route_of(new):
        renamed = dict(zip(after, before, strict=True))
    else:
        gone, come = [n for n in before if n not in after], [n for n in after if n not in before]
        renamed = dict(zip(come, gone, strict=True)) if len(gone) == len(come) else {}
    olds = {_identity(parameter, {}): parameter for parameter in old.parameters}
    news = {_identity(parameter, renamed): parameter for parameter in new.parameters}
    for identity in dict.fromkeys([*olds, *news]):
        yield ParameterPair(olds.get(identity), news.get(identity))


def _path_names(operation: Operation) -> list[str]:
    return list(dict.fromkeys(_TEMPLATE.findall(operation.path)))


def _identity(parameter: Parameter, renamed: Mapping[str, str]) -> tuple[str, str]:
    if parameter.location is In.PATH:
        return "path", renamed.get(parameter.wire, parameter.wire)
    name = parameter.wire.lower() if parameter.location is In.HEADER else parameter.wire
    return str(parameter.location), name
