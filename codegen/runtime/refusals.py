"""The errors by which an action turns a call away before anything is sent, and how they name what is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from .errors import AgentActionError
from .service import Owner


def permission_denied(action: str, lacking: Sequence[str], owner: Owner) -> AgentActionError:
    """Return the error of a caller who may not call the action."""
    whom = owner.team or "the owner of the action"
    return AgentActionError(
        f"the caller may not invoke {action}: it lacks {', '.join(lacking)}",
        code="permission_denied",
        next_step=f"Do not retry; ask {whom} for {', '.join(lacking)}.",
    )


def input_invalid(error: ValidationError, inputs: type[BaseModel]) -> AgentActionError:
    """Return the error of arguments that do not fit; it names each field and what it should be, never its value."""
    problems = [_problem(entry, inputs) for entry in error.errors(include_input=False, include_url=False)]
    fields = list(dict.fromkeys(field for field, _ in problems))
    return AgentActionError(
        "; ".join(f"{field}: {said}" for field, said in problems),
        code="input_invalid",
        next_step=f"Correct {', '.join(fields)} and call again.",
    )


def unread(error: ValidationError) -> str:
    """Return in words what did not fit a model; fields and reasons, never values."""
    found = error.errors(include_input=False, include_url=False)
    return f"{error.title}: " + "; ".join(f"{_field(entry['loc'])}: {_lower(entry['msg'])}" for entry in found)


def _problem(entry: Any, inputs: type[BaseModel]) -> tuple[str, str]:
    field = _field(entry["loc"])
    if entry["type"] == "missing":
        return field, "is required"
    if entry["type"] == "extra_forbidden":
        return field, f"is not an input{_nearest(entry['loc'], inputs)}"
    return field, _lower(entry["msg"])


def _nearest(loc: tuple[int | str, ...], inputs: type[BaseModel]) -> str:
    """Return a hint at the input that was meant; only for the inputs themselves, not for fields inside them."""
    if len(loc) != 1:
        return ""
    names = [info.alias or name for name, info in inputs.model_fields.items()]
    close = difflib.get_close_matches(str(loc[0]), names, n=1)
    return f"; did you mean {close[0]}?" if close else f"; the inputs are {', '.join(names)}" if names else ""


def _field(loc: tuple[int | str, ...]) -> str:
    """Return a place in dotted words, `lines.0.sku`; the arguments themselves where there is no place."""
    return ".".join(str(part) for part in loc) or "the arguments"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
