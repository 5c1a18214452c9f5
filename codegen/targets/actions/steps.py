"""The steps of an action: each a constant, a method that carries its policy, and a line of the declared sequence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.actions.plan import (
    Action,
    AnswerRef,
    Both,
    Call,
    Comparison,
    Condition,
    Either,
    Expect,
    ListOf,
    Missing,
    MissingRule,
    Not,
    ObjectOf,
    Plan,
    Segment,
    Step,
    Text,
    Value,
)
from codegen.core.names import assign, pascal
from codegen.render.literals import Code, py
from codegen.targets.actions import layout
from codegen.targets.actions.arguments import ArgumentWriter
from codegen.targets.actions.conditions import write_condition
from codegen.targets.actions.scope import Helpers, Scope
from codegen.targets.actions.view import ClientView, LineView, StepView

# Names that `perform` itself uses; a step of that name has another variable.
_OF_PERFORM = ("inputs", "len", "steps")
_CONSTANTS = ("ACTION", "TYPE_CHECKING", "UNSET")


@dataclass(frozen=True, slots=True)
class StepWriter:
    """Writes the steps of one action.

    Attributes:
        variables: step id to its variable in `perform`.
        constants: step id to its constant.
        modules: service name to the prefix of its modules' names (`erp` of `erp_client`).
    """

    plan: Plan
    action: Action
    arguments: ArgumentWriter
    helpers: Helpers
    variables: Mapping[str, str]
    constants: Mapping[str, str]
    modules: Mapping[str, str]

    def step(self, step: Step) -> StepView:
        """Return the constant and the method of a step."""
        answer = self.answer(step.call)
        shown = f"{answer} | None" if step.continue_on_failure and answer != "None" else answer
        keywords = sorted(
            (self.arguments.keyword(argument, step.call) for argument in step.call.arguments),
            key=lambda keyword: keyword.default is not None,
        )
        clients = self._clients(step)
        remembered = step.id in undone_with(self.action)
        return StepView(
            constant=Code(self.constants[step.id]),
            settings=tuple(self._settings(step)),
            doc=self._doc(step),
            signature=layout.signature(step.ident, [str(keyword) for keyword in keywords], shown, indent=4),
            remembered=Code(f"self._{step.ident}") if remembered else None,
            remembered_type=Code(f"{answer} | None"),
            clients=tuple(clients.values()),
            run=self._run(step, clients),
            returned=Code("" if answer == "None" else "return "),
        )

    def line(self, step: Step, read: frozenset[str]) -> LineView:
        """Return the step's line in the declared sequence; `read` names the steps whose answers something reads."""
        scope = Scope(self.action, self.helpers, "inputs", self.variables)
        given = [self.arguments.given(argument, step.call, scope) for argument in step.call.arguments]
        variable = Code(self.variables[step.id]) if step.id in read else None
        indent = 8 if step.when else 4
        taken = len(f"{variable} = await ") if variable else len("await ")
        return LineView(
            variable=variable,
            condition=layout.condition(write_condition(step.when, scope), indent=4) if step.when else None,
            call=layout.call(f"steps.{step.ident}", [text for text in given if text], indent=indent, taken=taken),
        )

    def answer(self, call: Call) -> str:
        """Return the type of an operation's answer."""
        if call.answer is None:
            return "None"
        return f"{self.modules[call.service]}_answers.{pascal(call.operation.ident)}Answer"

    def _clients(self, step: Step) -> dict[str, ClientView]:
        services = dict.fromkeys([step.call.service, *([step.undo.service] if step.undo else [])])
        taken = {argument.ident for argument in step.call.arguments} | {self.variables[step.id]}
        found = {}
        for service in services:
            prefix = self.modules[service]
            variable = next(name for name in (prefix, f"{prefix}_service", f"{prefix}_service_") if name not in taken)
            taken.add(variable)
            found[service] = ClientView(
                Code(variable), Code(f"{prefix}_client.Client"), Code(f"{prefix}_async_client.AsyncClient")
            )
        return found

    def _run(self, step: Step, clients: Mapping[str, ClientView]) -> Code:
        scope = Scope(self.action, self.helpers, "self._inputs", self.variables)
        forwarded = [self.arguments.forward(argument, step.call, scope) for argument in step.call.arguments]
        method = f"{clients[step.call.service].variable}.{step.call.operation.ident}"
        call = layout.call(f"lambda: {method}", forwarded, indent=12)
        parts = [self.constants[step.id], call]
        if step.undo:
            parts.append(self._undo(step, step.undo, clients[step.undo.service].variable))
        word = "attempt" if step.continue_on_failure else "step"
        return layout.call(f"self._run.{word}", parts, indent=8, taken=len("return await "))

    def _undo(self, step: Step, undo: Call, client: str) -> str:
        own = self.variables[step.id]
        others = {other.id: f"self._{other.ident}" for other in self.action.steps}
        scope = Scope(
            self.action,
            self.helpers,
            "self._inputs",
            {**others, step.id: own},
            present=frozenset({step.id}),
            uncertain=frozenset(others) - {step.id},
        )
        arguments = [self.arguments.direct(argument, undo, scope) for argument in undo.arguments]
        reads_own = any(ref.step == step.id for argument in undo.arguments for ref in references(argument.value))
        parameter = own if reads_own else "_"
        return layout.call(f"undo=lambda {parameter}: {client}.{undo.operation.ident}", arguments, indent=12)

    def _settings(self, step: Step) -> Iterator[Code]:
        yield Code(f"id={py(step.id)}")
        yield Code(f"service={py(step.call.service)}")
        yield Code(f"operation={py(step.call.operation.name)}")
        yield Code(f"effect={py(str(step.effect.value))}")
        if reads := sorted(set(paths_read(self.action, step)), key=repr):
            yield Code(f"reads={_tuple(_path(path) for path in reads)}")
        if step.expect:
            yield _expect(step.expect)

    def _doc(self, step: Step) -> str:
        call, service = step.call, self.plan.service(step.call.service)
        owner = f", owned by {service.owner.team}" if service.owner.team else ""
        told = [f"Operation `{call.operation.name}` of the External Service `{service.name}`{owner}."]
        if step.expect:
            told.append(_expectation_in_words(step.expect))
        if step.undo:
            told.append(f"Undone by `{step.undo.service}.{step.undo.operation.name}` when the action gives up.")
        if step.continue_on_failure:
            told.append("Where it fails, the action goes on and warns.")
        summary = (call.operation.summary or call.operation.name).strip().splitlines()[0].rstrip(".")
        return layout.paragraphs(f"{summary}.", " ".join(told))


