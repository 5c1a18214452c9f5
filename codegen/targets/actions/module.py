"""One action's module: what its template is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from codegen.actions.plan import Action, Output, Plan
from codegen.actions.steps import Step
from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef, Literal
from codegen.contract.model import Json
from codegen.core.names import RESERVED_WORDS
from codegen.render.literals import Code, py
from codegen.targets.actions import layout
from codegen.targets.actions.annotations import TypeNames
from codegen.targets.actions.arguments import ArgumentWriter
from codegen.targets.actions.flavours import flavours
from codegen.targets.actions.models import Member, ModelWriter, names_of_fields
from codegen.targets.actions.scope import Helpers, Scope
from codegen.targets.actions.sequence import SequenceWriter
from codegen.targets.actions.settings import imports_of, settings_of
from codegen.targets.actions.steps import StepWriter, calls_of, classes_of, constants_of, modules_of, variables_of
from codegen.targets.actions.values import insist, write
from codegen.targets.actions.view import ActionView, ConstantView, FlavourView, ImportsView, ImportView

_RUNTIME = "codegen.runtime"
_OWN_CLASSES = ("Action", "Arguments", "AsyncHandler", "AsyncSteps", "Handler", "Refuse", "Result", "Step", "Steps")


def view_of(action: Action, plan: Plan) -> ActionView:
    """Return the view of an action's module."""
    inputs, outputs = _inputs(action), _outputs(action)
    names = TypeNames(frozenset(names_of_fields([*inputs, *outputs])))
    helpers = Helpers(_taken(action))
    arguments = ArgumentWriter(plan, action, names)
    modules = modules_of(action)
    taking, giving = ModelWriter(names, "Arguments"), ModelWriter(names, "Result", limited=False)
    taking.add("Inputs", f"What `{action.name}` takes.", inputs)
    giving.add("Outputs", f"What `{action.name}` gives.", outputs)
    variables, classes = variables_of(action), classes_of(action, {*taking.taken, *giving.taken, *_OWN_CLASSES})
    writer = StepWriter(plan, action, arguments, helpers, variables, constants_of(action), modules, classes)
    sequence = SequenceWriter(action, arguments, helpers, variables)
    worlds = tuple(_flavour(flavour, action, writer, sequence) for flavour in flavours(action.name))
    result = Code("") if action.handler else _result(action, arguments, Scope(action, helpers, "inputs", variables))
    return ActionView(
        name=action.name,
        title=action.title,
        description=action.description,
        module_doc=_module_doc(action),
        perform_doc=_perform_doc(),
        effect=action.effect.value,
        owner=_owner(action),
        permissions=_permissions(action),
        total=float(action.total),
        imports=_imports(action, plan, names, helpers, modules, (taking, giving)),
        models=(*taking.written, *giving.written),
        answers=tuple(writer.answers(step) for step in action.steps if step.accepted),
        steps=tuple(
            ConstantView(
                Code(writer.constants[step.id]),
                settings_of(step, action, _taking_over(step, plan), plan.service(step.call.service).contract),
            )
            for step in action.steps
        ),
        needs_inputs=any("self._inputs" in line for method in worlds[0].methods for line in method.lines),
        handler=Code(module_name(action)) if action.handler else None,
        result=result,
        decodings=_decodings(action, plan),
        escalate=_escalate(action),
        window=float(action.window) if action.window and action.effect is Effect.WRITE else None,
        flavours=worlds,
    )


def _flavour(flavour: FlavourView, action: Action, writer: StepWriter, sequence: SequenceWriter) -> FlavourView:
    lines = () if action.handler else tuple(line for s in action.steps for line in sequence.lines(s, flavour.await_))
    methods = tuple(writer.method(step, is_async=flavour.is_async) for step in action.steps)
    return replace(flavour, methods=methods, lines=lines)


def _taking_over(step: Step, plan: Plan) -> str:
    """Return the tool of the status action of a step that waits."""
    return next((tool.name for tool in plan.tools if step.wait and tool.action == step.wait.status), "")


def _escalate(action: Action) -> Code | None:
    if action.escalate is None:
        return None
    return Code(f"Escalate(after={py(action.escalate.after)}, to={py(action.escalate.to)})")


def module_name(action: Action) -> str:
    """Return the name of an action's module, and of its handler's: the action's own, but for a word of Python's."""
    return f"{action.name}_" if action.name in RESERVED_WORDS else action.name


def _inputs(action: Action) -> list[Member]:
    return [Member(i.name, i.ident, i.schema, i.required, i.description) for i in action.inputs]


def _outputs(action: Action) -> list[Member]:
    return [Member(o.name, o.ident, o.schema, not o.optional, o.description) for o in action.outputs]


def _taken(action: Action) -> frozenset[str]:
    """Return the variables that could hide a helper: those of `perform`, and keywords of methods that use one."""
    every = {argument.ident for call in calls_of(action) for argument in call.arguments}
    undone = {a.ident for step in action.steps if len(step.calls) > 1 for a in step.call.arguments}
    return frozenset({*variables_of(action).values(), *undone, *(every & {"needed", "plain", "UNSET"})})


