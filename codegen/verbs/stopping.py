"""Where a rehearsal stops: the step that fails, why, and what is not reached for it.

An envelope does not say which step failed, since the mapping of a step's arguments belongs to the action. It follows
from which steps were called and whose failure the envelope tells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from codegen.actions.plan import Action
from codegen.actions.steps import Step
from codegen.contract.model import Json

_TAKEN_BACK = re.compile(r"\. (?:Undone|Not undone): .*", re.DOTALL)
_OF_MAPPINGS = ("mapping_failed", "too_many")  # what fails before a step is called, for its sake


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a rehearsal ended early.

    Attributes:
        at: the place in the action's order of the step that fails, or of the first that is not reached where the
            action fails apart from its steps.
        step: the id of the step that fails, "" where none does.
        reason: why, in the words of the error.
    """

    at: int
    step: str
    reason: str


def stop_of(
    action: Action,
    envelope: Mapping[str, Json],
    *,
    called: Collection[str],
    sent: Collection[str],
    conditional: Collection[str] = (),
) -> Stop | None:
    """Return where a rehearsal ended early, None where it did not.

    Args:
        action: what was rehearsed.
        envelope: what it answered.
        called: the ids of the steps that were called, those included whose request could not be made.
        sent: the ids of those that sent something.
        conditional: the ids of those that may have been passed over.
    """
    error = envelope.get("error")
    if not error:
        return None
    if error["code"] == "undo_failed":
        error = error["caused_by"] or error
    ids = [step.id for step in action.steps]
    last = max((ids.index(id_) for id_ in called if id_ in ids), default=-1)
    if last >= 0 and (ids[last] not in sent or _is_of(action.steps[last], error)):
        return Stop(last, ids[last], _reason(error))
    following = [id_ for id_ in ids[last + 1 :] if id_ not in conditional]
    if action.handler or error["code"] not in _OF_MAPPINGS or not following:
        return Stop(last + 1, "", _reason(error))
    return Stop(ids.index(following[0]), following[0], _reason(error))


def problem_of(step: Step, place: int, stop: Stop | None, envelope: Mapping[str, Json], *, sent: bool) -> str:
    """Return what keeps a step from being called, or makes it fail; "" where nothing does.

    Args:
        step: which.
        place: its place in the action's order.
        stop: where the rehearsal ended early, if it did.
        envelope: what the action answered.
        sent: whether the step sent something.
    """
    if stop is not None and step.id == stop.step:
        return f"{'fails' if sent else 'cannot be sent'}: {stop.reason}"
    if sent:
        return ""
    for warning in envelope.get("warnings", ()):
        if warning.get("step") == step.id:
            return f"cannot be sent: {_reason(warning)}"
    if stop is None or place < stop.at:
        return ""
    return f"not reached, since {f'step {stop.step}' if stop.step else 'the action'} fails"


def _is_of(step: Step, error: Mapping[str, Json]) -> bool:
    """Say whether an error is one of the step's calls, or of what the agent gave them."""
    where = (error["service"], error["operation"])
    return error["layer"] == "agent_action" or where in [(call.service, call.operation.name) for call in step.calls]


def _reason(error: Mapping[str, Json]) -> str:
    """Return what went wrong, without whose call it is and without what became of the writes before it."""
    message = _TAKEN_BACK.sub("", str(error["message"]))
    return message.partition(" cannot be called: ")[2] or message
