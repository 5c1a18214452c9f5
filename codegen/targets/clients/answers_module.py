"""`answers.py`: what each operation answers, under a name that no schema's renaming reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codegen.actions.answer_names import answer_name, item_name, status_answer_name
from codegen.actions.plan import Service
from codegen.actions.steps import Step
from codegen.contract.model import JsonSchema
from codegen.render.environment import render
from codegen.render.imports import Imports
from codegen.render.literals import Code, py
from codegen.targets.clients.answers import answer_type, answer_writer


@dataclass(frozen=True, slots=True)
class AnswersView:
    """The view of `answers.py.j2`; an alias is `Name: TypeAlias = "type"`."""

    doc: str
    imports: Code
    checked: Code
    aliases: tuple[Code, ...]


def answers_module(service: Service, steps: Sequence[Step] = ()) -> str:
    """Return the text of a service's `answers.py`.

    Args:
        service: which.
        steps: those that call it; what they read beside whole answers has a name too.
    """
    operations = service.contract.operations.values()
    parts = _parts(service, steps)
    names = [*(answer_name(operation) for operation in operations), *parts]
    always, checked = Imports(names), Imports(names)
    always.use("TYPE_CHECKING")
    alias, writer = always.use("TypeAlias"), answer_writer(checked)
    types = [*(answer_type(operation, writer) for operation in operations), *map(writer.write, parts.values())]
    # The types are text, so importing this module loads no model.
    aliases = [f"{name}: {alias} = {py(str(type_))}" for name, type_ in zip(names, types, strict=True)]
    view = AnswersView(
        doc=f"What the operations of {service.title or service.name} answer, as type checkers and people read it.",
        imports=Code("\n".join(always.lines())),
        checked=checked.indented(),
        aliases=tuple(map(Code, aliases)),
    )
    return render("clients/answers.py.j2", view)


def _parts(service: Service, steps: Sequence[Step]) -> dict[str, JsonSchema]:
    """Return what comes with statuses that steps accept beside successes, and the elements of pages, by name."""
    found: dict[str, JsonSchema] = {}
    for step in steps:
        if step.call.service != service.name:
            continue
        if step.collect is not None:
            found[item_name(step.call.operation, step.collect)] = step.collect.item
        for accepted in step.accepted:
            if accepted.schema is not None:
                found[status_answer_name(step.call.operation, accepted.status)] = accepted.schema
    return dict(sorted(found.items()))
