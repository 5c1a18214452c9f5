"""What generated code can see where an expression stands: the inputs, the answers of earlier steps, the helpers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from codegen.actions.plan import Action, AnswerRef, Input, InputRef, Missing, Segment, Step
from codegen.render.literals import py
from codegen.targets.actions.models import plain_default
from codegen.targets.actions.paths import Access, access

# Names of `codegen.runtime` that expressions call.
HELPERS = ("needed", "plain", "present", "same_text", "text", "UNSET")


@dataclass(slots=True)
class Helpers:
    """The helpers that a module uses, each under a name that none of its variables has.

    Attributes:
        taken: variables and arguments of the module.
        used: the helpers used so far, for the import.
    """

    taken: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)

    def __call__(self, name: str) -> str:
        """Return what the helper is called in the module, and remember that it is used."""
        self.used.add(name)
        return f"{name}_" if name in self.taken else name

    def imports(self) -> list[str]:
        """Return the names to import, with `as` where a variable has the name."""
        return [f"{name} as {name}_" if name in self.taken else name for name in sorted(self.used)]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    Attributes:
        action: the action it belongs to.
        helpers: the module's helpers.
        inputs: the expression for the inputs.
        answers: step id to the variable that holds its answer.
        present: steps whose answer is surely there, whatever may be skipped.
        uncertain: steps whose variable may be None even where the step is never skipped.
    """

    action: Action
    helpers: Helpers
    inputs: str
    answers: Mapping[str, str]
    present: frozenset[str] = frozenset()
    uncertain: frozenset[str] = frozenset()

    def read_input(self, ref: InputRef) -> Access:
        """Return how to read an input."""
        declared = next(entry for entry in self.action.inputs if entry.name == ref.name)
        root = Access(f"{self.inputs}.{ref.ident}", nullable=may_lack(declared))
        return access(root.code, ref.path, nullable=root.nullable) if ref.path else root

    def read_answer(self, ref: AnswerRef) -> Access:
        """Return how to read a field of an earlier answer."""
        step = next(step for step in self.action.steps if step.id == ref.step)
        skipped = ref.conditional and ref.step not in self.present
        return access(
            self.answers[ref.step],
            ref.path,
            nullable=skipped or ref.step in self.uncertain or may_be_empty(step),
            promised=promised_paths(step),
            insist=lambda code: f"{self.helpers('needed')}({code}, {py(ref.expression)})",
        )


def may_lack(declared: Input) -> bool:
    """Return whether the attribute of an input can be None."""
    return (not declared.required and plain_default(declared.schema) is None) or nullable(declared.schema)


def nullable(schema: Mapping[str, object]) -> bool:
    """Return whether null fits a self-contained schema."""
    members = schema.get("anyOf", schema.get("oneOf", ()))
    enum = schema.get("enum", ())
    is_list = isinstance(members, list | tuple)
    return (
        schema.get("type") == "null"
        or (isinstance(enum, list | tuple) and None in enum)
        or (is_list and any(nullable(member) for member in members))  # type: ignore[attr-defined]  # narrowed by is_list
    )


def may_be_empty(step: Step) -> bool:
    """Return whether one successful answer of the step's operation has a body and another has none."""
    bodies = {bool(response.media) for response in step.call.operation.successes}
    return bodies == {True, False}


def promised_paths(step: Step) -> Iterable[tuple[Segment, ...]]:
    """Yield the paths which the step's expectation holds to be there: of `fail` with every part of the way."""
    for rule in step.expect.missing if step.expect else ():
        if rule.rule is Missing.FAIL:
            yield from (rule.path[:length] for length in range(1, len(rule.path) + 1))
        elif rule.rule is Missing.DEFAULT:
            yield rule.path
