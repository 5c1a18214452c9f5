"""The MCP server of a project's tools, on the official SDK's low-level server.

It serves both protocol lines: that of the handshake (2025-06-18, 2025-11-25) and the stateless one (2026-07-28).
What the action says goes to the agent as it is; this module adds the person's yes, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import mcp_types as types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError

from codegen.runtime import Action, Context
from codegen.serving.answers import answer_of
from codegen.serving.approvals import Approvals, call_key
from codegen.serving.bounds import LIMIT
from codegen.serving.confirmation import Client, question, shown
from codegen.serving.surface import ELICIT, TOKEN, TOKEN_ARGUMENT, AgentTool, Surface

Request = ServerRequestContext[Any, Any]
Envelope = Mapping[str, Any]

INSTRUCTIONS = (
    "A failed call names the layer that failed, and says in next_step what to do: do that. "
    "Where outcome is unknown, do not call again, since something may have taken effect. "
    "Where a result holds pending, call the tool named there later, with the inputs named there."
)
_LOGGER = logging.getLogger("codegen")
_QUESTION = "confirm"  # the key of our one question in an `input_required` result
_NO_FIELDS: dict[str, Any] = {"type": "object", "properties": {}}  # a yes is all that is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a surface is served.

    Attributes:
        context: who calls, asked anew for each call.
        trusted: names of clients that ask their user by themselves before a tool that writes.
        limit: characters of a result, beyond which it is cut.
        approvals: where open questions are remembered.
    """

    context: Callable[[], Context] = Context
    trusted: Collection[str] = ()
    limit: int = LIMIT
    approvals: Approvals = field(default_factory=lambda: Approvals(time.monotonic))


def server_of(surface: Surface, settings: Settings, *, name: str = "actions") -> Server[Any]:
    """Return a server that lists and calls the tools of a surface.

    Args:
        surface: the tools.
        settings: for whom, and how.
        name: what the server calls itself; clients put it before the names of tools.
    """
    serving = _Serving(surface, settings)
    return Server(
        name,
        version=version("agent-action-codegen"),
        instructions=INSTRUCTIONS,
        on_list_tools=serving.list_tools,
        on_call_tool=serving.call_tool,
    )


