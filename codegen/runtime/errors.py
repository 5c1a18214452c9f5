"""The errors of the runtime; each names the layer that failed and who owns it.

LayerError
├── AgentActionError          input_invalid, permission_denied, confirmation_missing, confirmation_refused
├── InvocableActionError      mapping_failed, handler_failed, refused, undo_failed, deadline_exceeded, too_many,
│   │                         file_refused, cancelled (what the repetition of a call that was cut short is told)
│   └── RequestInvalid        mapping_failed: an argument does not fit the operation; nothing was sent
└── ExternalServiceError      credentials_missing, token_failed, connect_failed, timeout, rate_limited, rejected (4xx),
                              unavailable (5xx), answer_invalid, answer_failed (an `errors` rule), data_stale,
                              field_missing, body_too_large, job_failed (what was waited for)

A message never holds a traceback, a secret or a raw upstream body.
"""

from __future__ import annotations

import copyreg
from typing import Any, ClassVar, Literal

from .redact import scrub

Outcome = Literal["not_sent", "failed", "unknown"]


class LayerError(Exception):
    """A failure with its address.

    Attributes:
        layer: `agent_action`, `invocable_action` or `external_service`.
        code: one of those drawn above.
        retryable: whether the same call may succeed later.
        outcome: whether the world changed: `not_sent` and `failed` mean no, `unknown` that nobody can say.
        owner, escalation: of the layer that failed.
        message: what happened, for people; next_step: one sentence that an agent can act on.
        status: the HTTP status, where there was one.
        retry_after: seconds after which to try again, where known.
        vendor_code: the vendor's own word for the failure, where an `errors` rule points at it.
        escalated_to: who was asked to look at it, where somebody was.
    """

    layer: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        code: str,
        next_step: str = "",
        retryable: bool = False,
        outcome: Outcome = "not_sent",
        service: str = "",
        operation: str = "",
        action: str = "",
        owner: str = "",
        escalation: tuple[str, ...] = (),
        correlation_id: str = "",
        caused_by: LayerError | None = None,
        status: int | None = None,
        retry_after: float | None = None,
        vendor_code: str = "",
    ) -> None:
        self.message = scrub(message)
        super().__init__(self.message)
        self.code = code
        self.next_step = scrub(next_step)
        self.retryable = retryable
        self.outcome: Outcome = outcome
        self.service = service
        self.operation = operation
        self.action = action
        self.owner = owner
        self.escalation = escalation
        self.correlation_id = correlation_id
        self.caused_by = caused_by
        self.status = status
        self.retry_after = retry_after
        self.vendor_code = scrub(vendor_code)
        self.escalated_to: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return what the envelope carries; `status`, `retry_after` and `escalated_to` only where they are known."""
        known: dict[str, Any] = {
            "layer": self.layer,
            "code": self.code,
            "retryable": self.retryable,
            "outcome": self.outcome,
            "service": self.service,
            "operation": self.operation,
            "action": self.action,
            "owner": self.owner,
            "escalation": list(self.escalation),
            "correlation_id": self.correlation_id,
            "caused_by": None if self.caused_by is None else self.caused_by.as_dict(),
            "message": self.message,
            "next_step": self.next_step,
        }
        asked = list(self.escalated_to) or None
        optional = {"status": self.status, "retry_after": self.retry_after, "escalated_to": asked}
        return known | {key: value for key, value in optional.items() if value is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions pickle by their positional arguments alone, which would lose the keywords.
        return copyreg.__newobj__, (type(self), self.message), self.__dict__  # type: ignore[attr-defined]  # typeshed leaves it out

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code}: {self.message})"


class AgentActionError(LayerError):
    """The agent's side: an input that breaks the tool's schema, a caller without the role, a confirmation missing."""

    layer = "agent_action"


class InvocableActionError(LayerError):
    """The action's side: a mapping, a condition, a handler, a refusal, an undo, the action's own deadline."""

    layer = "invocable_action"


class RequestInvalid(InvocableActionError):  # noqa: N818  # the name generated code knows it by
    """An argument does not fit its operation; `argument` names it and `reason` says why. Nothing was sent."""

    def __init__(self, message: str, *, argument: str = "", reason: str = "", **known: Any) -> None:
        known.setdefault("code", "mapping_failed")
        super().__init__(message, **known)
        self.argument = argument
        self.reason = reason


class ExternalServiceError(LayerError):
    """The service's side: from fetching a token to the stable answer."""

    layer = "external_service"
