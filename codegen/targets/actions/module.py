"""One action's module: what its template is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codegen.actions.plan import Action, Output, Plan, Step
from codegen.core.names import RESERVED_WORDS
from codegen.render.literals import Code, py
from codegen.targets.actions import layout
from codegen.targets.actions.annotations import TypeNames
from codegen.targets.actions.arguments import ArgumentWriter
from codegen.targets.actions.flavours import flavours
from codegen.targets.actions.models import Member, ModelWriter, names_of_fields
from codegen.targets.actions.scope import Helpers, Scope
from codegen.targets.actions.steps import (
    StepWriter,
    calls_of,
    constants_of,
    modules_of,
    sequence_references,
    variables_of,
)
from codegen.targets.actions.values import insist, write
from codegen.targets.actions.view import ActionView, ImportsView, ImportView

_RUNTIME = "codegen.runtime"


def view_of(action: Action, plan: Plan) -> ActionView:
    """Return the view of an action's module."""
    inputs, outputs = _inputs(action), _outputs(action)
    names = TypeNames(frozenset(names_of_fields([*inputs, *outputs])))
    helpers = Helpers(_taken(action))
    arguments = ArgumentWriter(plan, action, names)
    modules = modules_of(action)
    writer = StepWriter(plan, action, arguments, helpers, variables_of(action), constants_of(action), modules)
    taking, giving = ModelWriter(names, "Arguments"), ModelWriter(names, "Result", limited=False)
    taking.add("Inputs", f"What `{action.name}` takes.", inputs)
    giving.add("Outputs", f"What `{action.name}` gives.", outputs)
    steps = tuple(writer.step(step) for step in action.steps)
    read = frozenset(ref.step for ref in sequence_references(action))
    lines = () if action.handler else tuple(writer.line(step, read) for step in action.steps)
    result = (
        Code("") if action.handler else _result(action, arguments, Scope(action, helpers, "inputs", writer.variables))
    )
    return ActionView(
        name=action.name,
        title=action.title,
        description=action.description,
        module_doc=_module_doc(action),
        perform_doc=_perform_doc(action),
        effect=action.effect.value,
        owner=_owner(action),
        permissions=_permissions(action),
        total=float(action.total),
        imports=_imports(action, plan, names, helpers, modules, (taking, giving)),
        models=(*taking.written, *giving.written),
        steps=steps,
        needs_inputs=any("self._inputs" in step.run for step in steps),
        handler=Code(module_name(action)) if action.handler else None,
        lines=lines,
        result=result,
        decodings=_decodings(action, plan),
        flavours=flavours(action.name),
    )


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
    undone = {argument.ident for step in action.steps if step.undo for argument in step.call.arguments}
    return frozenset({*variables_of(action).values(), *undone, *(every & {"needed", "plain", "UNSET"})})


def _result(action: Action, arguments: ArgumentWriter, scope: Scope) -> Code:
    given = [f"{output.ident}={_output(output, arguments, scope)}" for output in action.outputs]
    return layout.call("Outputs", given, indent=4, taken=len("return "))


def _output(output: Output, arguments: ArgumentWriter, scope: Scope) -> str:
    code = write(output.value, scope).expression if output.optional else insist(output.value, scope)
    return code if arguments.is_plain(output.schema) else f"{scope.helpers('plain')}({code})"


def _owner(action: Action) -> Code:
    owner = action.owner
    parts = [f"team={py(owner.team)}", f"escalation={py(tuple(owner.escalation))}"]
    parts += [f"{key}={py(value)}" for key, value in (("respond", owner.respond), ("resolve", owner.resolve)) if value]
    return layout.call("Owner", parts, indent=4, taken=len("owner="))


def _permissions(action: Action) -> Code:
    held = action.permissions
    parts = [f"run_as={py(held.run_as)}", f"roles={py(tuple(held.roles))}", f"scopes={py(tuple(held.scopes))}"]
    return layout.call("Permissions", parts, indent=4, taken=len("permissions="))


def _module_doc(action: Action) -> str:
    owner = action.owner
    who = f"Owned by {owner.team}." if owner.team else "Nobody is named as its owner."
    if owner.escalation:
        who += f" Escalate to {', '.join(owner.escalation)}."
    title = (action.title or action.name).strip().rstrip(".")
    return layout.paragraphs(
        f"{title}.",
        action.description,
        f"Invocable Action `{action.name}`, a {action.effect.value}. {who}",
        f"Generated from {action.file}; change that file, or layer 1 below, and generate again.",
    )


def _perform_doc(action: Action) -> str:
    told = ["Run the declared steps in order."]
    return layout.paragraphs(*told, *(_condition_note(step) for step in action.steps if step.when))


def _condition_note(step: Step) -> str:
    return f"`{step.id}` is called only under its condition; else there is no answer of it."


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
    expects = [step.expect for step in action.steps if step.expect]
    runtime |= {"Decoding"} if _decodings(action, plan) else set()
    runtime |= {"Expectation"} if expects else set()
    runtime |= {"WhenMissing"} if any(expect.missing for expect in expects) else set()
    typed = names.imports()
    answering = {step.call.service for step in action.steps if step.call.answer is not None}
    typed.setdefault("typing", []).extend(["TYPE_CHECKING"] if answering else [])
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


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as import sorters put them: constants, classes, functions."""
    return tuple(sorted(set(names), key=lambda name: (not name.isupper(), not name[:1].isupper(), name)))
