"""The only ways text from a contract enters generated Python: whole tokens, never parts of one."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping

WIDTH = 120


class Code(str):
    """Text that is already source code: names and types that the plan decided."""

    __slots__ = ()


def py(value: object) -> Code:
    """Return `value` as one Python expression, ASCII and on one line.

    Args:
        value: None, a bool, int, finite float, str or bytes, or lists, tuples and mappings of these.

    Raises:
        TypeError: if a part is of another type.
        ValueError: if a number is NaN or infinite, which has no literal.
    """
    # Subclasses (enums, Code) may print as anything, so only the exact type's own repr is used.
    if value is None or isinstance(value, bool):
        return Code(repr(value))
    if isinstance(value, int):
        return Code(int.__repr__(value))
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return _quoted(str.__str__(value))
    if isinstance(value, bytes):
        return Code(bytes.__repr__(value))
    return _composite(value)


def _composite(value: object) -> Code:
    if isinstance(value, list):
        return Code(f"[{', '.join(map(py, value))}]")
    if isinstance(value, tuple):
        return Code(f"({', '.join(map(py, value))}{',' if len(value) == 1 else ''})")
    if isinstance(value, Mapping):
        return Code("{" + ", ".join(f"{py(key)}: {py(member)}" for key, member in value.items()) + "}")
    raise TypeError(f"no literal for {type(value).__name__}")


def _number(value: float) -> Code:
    if not math.isfinite(value):
        raise ValueError(f"no literal for {value!r}")
    return Code(float.__repr__(value))


def _quoted(text: str) -> Code:
    literal = ascii(text)
    if literal[0] == "'" and '"' not in literal and "\\'" not in literal:
        literal = f'"{literal[1:-1]}"'  # as formatters prefer it
    return Code(literal)


def doc(text: str, indent: int = 4) -> Code:
    """Return `text` as a whole docstring, its quotes included, wrapped where a line is too long.

    Args:
        text: anything; space around it and at the ends of its lines goes.
        indent: the column at which the docstring stands.
    """
    lines = [part for line in text.strip().splitlines() for part in _wrapped(line.rstrip(), WIDTH - indent - 6)]
    # A quote that stands first, before another one, or last is escaped: nothing can end the docstring early.
    safe = re.sub(r'\A"|"(?="|\Z)', r"\"", "\n".join(_printable(line) for line in lines))
    body = textwrap.indent(safe, " " * indent).lstrip(" ")
    return Code(f'"""{body}"""' if "\n" not in safe else f'"""{body}\n{" " * indent}"""')


def comment(text: str, indent: int = 0) -> Code:
    """Return `text` as whole comment lines, the first of which stands at column `indent`."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    lines = textwrap.wrap(plain, WIDTH - indent - 2) or [""]
    return Code(f"\n{' ' * indent}".join(f"# {line}".rstrip() for line in lines))


def _wrapped(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    margin = line[: len(line) - len(line.lstrip())][: width // 2]
    margin += " " * 4 if margin else ""  # what goes on below an argument's name stands deeper than the name
    return textwrap.wrap(line, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line.replace("\\", "\\\\"))
