"""One call of an operation: what its policy and its errors need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .deadline import Deadline
from .departures import Source
from .errors import ExternalServiceError, Outcome
from .operation import Operation
from .service import Service
from .world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call.

    Attributes:
        key: the idempotency key that is sent with it, or "".
        deadline: bounds the call with all its attempts.
        narrowed: whether that deadline is the action's rather than the service's own.
        unsure: whether an earlier attempt of a write may have taken effect, so that no later failure says that it did
            not.
    """

    service: Service
    operation: Operation[Any]
    world: World
    deadline: Deadline
    correlation_id: str
    key: str = ""
    narrowed: bool = False
    unsure: bool = False

    @property
    def repeatable(self) -> bool:
        """Whether sending again is safe even if the service acted on the first request."""
        return self.operation.is_idempotent or bool(self.key)

    def source(self, status: int | None = None) -> Source:
        """Return where an answer of this call comes from."""
        owner = self.service.owner
        return Source(
            service=self.service.name,
            operation=self.operation.name,
            owner=owner.team,
            escalation=owner.escalation,
            correlation_id=self.correlation_id,
            status=status,
            writes=self.operation.is_write,
        )

    def error(
        self,
        code: str,
        message: str,
        next_step: str,
        *,
        outcome: Outcome,
        retryable: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
        vendor_code: str = "",
    ) -> ExternalServiceError:
        """Return an error of this service; the message starts with whose it is."""
        owner = self.service.owner
        if self.unsure and outcome != "unknown":
            outcome, retryable = "unknown", retryable and self.repeatable
            next_step = f"Do not repeat it blindly: an earlier attempt may have taken effect; ask {self.whom}."
        return ExternalServiceError(
            f"{self.service.name}.{self.operation.name} {message}",
            code=code,
            next_step=next_step,
            retryable=retryable,
            outcome=outcome,
            service=self.service.name,
            operation=self.operation.name,
            owner=owner.team,
            escalation=owner.escalation,
            correlation_id=self.correlation_id,
            status=status,
            retry_after=retry_after,
            vendor_code=vendor_code,
        )

    @property
    def whom(self) -> str:
        """Whom to tell, in words."""
        return self.service.owner.team or f"the owner of {self.service.name}"
