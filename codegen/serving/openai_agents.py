"""The tools of a project for the OpenAI Agents SDK (`openai-agents`, to be installed beside this package).

The SDK checks no arguments: the action does. A tool that wants a person's yes has `needs_approval`, which interrupts
the run until `RunState.approve` or `reject`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from agents import FunctionTool

from codegen.runtime import Context
from codegen.serving.answers import answer_of
from codegen.serving.bounds import LIMIT
from codegen.serving.surface import AgentTool, Surface


def function_tools(
    surface: Surface, context: Callable[[], Context] = Context, *, limit: int = LIMIT
) -> list[FunctionTool]:
    """Return the tools that the caller may call.

    Args:
        surface: see `read_surface`.
        context: who calls, asked now and anew for each call.
        limit: characters of a result, beyond which it is cut.
    """
    schemas = {tool["function"]["name"]: tool["function"] for tool in surface.vendor("openai_chat")}
    caller = context()
    return [
        FunctionTool(
            name=tool.name,
            description=tool.description,
            params_json_schema=schemas[tool.name]["parameters"],
            on_invoke_tool=_invoking(tool, context, limit),
            strict_json_schema=True,
            needs_approval=bool(tool.ask),
        )
        for tool in surface
        if not tool.action().permissions.lacking(caller)
    ]


def _invoking(tool: AgentTool, context: Callable[[], Context], limit: int) -> Callable[[Any, str], Awaitable[str]]:
    async def invoke(_run: Any, written: str) -> str:
        action = tool.action()
        try:
            arguments = json.loads(written or "{}")
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict):
            step = "Call again with one JSON object of inputs."
            envelope = action.refused("input_invalid", "the arguments are no JSON object", step, context())
        else:
            envelope = await action.invoke_async(arguments, context())
        return "\n".join(answer_of(tool, envelope, limit).texts)

    return invoke
