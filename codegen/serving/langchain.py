"""The tools of a project for LangChain and LangGraph (`langchain-core`, to be installed beside this package).

LangChain checks no arguments against a JSON Schema: the action does. A failure is a `ToolException`, whose text is the
error with its layer and next step, and which the tool hands to the model.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from langchain_core.tools import BaseTool, ToolException
from pydantic import PrivateAttr

from codegen.runtime import Context
from codegen.serving.answers import answer_of
from codegen.serving.bounds import LIMIT
from codegen.serving.confirmation import question
from codegen.serving.surface import AgentTool, Surface

Agree = Callable[[str], bool]


def tools(
    surface: Surface, context: Callable[[], Context] = Context, *, agree: Agree | None = None, limit: int = LIMIT
) -> list[BaseTool]:
    """Return the tools that the caller may call; without `agree` those that want a person's yes are left out.

    Args:
        surface: see `read_surface`.
        context: who calls, asked now and anew for each call.
        agree: asks a person, with the tool and its exact arguments in words, before each call that wants a yes; in a
            graph that may be `lambda question: langgraph.types.interrupt(question) is True`.
        limit: characters of a result, beyond which it is cut.
    """
    caller = context()
    return [
        _Tool.of(tool, context, agree, limit)
        for tool in surface
        if not tool.action().permissions.lacking(caller) and (agree is not None or not tool.ask)
    ]


class _Tool(BaseTool):
    """A tool whose arguments come as keywords, whatever their names."""

    _tool: AgentTool = PrivateAttr()
    _context: Callable[[], Context] = PrivateAttr()
    _agree: Agree | None = PrivateAttr()
    _limit: int = PrivateAttr()

    @classmethod
    def of(cls, tool: AgentTool, context: Callable[[], Context], agree: Agree | None, limit: int) -> _Tool:
        made = cls(
            name=tool.name,
            description=tool.description,
            args_schema=dict(tool.definition["inputSchema"]),
            handle_tool_error=True,
            metadata={"confirm": bool(tool.ask)},
        )
        made._tool, made._context, made._agree, made._limit = tool, context, agree, limit
        return made

    def _run(self, /, **arguments: Any) -> str:
        return self._told(self._refused(arguments) or self._tool.action().invoke(arguments, self._context()))

    async def _arun(self, /, **arguments: Any) -> str:
        # A person takes their time, and the loop must not wait for them.
        refused = await asyncio.to_thread(self._refused, arguments) if self._tool.ask else self._refused(arguments)
        return self._told(refused or await self._tool.action().invoke_async(arguments, self._context()))

    def _refused(self, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the envelope of a call that is not to be made; None where it is."""
        action, context = self._tool.action(), self._context()
        if (away := action.turned_away(arguments, context)) is not None:
            return away
        if self._agree is None or not self._tool.ask or self._agree(question(self._tool, arguments)):
            return None
        step = "Do not call it again with these arguments unless they ask for it."
        said = f"the person did not agree to {self._tool.name}"
        return action.refused("confirmation_refused", said, step, context)

    def _told(self, envelope: Mapping[str, Any]) -> str:
        answer = answer_of(self._tool, envelope, self._limit)
        if not answer.ok:
            raise ToolException(answer.texts[0])
        return "\n".join(answer.texts)
