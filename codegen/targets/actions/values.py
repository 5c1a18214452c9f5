"""Values of a definition as Python expressions. Whatever a person or a contract wrote is a literal, never code."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.values import AnswerRef, InputRef, ItemRef, ListOf, Literal, ObjectOf, StatusRef, Text, Value
from codegen.render.literals import py
from codegen.targets.actions.paths import Access
from codegen.targets.actions.scope import Scope


@dataclass(frozen=True, slots=True)
class Written:
    """A value as code.

    Attributes:
        access: how to read it.
        label: what messages call it; the expression as the definition has it.
    """

    access: Access
    label: str = ""

    @property
    def optional(self) -> bool:
        """Whether there may be no value."""
        return self.access.optional

    @property
    def expression(self) -> str:
        """One expression, None where there is no value."""
        return self.access.expression


def write(value: Value, scope: Scope) -> Written:
    """Return a value as code that stands in `scope`."""
    match value:
        case Literal(constant):
            return Written(Access(py(constant)))
        case InputRef():
            return Written(scope.read_input(value), label_of(value))
        case AnswerRef():
            return Written(scope.read_answer(value), value.expression)
        case StatusRef():
            return Written(scope.read_status(value), value.expression)
        case ItemRef():
            return Written(scope.read_item(value), value.expression)
        case Text(parts):
            return Written(Access(_text(parts, scope)))
        case ListOf(items):
            return Written(Access(f"[{', '.join(insist(item, scope) for item in items)}]"))
        case ObjectOf(members):
            return Written(Access(_mapping(members, scope)))


def insist(value: Value, scope: Scope) -> str:
    """Return an expression for a value that must be there; where it is missing the action fails and names it."""
    written = write(value, scope)
    if not written.optional:
        return written.expression
    return f"{scope.helpers('needed')}({written.expression}, {py(written.label)})"


def label_of(ref: InputRef) -> str:
    """Return a reference to an input as a definition writes it."""
    deeper = "".join(f"/{segment.name or segment.index}" for segment in ref.path)
    return f"$inputs.{ref.name}" + (f"#{deeper}" if deeper else "")


def _text(parts: tuple[Value, ...], scope: Scope) -> str:
    template, arguments = "", list[str]()
    for part in parts:
        if isinstance(part, Literal):
            template += str(part.value).replace("{", "{{").replace("}", "}}")
        else:
            template += "{}"
            arguments.append(insist(part, scope))
    return f"{scope.helpers('text')}({', '.join([py(template), *arguments])})"


def _mapping(members: tuple[tuple[str, Value], ...], scope: Scope) -> str:
    written = [(name, write(value, scope)) for name, value in members]
    code = "{" + ", ".join(f"{py(name)}: {member.expression}" for name, member in written) + "}"
    return f"{scope.helpers('present')}({code})" if any(member.optional for _, member in written) else code
