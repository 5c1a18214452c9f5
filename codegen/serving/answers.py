"""What an agent is told of a call: from the envelope of an action to a result that it can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen.serving.bounds import advice, bounded
from codegen.serving.surface import AgentTool


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `value` is the result where `ok`, else the error; `notes` are what an agent should know beside it."""

    ok: bool
    value: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The answer as JSON, and the notes as another JSON text where there are any."""
        notes = ({"warnings": list(self.notes)},) if self.notes else ()
        return tuple(json.dumps(part, ensure_ascii=False) for part in (self.value, *notes))


def answer_of(tool: AgentTool, envelope: Mapping[str, Any], limit: int, *, called: str = "") -> Answer:
    """Return what an agent is told.

    Args:
        tool: the tool that was called.
        envelope: what its action answered.
        limit: characters of a result, beyond which it is cut.
        called: the name by which it was called, where that may be a former one.
    """
    if envelope["ok"] is not True:
        known = {key: value for key, value in envelope["error"].items() if value not in ("", None, [])}
        return Answer(False, {**envelope, "error": known})
    result, cuts = bounded(envelope["result"], limit)
    notes = [warning["message"] for warning in envelope["warnings"]]
    notes += [advice(cuts, tool.optional)] if cuts else []
    notes += [f"{called} is now called {tool.name}."] if called not in ("", tool.name) else []
    return Answer(True, result, tuple(notes))
