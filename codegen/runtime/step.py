"""What generated code says about a step of an action."""

from __future__ import annotations

from dataclasses import dataclass

from .expectation import Expectation, Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One declared call.

    Attributes:
        service, operation: stable names.
        effect: `read` or `write`.
        reads: paths of the answer that the action reads; a departure there is a failure of the step.
        expect: what the answer is held to beside its contract.
    """

    id: str
    service: str
    operation: str
    effect: str = "read"
    reads: tuple[Path, ...] = ()
    expect: Expectation | None = None

    @property
    def call(self) -> str:
        """What messages call it: `service.operation`."""
        return f"{self.service}.{self.operation}"


@dataclass(frozen=True, slots=True)
class Refuse:
    """What a handler returns instead of outputs: it does not do what was asked.

    Attributes:
        reason: why, one sentence for people and agents.
        next_step: what to do instead, one sentence.
    """

    reason: str
    next_step: str = ""
