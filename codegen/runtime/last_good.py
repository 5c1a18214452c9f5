"""The last good answers to calls, by caller and arguments: what stands in while a service is down."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from .jsonable import plain

if TYPE_CHECKING:  # a context holds a world, and a world holds these answers
    from .context import Context
    from .step import Step

_MOST = 1_000  # answers held by one process; the oldest goes first


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer, and how many seconds ago it was given."""

    answer: Any
    age: float


class LastGood:
    """Answers of this process; threads and tasks may share it."""

    def __init__(self, clock: Callable[[], float], most: int = _MOST) -> None:
        """Start empty; `clock` gives monotonic seconds."""
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, tuple[float, Any]] = OrderedDict()

    def keep(self, key: str, answer: Any) -> None:
        """Remember an answer that was good just now."""
        with self._lock:
            self._answers[key] = (self._clock(), answer)
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def recall(self, key: str, max_age: float) -> Remembered | None:
        """Return the answer of that key, None where there is none or it is older than `max_age` seconds."""
        with self._lock:
            found = self._answers.get(key)
            now = self._clock()
        if found is None or now - found[0] > max_age:
            return None
        return Remembered(found[1], now - found[0])


def key_of(step: Step, context: Context, given: tuple[Any, ...]) -> str:
    """Return the key of a call: whole caller, place and arguments, so that no caller sees another's answer."""
    caller = (context.principal, context.tenant, sorted(context.roles), sorted(context.scopes))
    where = (step.call, context.base_urls.get(step.service, ""), repr(context.credentials.get(step.service, "")))
    parts = to_json([caller, where, [plain(value) for value in given]], bytes_mode="base64", fallback=repr)
    return hashlib.sha256(parts).hexdigest()
