"""The steps of an action as methods, each with its policy attached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.actions.answer_names import answer_name, item_name, status_answer_name
from codegen.actions.plan import Action, Plan
from codegen.actions.steps import Call, Collect, Step, Wait
from codegen.actions.values import AnswerRef, Condition, ItemRef, Segment, StatusRef
from codegen.actions.walk import read_inside, references, references_of
from codegen.core.names import assign, pascal
from codegen.render.literals import Code, py
from codegen.targets.actions import layout
from codegen.targets.actions.arguments import ArgumentWriter
from codegen.targets.actions.conditions import write_condition
from codegen.targets.actions.docs import step_doc
from codegen.targets.actions.paths import access
from codegen.targets.actions.scope import Helpers, Scope, may_be_empty
from codegen.targets.actions.values import insist
from codegen.targets.actions.view import AnswerFieldView, AnswerView, ClientView, MethodView

# Names that `perform` itself uses; a step of that name has another variable.
_OF_PERFORM = ("answer", "inputs", "item", "len", "one", "steps")
_CONSTANTS = ("ACTION", "EVERY", "TYPE_CHECKING", "UNSET")


@dataclass(frozen=True, slots=True)
class StepWriter:
    """Writes the steps of one action.

    Attributes:
        variables: step id to its variable in `perform`.
        constants: step id to its constant.
        modules: service name to the prefix of its modules' names (`erp` of `erp_client`).
        classes: step id to the class of its answers, for steps that accept several statuses.
    """

    plan: Plan
    action: Action
    arguments: ArgumentWriter
    helpers: Helpers
    variables: Mapping[str, str]
    constants: Mapping[str, str]
    modules: Mapping[str, str]
    classes: Mapping[str, str]

    def method(self, step: Step, *, is_async: bool) -> MethodView:
        """Return the method of a step."""
        answer = self._given_back(step)
        shown = f"{answer} | None" if step.continue_on_failure and answer != "None" else answer
        keywords = sorted(
            (self.arguments.keyword(argument, step.call) for argument in step.call.arguments),
            key=lambda keyword: keyword.default is not None,
        )
        clients = self._clients(step)
        kept = self._kept(step)
        return MethodView(
            signature=layout.signature(step.ident, [str(keyword) for keyword in keywords], shown, indent=4),
            doc=f"As `Steps.{step.ident}`." if is_async else step_doc(step, self.plan),
            lines=(
                *(client.line(is_async=is_async) for client in clients.values()),
                *self._body(step, self._run(step, clients), answer, "await " if is_async else ""),
            ),
            kept=kept,
        )

    def answers(self, step: Step) -> AnswerView:
        """Return the class of the answers of a step that accepts several statuses."""
        body = self.answer(step.call)
        fields = [AnswerFieldView(Code("body"), Code(f"{body} | None"))] if body != "None" else []
        for accepted in step.accepted:
            if accepted.schema is not None:
                name = f"{self._module(step.call)}.{status_answer_name(step.call.operation, accepted.status)}"
                fields.append(AnswerFieldView(Code(f"body_{accepted.status}"), Code(f"{name} | None")))
        others = " or ".join(str(accepted.status) for accepted in step.accepted)
        return AnswerView(
            name=Code(self.classes[step.id]),
            doc=f"What `{step.id}` answers: `body` with a success, else what comes with {others}.",
            fields=tuple(fields),
        )

    def answer(self, call: Call) -> str:
        """Return the type of an operation's answer."""
        return "None" if call.answer is None else f"{self._module(call)}.{answer_name(call.operation)}"

    def _module(self, call: Call) -> str:
        return f"{self.modules[call.service]}_answers"

    def _given_back(self, step: Step) -> str:
        """Return the type of what a step's method gives back."""
        if step.accepted:
            return self.classes[step.id]
        if step.collect is not None:
            return f"Collected[{self._module(step.call)}.{item_name(step.call.operation, step.collect)}]"
        types = [self.answer(step.answering)]
        if step.fallback and step.fallback.call:
            types.append(self.answer(step.fallback.call))
        return " | ".join(dict.fromkeys(types))

    def _kept(self, step: Step) -> Code | None:
        """Return what makes room for the answer of a step that the inside of another one reads."""
        if step.id not in kept_for_others(self.action):
            return None
        answer = self._given_back(step)
        if step.each is not None:
            return Code(f"self._{step.ident}: list[{answer}] = []")
        return Code(f"self._{step.ident}: {answer} | None = None")

    def _body(self, step: Step, run: Code, answer: str, await_: str) -> list[Code]:
        returned = "" if answer == "None" else "return "
        if step.id not in kept_for_others(self.action):
            return [Code(f"{returned}{await_}{run}")]
        room = f"self._{step.ident}"
        if step.each is None:
            back = [Code(f"return {room}")] if returned else []
            return [Code(f"{room} = {await_}{run}"), *back]
        return [Code(f"answer = {await_}{run}"), Code(f"{room}.append(answer)"), Code("return answer")]

    def _clients(self, step: Step) -> dict[str, ClientView]:
        services = dict.fromkeys(call.service for call in step.calls)
        taken = {argument.ident for argument in step.call.arguments} | {self.variables[step.id]}
        found = {}
        for service in services:
            prefix = self.modules[service]
            variable = _unused(taken, prefix, f"{prefix}_service", f"{prefix}_service_")
            taken.add(variable)
            found[service] = ClientView(
                Code(variable), Code(f"{prefix}_client.Client"), Code(f"{prefix}_async_client.AsyncClient")
            )
        return found

    def _run(self, step: Step, clients: Mapping[str, ClientView]) -> Code:
        """Return the call of the run that makes the step's own, under its policy."""
        names = _Names.of(step, clients, self.variables[step.id])
        if step.collect is not None:
            return self._optional(step, "collect", self._collected(step, step.collect, clients, names))
        parts = [self.constants[step.id], self._call(step, clients)]
        if step.accepted:
            return self._optional(step, "answered", [*parts, self.classes[step.id], *self._undone(step, clients)])
        if step.wait is not None:
            waited = self._waited(step, step.wait, clients, names)
            return self._method("wait" if step.wait.call else "ask", [*parts, *waited])
        parts += [*self._undone(step, clients), *self._fallen_back(step, clients)]
        return self._method("attempt" if step.continue_on_failure else "step", parts)

    def _method(self, method: str, parts: list[str]) -> Code:
        return layout.call(f"self._run.{method}", parts, indent=8, taken=len("return await "))

    def _optional(self, step: Step, method: str, parts: list[str]) -> Code:
        if not step.continue_on_failure:
            return self._method(method, parts)
        inner = layout.call(f"lambda: self._run.{method}", parts, indent=12)
        return self._method("optional", [self.constants[step.id], inner])

    def _call(self, step: Step, clients: Mapping[str, ClientView]) -> str:
        scope = self._inside(step)
        forwarded = [self.arguments.forward(argument, step.call, scope) for argument in step.call.arguments]
        method = f"{clients[step.call.service].variable}.{step.call.operation.ident}"
        return layout.call(f"lambda: {method}", forwarded, indent=12)

    def _direct(self, head: str, call: Call, scope: Scope, clients: Mapping[str, ClientView]) -> Code:
        arguments = [self.arguments.direct(argument, call, scope) for argument in call.arguments]
        return layout.call(f"{head}{clients[call.service].variable}.{call.operation.ident}", arguments, indent=12)

    def _undone(self, step: Step, clients: Mapping[str, ClientView]) -> list[str]:
        if step.undo is None:
            return []
        own = self.variables[step.id]
        reads = any(_is_own(ref, step) for a in step.undo.arguments for ref in references(a.value))
        return [self._direct(f"undo=lambda {own if reads else '_'}: ", step.undo, self._inside(step), clients)]

    def _fallen_back(self, step: Step, clients: Mapping[str, ClientView]) -> list[str]:
        if step.fallback is None:
            return []
        parts: list[str] = []
        if step.fallback.call is not None:
            parts.append(self._direct("instead=lambda: ", step.fallback.call, self._inside(step), clients))
        if step.fallback.last_good is not None:
            given = ", ".join(argument.ident for argument in step.call.arguments)
            parts.append(f"given=({given}{',' if len(step.call.arguments) == 1 else ''})")
        return parts

    def _collected(self, step: Step, collect: Collect, clients: Mapping[str, ClientView], names: _Names) -> list[str]:
        scope = self._inside(step)
        forwarded = [self.arguments.forward(argument, step.call, scope) for argument in step.call.arguments]
        forwarded.append(f"{collect.argument.ident}={names.asked}")
        method = f"{clients[step.call.service].variable}.{step.call.operation.ident}"
        nullable = may_be_empty(step.call)
        parts = [
            self.constants[step.id],
            layout.call(f"lambda {names.asked}: {method}", forwarded, indent=12),
            f"items=lambda answer: {_read('answer', collect.items, nullable)}",
        ]
        if collect.next:
            parts.append(f"following=lambda answer: {_read('answer', collect.next, nullable)}")
        if collect.more:
            parts.append(f"more=lambda answer: {_read('answer', collect.more, nullable)}")
        return parts

    def _waited(self, step: Step, wait: Wait, clients: Mapping[str, ClientView], names: _Names) -> list[str]:
        own = self.variables[step.id]
        scope = self._inside(step)
        handle = ", ".join(f"{py(name)}: {insist(value, scope)}" for name, value in wait.handle)
        parts: list[str] = []
        if wait.call is not None:
            reads = any(_is_own(ref, step) for a in wait.call.arguments for ref in references(a.value))
            parts.append(self._direct(f"poll=lambda {own if reads else '_'}: ", wait.call, scope, clients))
        parts.append(self._test("done", wait.done, step, names))
        if wait.failed is not None:
            parts.append(self._test("failed", wait.failed, step, names))
        if wait.call is None:
            return [*parts, f"handle={{{handle}}}"]
        reads = any(_is_own(ref, step) for _, value in wait.handle for ref in references(value))
        return [*parts, f"handle=lambda {own if reads else '_'}: {{{handle}}}", *self._undone(step, clients)]

    def _test(self, key: str, condition: Condition, step: Step, names: _Names) -> str:
        refs = list(references_of(condition))
        answer = self.variables[step.id] if any(_is_own(ref, step) for ref in refs) else "_"
        status = names.status if any(getattr(ref, "step", None) == "" for ref in refs) else "__"
        scope = self._inside(step, status=status, bare=step.answering)
        return f"{key}=lambda {answer}, {status}: {write_condition(condition, scope)}"

    def _inside(self, step: Step, *, status: str = "", bare: Call | None = None) -> Scope:
        """Return what an expression sees that stands in the step's method: its own answer, what others have left."""
        others = {other.id: f"self._{other.ident}" for other in self.action.steps}
        given = tuple(
            (argument.value, argument.ident) for argument in step.call.arguments if isinstance(argument.value, ItemRef)
        )
        return Scope(
            self.action,
            self.helpers,
            "self._inputs",
            {**others, step.id: self.variables[step.id]},
            present=frozenset({step.id}),
            uncertain=frozenset(others) - {step.id} - {s.id for s in self.action.steps if s.each},
            given=given,
            status=status,
            own=step.id,
            bare=bare or step.call,
        )


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the parameters of a step's small functions, none of which hides what they use."""

    asked: str
    status: str

    @classmethod
    def of(cls, step: Step, clients: Mapping[str, ClientView], own: str) -> _Names:
        taken = {argument.ident for argument in step.call.arguments} | {own}
        taken |= {str(client.variable) for client in clients.values()}
        asked = step.collect.argument.ident if step.collect else ""
        return cls(_unused(taken, asked, f"{asked}_", "asked_"), _unused(taken, "status", "status_", "status__"))


