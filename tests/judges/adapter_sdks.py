"""The adapters with the real packages, run in their environment, with mocks of the example's services at hand.

Prints one line of JSON: pairs of what was tried and whether it held.
"""

import asyncio
import json
from typing import Any

from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage
from langchain_core.messages import ToolCall, ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from codegen.runtime import Context
from codegen.serving.langchain import tools as langchain_tools
from codegen.serving.openai_agents import function_tools
from codegen.serving.surface import read_surface

BUYER = Context(principal="judge", roles=frozenset({"buyer"}), scopes=frozenset({"orders:write", "orders:read"}))
SURFACE = read_surface("generated")
READ = ("part_availability", {"sku": "M8-BOLT"})
WRITE = ("reorder_part", {"sku": "M8-BOLT", "quantity": 3})
WRONG = ("reorder_part", {"sku": "M8-BOLT", "quantity": 0})
Checks = list[tuple[str, bool]]


class Scripted(Model):
    """A model that makes one call, and says what it was told."""

    def __init__(self, name: str, arguments: Any) -> None:
        """Make that call."""
        self._call = ResponseFunctionToolCall(
            type="function_call", call_id="c1", name=name, arguments=json.dumps(arguments)
        )

    async def get_response(self, *_: Any, **given: Any) -> ModelResponse:
        """Call first; answer with the tool's output then."""
        said = [item for item in given["input"] if isinstance(item, dict)]
        told = [item["output"] for item in said if item.get("type") == "function_call_output"]
        output: Any = self._call
        if told:
            text = ResponseOutputText(type="output_text", text=str(told[-1]), annotations=[])
            output = ResponseOutputMessage(
                id="m1", type="message", role="assistant", status="completed", content=[text]
            )
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> Any:
        """Refuse: nothing is streamed here."""
        raise NotImplementedError


async def openai_agents() -> Checks:
    """Run an agent whose model is scripted."""
    made = function_tools(SURFACE, lambda: BUYER)
    quiet = RunConfig(tracing_disabled=True)

    def agent(call: tuple[str, Any]) -> Agent[Any]:
        return Agent(name="judge", model=Scripted(*call), tools=list(made))

    read = await Runner.run(agent(READ), "go", run_config=quiet)
    write = agent(WRITE)
    asked = await Runner.run(write, "go", run_config=quiet)
    state = asked.to_state()
    state.approve(asked.interruptions[0])
    agreed = await Runner.run(write, state, run_config=quiet)
    rejected = await Runner.run(write, "go", run_config=quiet)
    refused = rejected.to_state()
    refused.reject(rejected.interruptions[0])
    declined = await Runner.run(write, refused, run_config=quiet)
    wrong_agent = agent(WRONG)
    wrong = await Runner.run(wrong_agent, "go", run_config=quiet)
    approved = wrong.to_state()
    approved.approve(wrong.interruptions[0])
    told = await Runner.run(wrong_agent, approved, run_config=quiet)
    return [
        ("six tools of a buyer", len(made) == 6),
        ("a read", json.loads(read.final_output)["on_hand"] == 12),
        ("a write waits for approval", len(asked.interruptions) == 1 and not asked.final_output),
        ("an approved write", json.loads(agreed.final_output)["order_id"].startswith("PO-")),
        ("a rejected write", "order_id" not in declined.final_output),
        ("a wrong input is told, with its layer", json.loads(told.final_output)["error"]["layer"] == "agent_action"),
    ]


async def langchain() -> Checks:
    """Invoke the tools as a graph does: by calls of a model."""
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        return len(asked) == 1

    without = langchain_tools(SURFACE, lambda: BUYER)
    made = {tool.name: tool for tool in langchain_tools(SURFACE, lambda: BUYER, agree=agree)}

    def call(name: str, arguments: Any) -> ToolCall:
        return ToolCall(name=name, args=arguments, id="c1", type="tool_call")

    read = made["part_availability"].invoke(call(*READ))
    agreed = await made["reorder_part"].ainvoke(call(*WRITE))
    declined = made["reorder_part"].invoke(call("reorder_part", {**WRITE[1], "quantity": 4}))
    wrong: ToolMessage = made["reorder_part"].invoke(call(*WRONG))
    again = json.loads((await made["reorder_part"].ainvoke(call(*WRITE))).content)
    shown = convert_to_openai_tool(made["reorder_part"])["function"]["parameters"]
    portable = next(tool for tool in SURFACE if tool.name == "reorder_part").definition["inputSchema"]
    kept = {tool.name for tool in without}
    return [
        ("without anybody to agree only reads", kept.isdisjoint({"reorder_part", "cancel_order"})),
        ("what a model is shown is the portable schema", shown == portable),
        ("a read", json.loads(read.content)["on_hand"] == 12),
        ("a write that a person agreed to", "PO-" in agreed.content),
        ("a write that a person declined", declined.status == "error" and "confirmation_refused" in declined.content),
        ("a wrong input is told, with its layer", wrong.status == "error" and "agent_action" in wrong.content),
        ("nobody was asked about it", len(asked) == 3 and "error" in again),
    ]  # fmt: skip


async def main() -> Checks:
    """Judge both."""
    found = [(f"openai-agents: {what}", held) for what, held in await openai_agents()]
    return [*found, *((f"langchain: {what}", held) for what, held in await langchain())]


print(json.dumps(asyncio.run(main())))
