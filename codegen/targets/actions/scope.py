"""What generated code can see where an expression stands: the inputs, the answers of earlier steps, the helpers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from codegen.actions.plan import Action, Input
from codegen.actions.steps import Call, Missing, Step
from codegen.actions.values import AnswerRef, InputRef, ItemRef, Segment, StatusRef
from codegen.render.literals import py
from codegen.targets.actions.models import plain_default
from codegen.targets.actions.paths import Access, access

# Names of `codegen.runtime` that expressions call.
HELPERS = ("each", "needed", "plain", "present", "same_text", "text", "UNSET")


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
        item: the expression for `$item`, "" where there is none.
        given: what stands for the parts of `$item` inside a step that is called for each: its own arguments.
        status: the expression for `$statusCode`.
        own: the step inside which this is; `bare` is the call of it whose answer, as it came, its name means.
    """

    action: Action
    helpers: Helpers
    inputs: str
    answers: Mapping[str, str]
    present: frozenset[str] = frozenset()
    uncertain: frozenset[str] = frozenset()
    item: str = ""
    given: tuple[tuple[ItemRef, str], ...] = ()
    status: str = ""
    own: str = ""
    bare: Call | None = None

    def read_input(self, ref: InputRef) -> Access:
        """Return how to read an input."""
        declared = next(entry for entry in self.action.inputs if entry.name == ref.name)
        root = Access(f"{self.inputs}.{ref.ident}", nullable=may_lack(declared))
        return access(root.code, ref.path, nullable=root.nullable) if ref.path else root

    def read_answer(self, ref: AnswerRef) -> Access:
        """Return how to read a field of an earlier answer."""
        step = self._step(ref.step)
        bare = self.bare if ref.step == self.own else None
        skipped = (ref.conditional and ref.step not in self.present) or ref.step in self.uncertain
        path, nullable = ref.path, skipped or may_be_empty(bare or step.answering)
        if bare is None and (step.each is not None or step.collect is not None):
            nullable = skipped
        if bare is None and step.accepted:
            body = f"body_{ref.status}" if ref.status else "body"
            path, nullable = (Segment(body, body, None, optional=True), *path), skipped
        return access(
            self.answers[ref.step],
            path,
            nullable=nullable,
            promised=promised_paths(step) if bare is None or step.wait is None else (),
            insist=lambda code: f"{self.helpers('needed')}({code}, {py(ref.expression)})",
        )

    def read_status(self, ref: StatusRef) -> Access:
        """Return how to read the status that a step got."""
        if not ref.step:
            return Access(self.status)
        skipped = (ref.conditional and ref.step not in self.present) or ref.step in self.uncertain
        status = Segment("statusCode", "status_code", None, optional=False)
        return access(self.answers[ref.step], (status,), nullable=skipped)

    def read_item(self, ref: ItemRef) -> Access:
        """Return how to read a part of the element that a step is called for."""
        if known := next((name for item, name in self.given if item == ref), ""):
            return Access(known, nullable=ref.optional)
        return access(self.item, ref.path, nullable=ref.element_optional)

    def _step(self, id_: str) -> Step:
        return next(step for step in self.action.steps if step.id == id_)


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


def may_be_empty(call: Call) -> bool:
    """Return whether one successful answer of an operation has a body and another has none."""
    bodies = {bool(response.media) for response in call.operation.successes}
    return bodies == {True, False}


def promised_paths(step: Step) -> Iterable[tuple[Segment, ...]]:
    """Yield the paths which the step's expectation holds to be there: of `fail` with every part of the way.

    It holds each answer alone; what a list of them promises, or one status of several, no type says.
    """
    whole = step.each is None and step.collect is None and not step.accepted
    for rule in step.expect.missing if step.expect and whole else ():
        if rule.rule is Missing.FAIL:
            yield from (rule.path[:length] for length in range(1, len(rule.path) + 1))
        elif rule.rule is Missing.DEFAULT:
            yield rule.path