def variables_of(action: Action) -> dict[str, str]:
    """Return for each step the variable that holds its answer."""
    return assign([(step.id, step.ident) for step in action.steps], {}, reserved=_OF_PERFORM)


def constants_of(action: Action) -> dict[str, str]:
    """Return for each step the name of its constant."""
    return assign([(step.id, step.ident.upper()) for step in action.steps], {}, reserved=_CONSTANTS)


def modules_of(action: Action) -> dict[str, str]:
    """Return for each service that the action calls the prefix of its modules' names."""
    services = sorted({call.service for call in calls_of(action)})
    taken = {argument.ident for call in calls_of(action) for argument in call.arguments}
    ends = ("_client", "_async_client", "_answers")
    reserved = {name.removesuffix(end) for name in taken for end in ends if name.endswith(end)}
    return assign([(name, name) for name in services], {}, reserved=reserved)


def calls_of(action: Action) -> Iterator[Call]:
    """Yield the calls of an action: of its steps and of what undoes them."""
    for step in action.steps:
        yield step.call
        if step.undo:
            yield step.undo


def references(value: Value) -> Iterator[AnswerRef]:
    """Yield the answers that a value reads."""
    match value:
        case AnswerRef():
            yield value
        case Text(parts) | ListOf(parts):
            for part in parts:
                yield from references(part)
        case ObjectOf(members):
            for _, member in members:
                yield from references(member)
        case _:
            return


def _of_condition(condition: Condition | None) -> Iterator[AnswerRef]:
    match condition:
        case Comparison(left, _, right):
            yield from references(left)
            yield from references(right)
        case Both(conditions) | Either(conditions):
            for inner in conditions:
                yield from _of_condition(inner)
        case Not(inner):
            yield from _of_condition(inner)
        case None:
            return


def sequence_references(action: Action) -> Iterator[AnswerRef]:
    """Yield the answers that the declared sequence and the outputs read; undo apart."""
    for step in action.steps:
        yield from _of_condition(step.when)
        for argument in step.call.arguments:
            yield from references(argument.value)
    for output in action.outputs:
        yield from references(output.value)


def undone_with(action: Action) -> frozenset[str]:
    """Return the steps whose answers another step's undo reads."""
    return frozenset(
        ref.step
        for step in action.steps
        for argument in (step.undo.arguments if step.undo else ())
        for ref in references(argument.value)
        if ref.step != step.id
    )


def paths_read(action: Action, step: Step) -> Iterator[tuple[Segment, ...]]:
    """Yield the paths of a step's answer that anything in the action reads."""
    undo = (ref for s in action.steps for a in (s.undo.arguments if s.undo else ()) for ref in references(a.value))
    yield from (ref.path for ref in (*sequence_references(action), *undo) if ref.step == step.id and ref.path)
    if step.expect and step.expect.as_of:
        yield step.expect.as_of.path


def _path(path: Iterable[Segment]) -> str:
    return _tuple(
        py(segment.index if segment.index is not None else segment.name if segment.key else segment.ident)
        for segment in path
    )


def _tuple(parts: Iterable[str]) -> str:
    items = list(parts)
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _expect(expect: Expect) -> Code:
    parts = []
    if expect.as_of is not None:
        parts.append(f"as_of={_path(expect.as_of.path)}")
    if expect.max_age is not None:
        parts.append(f"max_age={py(expect.max_age)}")
    if expect.missing:
        rules = [_missing(rule) for rule in expect.missing]
        single = rules[:1] if len(rules) > 1 else [f"{rules[0]},"]
        parts.append(layout.call("missing=", [*single, *rules[1:]], indent=8))
    return layout.call("expect=Expectation", parts, indent=4)


def _missing(rule: MissingRule) -> str:
    parts = [_path(rule.path), f"pointer={py(rule.pointer)}", f"rule={py(rule.rule.value)}"]
    if rule.rule is Missing.DEFAULT:
        parts.append(f"default={py(rule.default)}")
    return f"WhenMissing({', '.join(parts)})"


def _expectation_in_words(expect: Expect) -> str:
    told = []
    if expect.max_age is not None:
        told.append(f"Its data may be at most {expect.max_age:g} s old.")
    for rule in expect.missing:
        word = {Missing.FAIL: "must be there", Missing.OMIT: "may be missing"}.get(rule.rule)
        told.append(f"`{rule.pointer}` {word or f'is {py(rule.default)} where it is missing'}.")
    return " ".join(told)
