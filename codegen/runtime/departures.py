"""What an answer did not keep of its contract: remembered with the value, counted, and reported once a place."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from .errors import ExternalServiceError
from .redact import bounded

LOGGER = logging.getLogger("codegen")

_MOST_PLACES = 1000  # a hostile answer could depart in endlessly many places


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an answer came from: what an error about it has to say."""

    service: str = ""
    operation: str = ""
    owner: str = ""
    escalation: tuple[str, ...] = ()
    correlation_id: str = ""
    status: int | None = None
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """One place where an answer departs: `code` is `field_missing` or `answer_invalid`."""

    pointer: str
    code: str
    reason: str
    source: Source = field(default_factory=Source)

    def error(self) -> ExternalServiceError:
        """Return the error that reading the place raises."""
        source = self.source
        where = f"{source.service}.{source.operation}" if source.service else "the answer"
        at = f"{self.pointer or '/'}: {self.reason}"
        said = f"{where} answered against its contract at {at}"
        next_step = f"Do not retry; tell {source.owner or 'the owner of the service'} what the answer lacks."
        if is_played(source.service):
            said = f"the mock's answer of {where} departs from the contract at {at}; mock.yaml can give another one"
            next_step = f"Do not retry; write another answer into {source.service}'s mock.yaml."
        return ExternalServiceError(
            said,
            code=self.code,
            next_step=next_step,
            # The answer came with a success, so a write has most likely taken effect.
            outcome="unknown" if source.writes else "failed",
            service=source.service,
            operation=source.operation,
            owner=source.owner,
            escalation=source.escalation,
            correlation_id=source.correlation_id,
            status=source.status,
        )


_PLAYED: Counter[str] = Counter()  # services that mocks play in this process, by how many blocks
_PLAYING = threading.Lock()


@contextmanager
def played(services: Collection[str]) -> Iterator[None]:
    """Say until the block ends that mocks answer for these services: what departs is not the vendor's doing."""
    with _PLAYING:
        _PLAYED.update(list(services))  # of a mapping, it would count the values
    try:
        yield
    finally:
        with _PLAYING:
            _PLAYED.subtract(list(services))


def is_played(service: str) -> bool:
    """Say whether a mock answers for a service."""
    with _PLAYING:
        return _PLAYED[service] > 0


class _Observed:
    """How often each place departed, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str, str, str]] = Counter()

    def count(self, departure: Departure) -> bool:
        """Count one and return whether its place is new."""
        pattern = re.sub(r"/\d+(?=/|$)", "/*", departure.pointer)
        key = (departure.source.service, departure.source.operation, pattern, departure.code)
        with self._lock:
            new = key not in self._counts and len(self._counts) < _MOST_PLACES
            if new or key in self._counts:
                self._counts[key] += 1
        return new

    def counts(self) -> Mapping[tuple[str, str, str, str], int]:
        with self._lock:
            return dict(self._counts)


_OBSERVED = _Observed()


def report(departure: Departure) -> None:
    """Count a departure and, the first time for its place, log it."""
    if _OBSERVED.count(departure):
        source = departure.source
        LOGGER.warning(
            "%s.%s answers against its contract at %s: %s; %s settles it",
            source.service,
            source.operation,
            bounded(departure.pointer or "/"),
            bounded(departure.reason),
            "mock.yaml" if is_played(source.service) else "an overlay or an adapt line",
        )


def observed() -> Mapping[tuple[str, str, str, str], int]:
    """Return how often each (service, operation, pointer with `*` for indices, code) departed in this process."""
    return _OBSERVED.counts()
