"""`answers.py`: what each operation answers, under a name that no schema's renaming reaches."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.plan import Service
from codegen.render.environment import render
from codegen.render.imports import Imports
from codegen.render.literals import Code, py
from codegen.targets.clients.answers import answer_name, answer_type, answer_writer


@dataclass(frozen=True, slots=True)
class AnswersView:
    """The view of `answers.py.j2`; an alias is `Name: TypeAlias = "type"`."""

    doc: str
    imports: Code
    checked: Code
    aliases: tuple[Code, ...]


def answers_module(service: Service) -> str:
    """Return the text of a service's `answers.py`."""
    operations = service.contract.operations.values()
    names = [answer_name(operation) for operation in operations]
    always, checked = Imports(names), Imports(names)
    always.use("TYPE_CHECKING")
    alias, writer = always.use("TypeAlias"), answer_writer(checked)
    # The types are text, so importing this module loads no model.
    aliases = [
        f"{name}: {alias} = {py(str(answer_type(o, writer)))}" for name, o in zip(names, operations, strict=True)
    ]
    view = AnswersView(
        doc=f"What the operations of {service.title or service.name} answer, as type checkers and people read it.",
        imports=Code("\n".join(always.lines())),
        checked=checked.indented(),
        aliases=tuple(map(Code, aliases)),
    )
    return render("clients/answers.py.j2", view)
