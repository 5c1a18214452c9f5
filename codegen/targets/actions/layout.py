"""How generated calls and signatures are laid out: on one line where they fit, else one argument a line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from codegen.render.literals import Code

WIDTH = 116


def call(head: str, arguments: Sequence[str], *, indent: int, tail: str = "", taken: int = 0) -> Code:
    """Return `head(arguments)tail`.

    Args:
        head: what stands before the bracket.
        arguments: what stands inside, in order.
        indent: spaces before the statement's first line.
        tail: what stands behind the bracket on the same line.
        taken: columns that stand before `head` on its line, beside the indent.
    """
    line = f"{head}({', '.join(arguments)}){tail}"
    if indent + taken + len(line) <= WIDTH and "\n" not in line:
        return Code(line)
    inner = "".join(f"{' ' * (indent + 4)}{argument},\n" for argument in arguments)
    return Code(f"{head}(\n{inner}{' ' * indent}){tail}")


def signature(name: str, parameters: Sequence[str], answer: str, *, indent: int) -> Code:
    """Return `name(self, *, parameters) -> answer:` behind a `def` of `indent` spaces."""
    taken = ["self", *(["*"] if parameters else []), *parameters]
    line = f"{name}({', '.join(taken)}) -> {answer}:"
    if indent + len("async def ") + len(line) <= WIDTH or not parameters:
        return Code(line)
    inner = "".join(f"{' ' * (indent + 4)}{parameter},\n" for parameter in taken)
    return Code(f"{name}(\n{inner}{' ' * indent}) -> {answer}:")


def condition(code: str, *, indent: int) -> Code:
    """Return `if code:`, broken before its outermost words `and` and `or` where it is long."""
    if indent + len(code) + len("if :") <= WIDTH:
        return Code(f"if {code}:")
    pad = " " * (indent + 4)
    return Code(f"if (\n{pad}" + f"\n{pad}".join(_operands(code)) + f"\n{' ' * indent}):")


def _operands(code: str) -> list[str]:
    lines, depth, quote, skip, start = list[str](), 0, "", False, 0
    for at, char in enumerate(code):
        if skip:
            skip = False
        elif quote:
            skip, quote = char == "\\", "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif not depth and code.startswith((" and ", " or "), at):
            lines.append(code[start:at])
            start = at + 1
    return [*lines, code[start:]]


def paragraphs(*texts: str, width: int = 100) -> str:
    """Return texts as wrapped paragraphs; the lines of a text that begin with spaces are kept as they are."""
    return "\n\n".join(_wrapped(text, width) for text in texts if text.strip())


def _wrapped(text: str, width: int) -> str:
    def filled(line: str) -> str:
        return textwrap.fill(line.strip(), width, break_long_words=False, break_on_hyphens=False)

    return "\n".join(line if line.startswith("  ") else filled(line) for line in text.strip().splitlines())
