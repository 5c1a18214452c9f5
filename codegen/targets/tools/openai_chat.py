"""OpenAI: the nested shape of the Chat Completions API."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json
from codegen.targets.tools import openai


def document(tools: Sequence[Tool]) -> Json:
    """Return the tools as the `tools` of a Chat Completions request, which knows no namespaces."""
    return [
        {"type": "function", "function": {key: value for key, value in openai.function(tool).items() if key != "type"}}
        for tool in tools
    ]
