"""Definitions, settings and contracts → the plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from codegen.actions.bind.each import bounded
from codegen.actions.bind.fallback import hold_fallbacks
from codegen.actions.bind.inputs import bind_inputs
from codegen.actions.bind.links import action_link, tool_link
from codegen.actions.bind.operations import Operations
from codegen.actions.bind.outputs import bind_outputs
from codegen.actions.bind.report import Report
from codegen.actions.bind.scope import Scope
from codegen.actions.bind.services import bind_service
from codegen.actions.bind.short import bind_short, short_outputs
from codegen.actions.bind.status import pending_output, status_action
from codegen.actions.bind.steps import Binding, answer_of, bind_steps
from codegen.actions.bind.tools import STATUS, tool_name, tool_of
from codegen.actions.definition import Definition
from codegen.actions.plan import Action, Input, Namespace, Output, Plan
from codegen.actions.service import ServiceSettings
from codegen.actions.steps import Step
from codegen.actions.terms import Credential, Effect
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostics, nearest

_NEVER_READS = frozenset(("PUT", "PATCH", "DELETE"))


def bind(
    definitions: Sequence[Definition],
    services: Sequence[ServiceSettings],
    contracts: Mapping[str, Contract],
    diagnostics: Diagnostics,
    *,
    credentials: Mapping[str, Credential] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
    handlers_package: str = "",
    namespaces: Mapping[str, Namespace] | None = None,
) -> Plan:
    """Return the plan of what could be bound; everything that could not is collected, all at once.

    Args:
        definitions: what people wrote about actions.
        services: what people wrote about services.
        contracts: by service; one that could not be read is missing, which is not reported again.
        diagnostics: collects the problems; where it has failed, the plan is not fit for targets.
        credentials: those of `credentials.yaml`, by name.
        known: all operation names by service, for suggestions; the slices' where it is left out.
        handlers_package: the package of the handlers, dotted.
        namespaces: those of the project, by name.
    """
    _once("service", "service", [(s.name, Report(s.source, diagnostics)) for s in services])
    named = [(name, Report(d.source, diagnostics)) for d in definitions for name in _names(d)]
    _once("action", "action", named)
    _once(
        "tool",
        "action",
        [(d.tool, Report(d.source, diagnostics)) for d in definitions if d.tool != d.name or _other(d, definitions)],
    )
    keys = {service.name: service.idempotency_header for service in services}
    operations = Operations(contracts, known or {}, list(keys), keys)
    ordered = sorted(services, key=lambda service: service.name)
    bound_services = [
        bind_service(service, contracts[service.name], credentials or {}, diagnostics)
        for service in ordered
        if service.name in contracts
    ]
    pairs = [
        (definition, action)
        for definition in sorted(definitions, key=lambda d: (d.name, d.file))
        if (action := _action(definition, operations, diagnostics)) is not None
    ]
    pairs += [(d, status) for d, action in pairs if (status := status_action(action, contracts)) is not None]
    pairs.sort(key=lambda pair: pair[1].name)
    names = {action.name: tool_name(action, d) for d, action in pairs}
    pairs = [(d, _told_of_pending(action, names, contracts)) for d, action in pairs]
    tools = [tool_of(a, d, contracts, namespaces or {}, Report(d.source, diagnostics)) for d, a in pairs]
    _hold_successors([d for d, _ in pairs], sorted(names.values()), diagnostics)
    _hold_former([d for d, _ in pairs], frozenset(names.values()), diagnostics)
    tools.sort(key=lambda tool: tool.name)
    links = [*(action_link(a, d) for d, a in pairs), *(tool_link(t) for t in tools)]
    return Plan(
        services=tuple(bound_services),
        actions=tuple(action for _, action in pairs),
        tools=tuple(tools),
        links=tuple(links),
        handlers_package=handlers_package,
    )


def _hold_successors(definitions: Sequence[Definition], tools: Sequence[str], diagnostics: Diagnostics) -> None:
    """Report each deprecated tool whose successor is not there (`unknown-tool`)."""
    for definition in definitions:
        use = definition.deprecated.use if definition.deprecated else ""
        if use and (use not in tools or use == definition.tool):
            hint = nearest(use, [tool for tool in tools if tool != definition.tool])
            report = Report(definition.source, diagnostics)
            report.error("unknown-tool", f"there is no other tool {use!r}", "/tool/deprecated/use", hint)


def _hold_former(definitions: Sequence[Definition], tools: Collection[str], diagnostics: Diagnostics) -> None:
    """Report each former name by which a call could mean two tools (`duplicate-tool`)."""
    taken: dict[str, str] = {}
    for definition in {d.file: d for d in definitions}.values():
        report = Report(definition.source, diagnostics)
        for number, former in enumerate(definition.was):
            at = f"/tool/was/{number}"
            if former in tools:
                whose = "this tool" if former == definition.tool else "another tool"
                report.error("duplicate-tool", f"{former!r} is the name of {whose}", at, "remove it")
            elif former in taken:
                hint = f"the other is in {taken[former]}"
                report.error("duplicate-tool", f"two tools had the name {former!r}", at, hint)
            taken.setdefault(former, definition.file)


def _told_of_pending(action: Action, tools: Mapping[str, str], contracts: Mapping[str, Contract]) -> Action:
    """Return an action that may answer before it is done with the output that says so; all others are optional then."""
    wait = next((step.wait for step in action.steps if step.wait), None)
    if wait is None:
        return action
    asking = status_action(action, contracts) or action
    outputs = tuple(replace(output, optional=True) for output in action.outputs)
    return replace(action, outputs=(*outputs, pending_output(asking, tools[wait.status])))


def _other(definition: Definition, definitions: Sequence[Definition]) -> bool:
    """Whether another definition, of another name, has the same tool."""
    return any(other.tool == definition.tool and other.name != definition.name for other in definitions)


def _names(definition: Definition) -> Sequence[str]:
    """Return the names of the actions that a definition makes."""
    waits = any(step.wait for step in definition.steps)
    return [definition.name, *([f"{definition.name}{STATUS}"] if waits else [])]


def _once(kind: str, key: str, named: Sequence[tuple[str, Report]]) -> None:
    """Report each name that stands in two files (`duplicate-<kind>`)."""
    first: dict[str, str] = {}
    for name, report in named:
        file = report.source.file
        if name in first:
            at = "/tool/name" if kind == "tool" and "tool" in report.source.tree else f"/{key}"
            report.error(
                f"duplicate-{kind}", f"two {kind}s have the name {name!r}", at, f"the other is in {first[name]}"
            )
        first.setdefault(name, file)


def _action(definition: Definition, operations: Operations, diagnostics: Diagnostics) -> Action | None:
    report = Report(definition.source, diagnostics)
    written = bind_inputs(definition.inputs or {}, operations, report)
    lost = frozenset(name for name, bound in written.items() if bound is None) | _left_out(definition)
    inputs = {name: bound for name, bound in written.items() if bound is not None}
    scope = Scope(inputs, operations.contracts, lost=lost)
    if definition.short:
        return _short(definition, written, scope, operations, report)
    binding = Binding(definition.effect == "read", definition.handler, f"{definition.name}{STATUS}")
    bound_steps = bind_steps(definition.steps, operations, scope, report, binding=binding)
    outputs = bind_outputs(definition.outputs or {}, bound_steps.scope, report, handler=definition.handler)
    action = _finished(definition, inputs, bound_steps.steps, outputs, report)
    hold_fallbacks(action, bound_steps.scope, report)
    return action


def _left_out(definition: Definition) -> frozenset[str]:
    """Return what the file names although the definition does not have it, because something in it is wrong."""
    tree = definition.source.tree
    steps = tree.get("steps") if isinstance(tree.get("steps"), list) else []
    ids = {str(step["id"]) for step in steps or () if isinstance(step, Mapping) and "id" in step}
    inputs = set(tree["inputs"]) if isinstance(tree.get("inputs"), Mapping) else set()
    return frozenset(ids - {step.id for step in definition.steps} | inputs - set(definition.inputs or {}))


def _short(
    definition: Definition, written: Mapping[str, Input | None], scope: Scope, operations: Operations, report: Report
) -> Action | None:
    short = bind_short(definition, written, operations, report)
    if short is None:
        return None
    scope = Scope(short.inputs, operations.contracts, lost=scope.lost).after(answer_of(short.step, scope))
    if definition.outputs is None:
        outputs = short_outputs(short.step, scope)
    else:
        outputs = bind_outputs(definition.outputs, scope, report, handler=definition.handler)
    return _finished(definition, short.inputs, (short.step,), outputs, report)


def _finished(
    definition: Definition,
    inputs: Mapping[str, Input],
    steps: tuple[Step, ...],
    outputs: tuple[Output, ...],
    report: Report,
) -> Action:
    return Action(
        name=definition.name,
        title=definition.title,
        description=definition.description,
        owner=definition.owner,
        effect=_effect(definition, steps, report),
        inputs=tuple(bounded(bound, steps) for bound in inputs.values()),
        steps=steps,
        outputs=outputs,
        handler=definition.handler,
        total=definition.total,
        permissions=definition.permissions,
        file=definition.file,
        escalate=definition.escalate,
        window=definition.window,
    )


def _effect(definition: Definition, steps: Sequence[Step], report: Report) -> Effect:
    """Return the action's effect; a POST may read, but what replaces or deletes never does."""
    if definition.effect == "read":
        for step in steps:
            if step.call.operation.method in _NEVER_READS:
                message = f"effect is read, but step {step.id!r} sends {step.call.operation.method}"
                report.error("wrong-effect", message, "/effect", "write effect: write")
    if definition.effect:
        return Effect(definition.effect)
    return Effect.WRITE if any(step.effect is Effect.WRITE for step in steps) else Effect.READ
