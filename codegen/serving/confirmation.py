"""A person's yes: which way to it there is with a client, and in which words it is asked for."""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from codegen.serving.surface import CLIENT, ELICIT, TOKEN, TOKEN_ARGUMENT, AgentTool

_LONGEST = 400  # characters of an argument that a person is shown
_TOKEN_SCHEMA = {
    "type": "string",
    "description": (
        "Leave it out at first: the answer then says what would be done and holds a token. Show that to the person you "
        "work for. Only after their yes, call again with the same arguments and the token."
    ),
}


@dataclass(frozen=True, slots=True)
class Client:
    """What matters of a client for asking a person.

    Attributes:
        name: what it calls itself.
        elicits: whether it can put a question to its user.
        trusted: the clients that the operator trusts to ask by themselves.
    """

    name: str
    elicits: bool
    trusted: Collection[str] = ()

    def way(self, tool: AgentTool) -> str:
        """Return the first possible way to a yes; "" where none is possible, or none needed."""
        possible = {ELICIT: self.elicits, CLIENT: self.name in self.trusted, TOKEN: True}
        return next((way for way in tool.ask if possible[way]), "")

    def may_call(self, tool: AgentTool) -> bool:
        """Return whether a yes can be had, or none is needed."""
        return not tool.ask or bool(self.way(tool))


def shown(tool: AgentTool, client: Client) -> Mapping[str, Any]:
    """Return the tool's definition for a client: with an argument for the token where that is the way to a yes."""
    if client.way(tool) != TOKEN:
        return tool.definition
    definition: dict[str, Any] = copy.deepcopy(dict(tool.definition))
    definition["inputSchema"]["properties"][TOKEN_ARGUMENT] = dict(_TOKEN_SCHEMA)
    return definition


def question(tool: AgentTool, arguments: Mapping[str, Any]) -> str:
    """Return what a person is asked: the tool, and the exact arguments, a line each."""
    given = [f"  {name}: {_plain(value)}" for name, value in arguments.items()]
    return "\n".join([f"{_line(tool.title)} ({tool.name})?", *(given or ["  (without arguments)"])])


def _plain(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _line(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)")


def _line(text: str) -> str:
    """Return a text on one line, without characters that nobody sees: a person must read what they agree to."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
