"""A write that the same caller repeats with the same inputs gets the first result; nothing is sent again.

An agent that lost an answer asks again. Within a window it is told what came of its first call: the result, or that
nobody knows. Only what is surely undone or was never sent is forgotten, so that trying again is trying again.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from pydantic_core import to_json

if TYPE_CHECKING:  # a context holds a world, and a world holds these calls
    from pydantic import BaseModel

    from .context import Context

Envelope = dict[str, Any]
_MOST = 10_000  # calls remembered by one process; the oldest finished ones go first


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A call that is made, or was: `first` for whoever has to make it; `result` is None where it was forgotten."""

    key: str
    first: bool
    result: Future[Envelope | None] = field(default_factory=Future)


class Repeats(Protocol):
    """Where calls are remembered; one in this process, or one that processes share."""

    def claim(self, key: str) -> Claim:
        """Return the claim on a call: the first one's, or a new one to whoever comes first."""
        ...

    def settle(self, claim: Claim, envelope: Envelope | None, window: float) -> None:
        """End a first claim: with what came of the call, kept for `window` seconds, or None to forget it."""
        ...


class RepeatsInMemory:
    """Calls of this process; threads and tasks may share it."""

    def __init__(self, clock: Callable[[], float], most: int = _MOST) -> None:
        """Start empty; `clock` gives monotonic seconds."""
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._claims: OrderedDict[str, tuple[Claim, float]] = OrderedDict()

    def claim(self, key: str) -> Claim:
        """Return the claim on a call; whoever gets a first one has to settle it."""
        with self._lock:
            known = self._claims.get(key)
            if known is not None and (not known[0].result.done() or self._clock() < known[1]):
                return Claim(key, first=False, result=known[0].result)
            mine = Claim(key, first=True)
            self._claims[key] = (mine, 0.0)
            self._claims.move_to_end(key)
            self._forget_oldest()
            return mine

    def settle(self, claim: Claim, envelope: Envelope | None, window: float) -> None:
        """End a claim; whoever waits for it is told."""
        with self._lock:
            if envelope is None:
                self._claims.pop(claim.key, None)
            else:
                self._claims[claim.key] = (claim, self._clock() + window)
        if not claim.result.done():
            claim.result.set_result(envelope)

    def _forget_oldest(self) -> None:
        while len(self._claims) > self._most:
            oldest = next((key for key, (claim, _) in self._claims.items() if claim.result.done()), None)
            if oldest is None:  # all of them are under way
                return
            del self._claims[oldest]


def key_of(action: str, context: Context, inputs: BaseModel) -> str:
    """Return the key of a call: the whole caller, the action and its inputs."""
    caller = [context.principal, context.tenant, sorted(context.roles), sorted(context.scopes)]
    where = sorted(context.base_urls.items())
    given = inputs.model_dump(by_alias=True)
    parts = to_json([caller, where, action, _sorted(given)], bytes_mode="base64", fallback=repr)
    return hashlib.sha256(parts).hexdigest()


def _sorted(value: Any) -> Any:
    """Return a value whose maps have an order of their own, whatever order they came in."""
    if isinstance(value, dict):
        return sorted(([str(key), _sorted(item)] for key, item in value.items()), key=lambda pair: str(pair[0]))
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def keeps(envelope: Envelope) -> bool:
    """Return whether what came of a call is remembered: a result, and a failure that may have left something behind."""
    return bool(envelope["ok"]) or envelope["error"]["outcome"] == "unknown"


def repeated(envelope: Envelope) -> Envelope:
    """Return the first call's envelope as its repetition gets it."""
    if not envelope["ok"]:
        error = envelope["error"]
        said = f"{error['message'].rstrip('.')}. This is what came of the first call; nothing was sent again."
        return {"ok": False, "error": {**error, "message": said}}
    warning = {
        "layer": "invocable_action",
        "code": "repeated",
        "message": "The same caller made the same call before: this is its result, and nothing was sent again.",
    }
    return {**envelope, "warnings": [*envelope["warnings"], warning]}
