"""Lay an expression out as formatters do: on one line where it fits, else one part a line with a trailing comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codegen.render.literals import WIDTH, Code


@dataclass(frozen=True, slots=True)
class Group:
    """Something in brackets: `start` ends with the opening bracket, `end` begins with the closing one."""

    start: str
    parts: tuple[Piece, ...]
    end: str
    comma: bool = False  # a trailing comma on one line too, as a tuple of one needs it

    def __str__(self) -> str:
        return f"{self.start}{', '.join(map(str, self.parts))}{',' if self.comma else ''}{self.end}"


Piece = str | Group


def lay_out(piece: Piece, indent: int = 0, *, room: int = 0) -> Code:
    """Return `piece` as text whose first line stands at column `indent`.

    Args:
        piece: what to print.
        indent: column of its first line; what is broken stands four deeper.
        room: columns to leave free behind the last line.
    """
    flat = str(piece)
    if isinstance(piece, str) or not piece.parts or indent + len(flat) + room <= WIDTH:
        return Code(flat)
    lines = [f"{' ' * (indent + 4)}{lay_out(part, indent + 4, room=1)}," for part in piece.parts]
    return Code("\n".join([piece.start, *lines, f"{' ' * indent}{piece.end}"]))


def prefixed(prefix: str, piece: Piece) -> Piece:
    """Return `piece` with text before it, such as `name=`."""
    if isinstance(piece, str):
        return prefix + piece
    return Group(prefix + piece.start, piece.parts, piece.end, piece.comma)


def call(callee: str, /, **arguments: Piece | None) -> Group:
    """Return a call with keyword arguments; those that are None are left out."""
    given = tuple(prefixed(f"{key}=", piece) for key, piece in arguments.items() if piece is not None)
    return Group(f"{callee}(", given, ")")


def row(parts: Sequence[Piece]) -> Group:
    """Return a tuple."""
    return Group("(", tuple(parts), ")", comma=len(parts) == 1)


def table(entries: Sequence[tuple[str, Piece]]) -> Group:
    """Return a dict of key expressions and values."""
    return Group("{", tuple(prefixed(f"{key}: ", piece) for key, piece in entries), "}")
