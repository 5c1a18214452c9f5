"""How generated code reads a value out of inputs or an answer, where parts of the way may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from codegen.actions.values import Segment
from codegen.render.literals import py

_ELEMENT = "one"  # an element, in the list of what is read of each


@dataclass(frozen=True, slots=True)
class Access:
    """One way to a value.

    Attributes:
        code: reads the value, once every guard holds.
        guards: conditions to check before, in order.
        nullable: the value may still be None where the guards hold.
    """

    code: str
    guards: tuple[str, ...] = ()
    nullable: bool = False

    @property
    def optional(self) -> bool:
        """Whether there may be no value."""
        return self.nullable or bool(self.guards)

    @property
    def expression(self) -> str:
        """One expression that is None where there is no value."""
        return f"{self.code} if {' and '.join(self.guards)} else None" if self.guards else self.code

    @property
    def present(self) -> tuple[str, ...]:
        """Conditions under which there is a value."""
        return (*self.guards, f"{self.code} is not None") if self.nullable else self.guards


def access(
    root: str,
    path: Sequence[Segment],
    *,
    nullable: bool,
    promised: Iterable[tuple[Segment, ...]] = (),
    insist: Callable[[str], str] = str,
) -> Access:
    """Return how to read what `path` leads to from the variable `root`.

    Args:
        root: an expression.
        path: the segments to follow.
        nullable: whether `root` itself may be None.
        promised: paths which the step has already held to be there, whatever the contract allows.
        insist: wraps an expression so that its type has no None; used on promised paths.
    """
    code, guards = root, list[str]()
    kept = set(promised)
    for length, segment in enumerate(path, 1):
        if nullable:
            guards.append(f"{code} is not None")
        nullable = False
        if segment.every:
            return Access(_every(code, path[length:], nullable=segment.optional), tuple(guards))
        if segment.index is not None:
            guards.append(f"len({code}) > {segment.index}")
            code = f"{code}[{segment.index}]"
        elif segment.key:
            guards.append(f"{py(segment.name)} in {code}")
            code = f"{code}[{py(segment.name)}]"
        else:
            code, nullable = f"{code}.{segment.ident}", segment.optional
        if nullable and tuple(path[:length]) in kept:
            code, nullable = insist(code), False
    return Access(code, tuple(guards), nullable)


def _every(listed: str, rest: Sequence[Segment], *, nullable: bool) -> str:
    """Return the list of what `rest` leads to from each element of `listed`; elements that have none are left out."""
    clauses, element, depth = [f"for {_ELEMENT} in {listed}"], _ELEMENT, 1
    while True:
        stop = next((number for number, segment in enumerate(rest) if segment.every), len(rest))
        inner = access(element, rest[:stop], nullable=nullable)
        if inner.present:
            clauses.append(f"if {' and '.join(inner.present)}")
        if stop == len(rest):
            return f"[{inner.code} {' '.join(clauses)}]"
        depth += 1
        element, nullable = f"{_ELEMENT}{depth}", rest[stop].optional
        clauses.append(f"for {element} in {inner.code}")
        rest = rest[stop + 1 :]
