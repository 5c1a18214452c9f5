"""Layer 3 as files: one JSON document a vendor, each a pure function of the portable tools."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from codegen.actions.plan import Plan, Tool
from codegen.contract.model import Json
from codegen.core.tree import Tree
from codegen.targets.tools import anthropic, bedrock, gemini, mcp, openai, openai_chat, skill

Vendor = Callable[[Sequence[Tool]], Json]

# Adding a vendor is adding its module and its line here.
VENDORS: Mapping[str, Vendor] = {
    "anthropic": anthropic.document,
    "bedrock": bedrock.document,
    "gemini": gemini.document,
    "gemini_parameters": gemini.parameters_document,
    "mcp": mcp.document,
    "openai": openai.document,
    "openai_chat": openai_chat.document,
}


def generate(plan: Plan) -> Tree:
    """Return `tools/<vendor>.json` for every vendor, and `tools/SKILL.md`; tools stand in the order of their names."""
    tools = sorted(plan.tools, key=lambda tool: tool.name)
    documents = {f"tools/{name}.json": _text(document(tools)) for name, document in VENDORS.items()}
    return Tree({**documents, "tools/SKILL.md": skill.document(tools)})


def _text(document: Json) -> str:
    """Return a document as text; keys keep the order that their makers gave them, which is part of the interface."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