def _result(action: Action, arguments: ArgumentWriter, scope: Scope) -> Code:
    valued = [output for output in action.outputs if output.value != Literal(None)]  # the rest is never given here
    given = [f"{output.ident}={_output(output, arguments, scope)}" for output in valued]
    return layout.call("Outputs", given, indent=4, taken=len("return "))


def _output(output: Output, arguments: ArgumentWriter, scope: Scope) -> str:
    code = write(output.value, scope).expression if output.optional else insist(output.value, scope)
    listed = isinstance(output.value, AnswerRef) and any(segment.every for segment in output.value.path)
    each = output.schema.get("items", {}) if listed else output.schema
    return code if arguments.is_plain(each) else f"{scope.helpers('plain')}({code})"


def _owner(action: Action) -> Code:
    owner = action.owner
    known: dict[str, Json] = {"team": owner.team, "escalation": tuple(owner.escalation)}
    known |= {"respond": owner.respond, "resolve": owner.resolve}
    parts = [f"{key}={py(value)}" for key, value in known.items() if value]
    return layout.call("Owner", parts, indent=4, taken=len("owner="))


def _permissions(action: Action) -> Code:
    held = action.permissions
    parts = [f"run_as={py(held.run_as)}"]
    parts += [f"{key}={py(tuple(value))}" for key, value in (("roles", held.roles), ("scopes", held.scopes)) if value]
    return layout.call("Permissions", parts, indent=4, taken=len("permissions="))


def _module_doc(action: Action) -> str:
    owner = action.owner
    whom = ", then ".join(filter(None, (owner.team, ", ".join(owner.escalation))))
    who = f"Where its own rules fail, ask {whom}" if whom else "Nobody is named to ask where its own rules fail"
    who += "; where a service fails, its owner, named at each step." if action.steps else "."
    title = (action.title or action.name).strip().rstrip(".")
    return layout.paragraphs(
        f"{title}.",
        action.description,
        f"Invocable Action `{action.name}`, a {action.effect.value}. {who}",
        f"Generated from {action.file} and the contracts of its services; change those and generate again.",
    )


def _perform_doc() -> str:
    return "Take the declared steps in order; one that fails ends the action, and what was done is taken back."


def _decodings(action: Action, plan: Plan) -> tuple[Code, ...]:
    """Return how the arguments of the action's tool become its inputs."""
    found = next((tool.decodings for tool in plan.tools if tool.action == action.name), ())
    return tuple(
        layout.call(
            "Decoding",
            [f"path={py(d.path)}", f"kind={py(d.kind)}", *([f"names={py(d.names)}"] if d.names else [])],
            indent=8,
        )
        for d in found
    )


def _imports(
    action: Action,
    plan: Plan,
    names: TypeNames,
    helpers: Helpers,
    modules: Mapping[str, str],
    writers: Iterable[ModelWriter],
) -> ImportsView:
    pydantic = sorted({name for writer in writers for name in writer.pydantic})
    checks = {name for writer in writers for name in writer.runtime}
    runtime = {
        "Action",
        "Arguments",
        "AsyncRun",
        "Owner",
        "Permissions",
        "Result",
        "Run",
        "Step",
        *checks,
        *helpers.imports(),
    }
    runtime |= imports_of(action)
    runtime |= {"Decoding"} if _decodings(action, plan) else set()
    runtime |= {"Escalate"} if action.escalate else set()
    typed = names.imports()
    gathering = [step for step in action.steps if step.collect]
    answering = _answering(action)
    typed.setdefault("typing", []).extend(["TYPE_CHECKING"] if answering or gathering else [])
    if any(step.accepted for step in action.steps):
        typed.setdefault("dataclasses", []).append("dataclass")
    runtime |= {"Collected"} if gathering else set()
    if action.handler:
        typed["typing"].append("Protocol")
        typed.setdefault("collections.abc", []).append("Awaitable")
        runtime.add("Refuse")
    runtime |= set(typed.pop(_RUNTIME, []))
    return ImportsView(
        standard=tuple(ImportView(home, _sorted(found)) for home, found in sorted(typed.items()) if found),
        pydantic=(ImportView("pydantic", tuple(pydantic)),) if pydantic else (),
        runtime=(ImportView(_RUNTIME, _sorted(runtime)),),
        services=tuple(
            ImportView(f"..services.{service}", (f"{kind} as {prefix}_{kind}",))
            for service, prefix in sorted(modules.items())
            for kind in ("async_client", "client")
        ),
        answers=tuple(
            ImportView(f"..services.{service}", (f"answers as {prefix}_answers",))
            for service, prefix in sorted(modules.items())
            if service in answering
        ),
    )


def _answering(action: Action) -> set[str]:
    """Return the services whose answers the module names."""
    told = {step.answering.service for step in action.steps if step.answering.answer is not None}
    instead = (step.fallback.call for step in action.steps if step.fallback and step.fallback.call)
    told |= {call.service for call in instead if call.answer is not None}
    return told | {s.call.service for s in action.steps if any(a.schema is not None for a in s.accepted)}


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as import sorters put them: constants, classes, functions."""
    return tuple(sorted(set(names), key=lambda name: (not name.isupper(), not name[:1].isupper(), name)))
