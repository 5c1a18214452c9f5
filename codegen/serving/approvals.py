"""What a person agreed to, or is about to: each approval holds for one tool, exact arguments and one caller, once."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from codegen.runtime import Context

LIFETIME = 600.0  # seconds
_MOST = 10_000  # open approvals of one process; the oldest go first


class Approvals:
    """The approvals that this process has asked for; threads and tasks may share it.

    A token is random and says nothing: what it stands for stays here, so that no client can change it.
    """

    def __init__(self, clock: Callable[[], float], lifetime: float = LIFETIME, most: int = _MOST) -> None:
        """Start empty; `clock` gives monotonic seconds."""
        self.lifetime = lifetime
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def issue(self, call: str) -> str:
        """Return a token for a call (see `call_key`)."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._open[token] = (call, self._clock() + self.lifetime)
            while len(self._open) > self._most:
                self._open.popitem(last=False)
        return token

    def redeem(self, token: str, call: str) -> bool:
        """Return whether the token stands for this very call, and use it up.

        A token that is shown with another call is used up too: whoever does that has no good use for it.
        """
        with self._lock:
            known, until = self._open.pop(token, ("", 0.0))
        return secrets.compare_digest(known, call) and self._clock() < until


def call_key(tool: str, arguments: Mapping[str, Any], context: Context) -> str:
    """Return what identifies a call: the tool, its arguments whatever their order, and the whole caller."""
    caller = [context.principal, context.tenant, sorted(context.roles), sorted(context.scopes)]
    parts = json.dumps([tool, arguments, caller], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(parts.encode()).hexdigest()