class _Serving:
    def __init__(self, surface: Surface, settings: Settings) -> None:
        self._surface = surface
        self._settings = settings
        self._told: set[str] = set()

    async def list_tools(self, request: Request, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        """List what this caller may call through this client; why something is left out is logged once."""
        client, context = self._client(request), self._settings.context()
        listed = [shown(tool, client) for tool in self._surface if self._listed(tool, client, context)]
        return types.ListToolsResult(tools=[types.Tool.model_validate(tool) for tool in listed])

    async def call_tool(
        self, request: Request, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        """Call a tool; a failure of any layer is a result that the agent can read."""
        tool = self._surface.find(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"Unknown tool: {params.name}")
        action, context = tool.action(), self._settings.context()
        arguments = dict(params.arguments or {})
        client = self._client(request)
        token = str(arguments.pop(TOKEN_ARGUMENT, "")) if client.way(tool) == TOKEN else ""
        answer: Envelope | types.InputRequiredResult | None = action.turned_away(arguments, context)
        if answer is None:
            answer = await self._agreed(_Call(tool, action, arguments, context), client, request, params, token)
        if answer is None:
            answer = await action.invoke_async(arguments, context)
        return answer if isinstance(answer, types.InputRequiredResult) else self._result(tool, answer, params.name)

    def _client(self, request: Request) -> Client:
        session = request.session
        named = session.client_params.client_info.name if session.client_params else ""
        told = session.client_capabilities.elicitation if session.client_capabilities else None
        # A client that says no more than `elicitation: {}` has forms (MCP 2025-11-25, Elicitation, Capabilities).
        forms = told is not None and (told.form is not None or told.url is None)
        return Client(named, forms and (_modern(request) or session.can_send_request), self._settings.trusted)

    def _listed(self, tool: AgentTool, client: Client, context: Context) -> bool:
        lacking = tool.action().permissions.lacking(context)
        if lacking:
            self._tell(f"{tool.name} is not listed: the caller lacks {', '.join(lacking)}")
        elif not client.may_call(tool):
            ways = f"a person must agree to it, and {client.name or 'the client'} has no way to ask ({_ways(tool)})"
            self._tell(f"{tool.name} is not listed: {ways}")
        return not lacking and client.may_call(tool)

    def _tell(self, line: str) -> None:
        if line not in self._told:
            self._told.add(line)
            _LOGGER.warning("%s", line)

    async def _agreed(
        self, call: _Call, client: Client, request: Request, params: types.CallToolRequestParams, token: str
    ) -> Envelope | types.InputRequiredResult | None:
        """Return None once a person agreed to the call, or none has to; else what the client gets instead."""
        way = client.way(call.tool)
        if not client.may_call(call.tool):
            return _no_way(call, request)
        if way == ELICIT:
            return await (self._by_retry(call, params) if _modern(request) else self._by_question(call, request))
        return self._by_token(call, token) if way == TOKEN else None

    async def _by_question(self, call: _Call, request: Request) -> Envelope | None:
        """Ask through the session, while the call waits (protocol line of the handshake)."""
        asked = question(call.tool, call.arguments)
        try:
            async with asyncio.timeout(self._settings.approvals.lifetime):
                said = await request.session.elicit_form(asked, _NO_FIELDS, request.request_id)
        except TimeoutError:
            return call.refused("confirmation_missing", "nobody answered the question for a yes", _ASK_AGAIN)
        except (MCPError, ValidationError):
            return call.refused("confirmation_missing", "the client could not ask for a yes", _ASK_AGAIN)
        return _judged(call, said.action)

    async def _by_retry(
        self, call: _Call, params: types.CallToolRequestParams
    ) -> Envelope | types.InputRequiredResult | None:
        """Ask by an `input_required` result, which the client answers by calling again (MCP 2026-07-28)."""
        said = (params.input_responses or {}).get(_QUESTION)
        if isinstance(said, types.ElicitResult) and self._settings.approvals.redeem(
            params.request_state or "", call.key
        ):
            return _judged(call, said.action)
        form = types.ElicitRequestFormParams(
            message=question(call.tool, call.arguments), requested_schema=dict(_NO_FIELDS)
        )
        return types.InputRequiredResult(
            input_requests={_QUESTION: types.ElicitRequest(params=form)},
            request_state=self._settings.approvals.issue(call.key),
        )

    def _by_token(self, call: _Call, token: str) -> Envelope | None:
        """Answer a first call with a preview and a token, and take the token with the second."""
        approvals = self._settings.approvals
        if token and approvals.redeem(token, call.key):
            return None
        said = f"a person must agree to {call.tool.name} first; nothing was done"
        if token:
            said = f"the {TOKEN_ARGUMENT} is not for these arguments, was used, or is too old; nothing was done"
        step = "Show the person what would be done; after their yes call again"
        step = f"{step}, with the same arguments and {TOKEN_ARGUMENT}."
        refused = call.refused("confirmation_missing", said, step)
        would = {
            TOKEN_ARGUMENT: approvals.issue(call.key),
            "expires_in_seconds": int(approvals.lifetime),
            "would_do": question(call.tool, call.arguments),
        }
        return {**refused, "confirmation": would}

    def _result(self, tool: AgentTool, envelope: Envelope, called: str) -> types.CallToolResult:
        answer = answer_of(tool, envelope, self._settings.limit, called=called)
        content: list[types.ContentBlock] = [types.TextContent(text=text) for text in answer.texts]
        structured = {"structured_content": answer.value} if answer.ok else {}
        return types.CallToolResult(content=content, is_error=not answer.ok, **structured)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call that a person may have to agree to."""

    tool: AgentTool
    action: Action[Any, Any]
    arguments: Mapping[str, Any]
    context: Context

    @property
    def key(self) -> str:
        return call_key(self.tool.name, self.arguments, self.context)

    def refused(self, code: str, message: str, next_step: str) -> Envelope:
        return self.action.refused(code, message, next_step, self.context)


_ASK_AGAIN = "Call again when the person you work for can answer."


def _judged(call: _Call, said: str) -> Envelope | None:
    if said == "accept":
        return None
    if said == "decline":
        step = "Do not call it again with these arguments unless they ask for it."
        return call.refused("confirmation_refused", f"the person did not agree to {call.tool.name}", step)
    return call.refused("confirmation_missing", "the question for a yes was closed without an answer", _ASK_AGAIN)


def _no_way(call: _Call, request: Request) -> Envelope:
    """Refuse a call that no yes can be had for; the stateless line has a protocol error for it.

    Raises:
        MCPError: -32021, missing required client capability (MCP 2026-07-28).
    """
    if ELICIT in call.tool.ask and _modern(request):
        form = types.ElicitationCapability(form=types.FormElicitationCapability())
        needed = types.MissingRequiredClientCapabilityErrorData(
            required_capabilities=types.ClientCapabilities(elicitation=form)
        )
        raise MCPError(
            types.MISSING_REQUIRED_CLIENT_CAPABILITY,
            f"{call.tool.name} wants a person's yes, and the client cannot ask for it",
            needed.model_dump(by_alias=True, mode="json", exclude_none=True),
        )
    said = f"a person must agree to {call.tool.name}, and this client has no way to ask ({_ways(call.tool)})"
    return call.refused("confirmation_missing", said, "Do not retry; tell the person to do it another way.")


def _modern(request: Request) -> bool:
    return request.protocol_version in MODERN_PROTOCOL_VERSIONS


def _ways(tool: AgentTool) -> str:
    return "its agent.ask has " + ", ".join(tool.ask)