def _unused(taken: Iterable[str], *names: str) -> str:
    return next(name for name in names if name not in set(taken))


def _read(variable: str, path: tuple[Segment, ...], nullable: bool) -> str:
    return access(variable, path, nullable=nullable).expression


def _is_own(ref: object, step: Step) -> bool:
    return isinstance(ref, AnswerRef) and ref.step == step.id


def variables_of(action: Action) -> dict[str, str]:
    """Return for each step the variable that holds its answer."""
    return assign([(step.id, step.ident) for step in action.steps], {}, reserved=_OF_PERFORM)


def constants_of(action: Action) -> dict[str, str]:
    """Return for each step the name of its constant."""
    return assign([(step.id, step.ident.upper()) for step in action.steps], {}, reserved=_CONSTANTS)


def classes_of(action: Action, taken: Iterable[str]) -> dict[str, str]:
    """Return for each step that accepts several statuses the class of its answers; `taken` are other classes."""
    wanted = [(step.id, f"{pascal(step.ident)}Answer") for step in action.steps if step.accepted]
    return assign(wanted, {}, reserved=tuple(taken))


def modules_of(action: Action) -> dict[str, str]:
    """Return for each service that the action calls the prefix of its modules' names."""
    services = sorted({call.service for call in calls_of(action)})
    taken = {argument.ident for call in calls_of(action) for argument in call.arguments}
    ends = ("_client", "_async_client", "_answers")
    reserved = {name.removesuffix(end) for name in taken for end in ends if name.endswith(end)}
    return assign([(name, name) for name in services], {}, reserved=reserved)


def calls_of(action: Action) -> Iterator[Call]:
    """Yield every call of an action."""
    for step in action.steps:
        yield from step.calls


def kept_for_others(action: Action) -> frozenset[str]:
    """Return the steps whose answers the inside of another step reads: its undo, its fallback, its waiting."""
    refs = ((step, ref) for step in action.steps for ref in read_inside(step))
    return frozenset(ref.step for step, ref in refs if isinstance(ref, AnswerRef | StatusRef) and ref.step != step.id)
