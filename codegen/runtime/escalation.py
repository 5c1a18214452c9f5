"""Escalations: a record of what a person must look at, handed to a sink."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .errors import LayerError
from .service import Owner

_LOGGER = logging.getLogger("codegen.escalation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """What went wrong and who has to act.

    Attributes:
        to: who is asked, first one first; the owning team where nobody is named.
        reason: one sentence; `code`, `layer`, `service` and `operation` as in the error.
        done: writes that were undone; `remains`: writes that may still be in place, or happen still.
        respond: seconds within which the owner has promised to answer, None where nothing is promised.
        principal, tenant: for whom the action ran.
    """

    action: str
    correlation_id: str
    to: tuple[str, ...]
    owner: str
    layer: str
    code: str
    service: str
    operation: str
    reason: str
    done: tuple[str, ...] = ()
    remains: tuple[str, ...] = ()
    respond: float | None = None
    principal: str = ""
    tenant: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON knows it."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def log_escalation(escalation: Escalation) -> None:
    """Write the record to the log `codegen.escalation`, as one line of JSON."""
    _LOGGER.error("%s", json.dumps(escalation.as_dict(), ensure_ascii=False))


class EscalationFile:
    """A sink that appends a line of JSON to a file for each record."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made with the first record."""
        self._path = path
        self._lock = threading.Lock()

    def __call__(self, escalation: Escalation) -> None:
        """Append the record; it is on its way to the disk before the action answers."""
        line = json.dumps(escalation.as_dict(), ensure_ascii=False) + "\n"
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def addressees(owner: str, escalation: tuple[str, ...]) -> tuple[str, ...]:
    """Return who is asked: whom the owner names for it, else the owner."""
    return escalation or ((owner,) if owner else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """When an action that keeps failing is told: after so many failures in a row, to the `action` or the `layer`."""

    after: int
    to: str = "action"


class FailuresInARow:
    """How often each action has failed since it last succeeded, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def failed(self, action: str, tenant: str) -> int:
        """Count a failure and return how many there were in a row."""
        with self._lock:
            self._counts[action, tenant] += 1
            return self._counts[action, tenant]

    def succeeded(self, action: str, tenant: str) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.pop((action, tenant), None)


def whom(escalate: Escalate, owner: Owner, error: LayerError) -> tuple[str, ...]:
    """Return who is told of an action that keeps failing."""
    if escalate.to == "layer":
        return addressees(error.owner, error.escalation)
    return addressees(owner.team, owner.escalation)
