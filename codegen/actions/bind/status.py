"""The status action of an action that waits: asks once more, with what the pending result handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from codegen.actions.bind.arguments import slots_of
from codegen.actions.bind.inputs import input_of
from codegen.actions.bind.kinds import Typed
from codegen.actions.bind.wait import handed_over
from codegen.actions.plan import Action, Input, Output
from codegen.actions.steps import Argument, Call, Step
from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef, InputRef, Literal
from codegen.actions.walk import references
from codegen.contract.model import Contract

PENDING = "pending"  # the output that says how to ask again


def status_action(action: Action, contracts: Mapping[str, Contract]) -> Action | None:
    """Return the action that asks whether what `action` started is done; None where it waits for nothing.

    Its inputs are what differs from run to run in the call that asks; its outputs those of `action` that this call
    answers. It reads, whatever `action` does.
    """
    step = next((step for step in action.steps if step.wait), None)
    if step is None or step.wait is None or step.wait.call is None:
        return None
    call = step.wait.call
    inputs = _inputs(call, contracts[call.service])
    asking = replace(
        step,
        call=_asking(call, inputs),
        effect=Effect.READ,
        when=None,
        undo=None,
        wait=replace(step.wait, call=None, handle=tuple((name, _given(bound)) for name, bound in inputs.items())),
    )
    what = action.title.strip().rstrip(".")
    return replace(
        action,
        name=step.wait.status,
        title=f"{what}: status",
        description=(
            f"Says whether what {action.name} started is done, and then gives its result. "
            f"Use it when {action.name} answered that it is pending, with the inputs named there, "
            "not before the time named there has passed. It changes nothing."
        ),
        effect=Effect.READ,
        inputs=tuple(inputs.values()),
        steps=(asking,),
        outputs=tuple(_output(output) for output in action.outputs if _given_by(output, step)),
        handler=False,
    )


def pending_output(status: Action, tool: str) -> Output:
    """Return the output of an action that may not be done in time: which tool to call then, with what, and when.

    Args:
        status: the status action.
        tool: its tool's name.
    """
    properties = {bound.name: bound.schema for bound in status.inputs}
    inputs = {"type": "object", "properties": properties, "required": list(properties)}
    schema = {
        "type": "object",
        "description": f"Only where it is not done yet: call `{tool}` with these inputs for the rest.",
        "properties": {
            "tool": {"type": "string", "description": "The tool to call."},
            "inputs": {**inputs, "description": "What to call it with."},
            "retry_after": {"type": "number", "description": "Seconds to wait before."},
        },
        "required": ["tool", "inputs", "retry_after"],
    }
    return Output(PENDING, PENDING, Literal(None), schema, optional=True, description=str(schema["description"]))


def _inputs(call: Call, contract: Contract) -> dict[str, Input]:
    slots = {slot.name.removeprefix("body."): slot for slot in slots_of(call.operation, contract)}
    found = {}
    for argument in handed_over(call):
        slot = slots[argument.name]
        bound = input_of(replace(slot, required=True), argument.ident, argument.ident, Typed(slot.schema, contract))
        found[argument.ident] = bound
    return found


def _asking(call: Call, inputs: Mapping[str, Input]) -> Call:
    return replace(call, arguments=tuple(_filled(argument, inputs) for argument in call.arguments))


def _filled(argument: Argument, inputs: Mapping[str, Input]) -> Argument:
    bound = inputs.get(argument.ident)
    return replace(argument, value=_given(bound)) if bound else argument


def _given(bound: Input) -> InputRef:
    return InputRef(bound.name, bound.ident, (), bound.schema, optional=False)


def _given_by(output: Output, step: Step) -> bool:
    read = list(references(output.value))
    return bool(read) and all(isinstance(ref, AnswerRef) and ref.step == step.id for ref in read)


def _output(output: Output) -> Output:
    value = output.value
    unconditional = replace(value, conditional=False) if isinstance(value, AnswerRef) else value
    return replace(output, value=unconditional, optional=True)
