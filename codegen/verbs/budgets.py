"""What the tools cost an agent in tokens, by vendor, against the project's budgets.

Counted with `bpe-openai` (o200k_base) where the extra `tokens` is installed, else estimated by characters. Only
OpenAI publishes its tokenizer, so the figures are to be compared with one another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from codegen.actions.plan import Plan
from codegen.contract.model import Json
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.targets.tools.strict import exceeded, is_strict
from codegen.targets.tools.surfaces import tools_in

NAMES = ("tool-budget", "toolset-budget", "toolset-size", "strict-budget")
OF_ALL = frozenset(NAMES) - {"tool-budget"}  # those about all tools together
GOOD_COUNT = 20  # tools; beyond 30 to 50 every model chooses worse
MAX_COUNT = 128  # tools of one request to OpenAI
CHARACTERS_A_TOKEN = 3.7  # measured on tool schemas; for where the tokenizer is not installed
_UNSEEN = frozenset(("_meta",))  # what clients do not show to a model
_BIGGEST = 3

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class ToolTokens:
    """What one tool costs in one vendor's file; `parts` are the biggest of it with their tokens, biggest first.

    `deferred` is whether a model pays for it only after it has searched for it.
    """

    vendor: str
    tool: str
    tokens: int
    parts: tuple[tuple[str, int], ...]
    deferred: bool = False


@dataclass(frozen=True, slots=True)
class Excess:
    """A budget that is not kept: under which name, of which action ("" for all), by what, and what to do."""

    name: str
    action: str
    message: str
    suggestion: str


def counter() -> Count:
    """Return what counts the tokens of a text."""
    try:
        import bpe_openai  # type: ignore[import-not-found, import-untyped, unused-ignore]  # an extra: it weighs 41 MB
    except ImportError:
        return lambda text: round(len(text) / CHARACTERS_A_TOKEN)
    encoding = bpe_openai.get_encoding("o200k_base")
    return lambda text: len(encoding.encode_ordinary(text))


def tokens_of(tree: Tree, count: Count) -> tuple[ToolTokens, ...]:
    """Return what each tool costs in each vendor's file of a generated tree, ordered by vendor and tool."""
    found = []
    for path, text in sorted(tree.items()):
        if path.startswith("tools/") and path.endswith(".json"):
            vendor = path.removeprefix("tools/").removesuffix(".json")
            found += [_tool(vendor, name, entry, count) for name, entry, _ in tools_in(json.loads(text))]
    return tuple(found)


def excesses(costs: Sequence[ToolTokens], plan: Plan, project: Project) -> Iterator[Excess]:
    """Yield the budgets that are not kept: of a tool once, where it is dearest, and of all together once."""
    actions = {tool.name: tool.action for tool in plan.tools}
    for name, group in groupby(sorted(costs, key=lambda cost: cost.tool), key=lambda cost: cost.tool):
        most = max(group, key=lambda cost: (cost.tokens, cost.vendor))
        if most.tokens > project.tool_tokens and name in actions:
            yield Excess("tool-budget", actions[name], _told(most, project.tool_tokens), _mending(most))
    totals = {
        vendor: sum(c.tokens for c in costs if c.vendor == vendor and not c.deferred)
        for vendor in sorted({c.vendor for c in costs})
    }
    vendor = max(totals, key=lambda vendor: totals[vendor], default="")
    if vendor and totals[vendor] > project.toolset_tokens:
        allowed = f"toolset_tokens allows {project.toolset_tokens:,}"
        message = f"all tools take {totals[vendor]:,} tokens in {vendor}.json; {allowed}"
        yield Excess("toolset-budget", "", message, "make fewer or smaller tools, or raise toolset_tokens")
    shown = [tool for tool in plan.tools if not tool.deferred]
    if len(shown) > GOOD_COUNT:
        message = f"there are {len(shown)} tools at once; agents choose best among {GOOD_COUNT} or fewer"
        hint = "put some into a namespace that is deferred (tool.namespace, and namespaces in [tool.codegen])"
        yield Excess("toolset-size", "", message, f"{hint}, or make one action of several")
    if limits := list(exceeded([tool for tool in plan.tools if is_strict(tool)])):
        message = f"Anthropic refuses a request of all tools of anthropic.json, as Bedrock does: {'; '.join(limits)}"
        yield Excess("strict-budget", "", message, "offer fewer tools at once, or write tool: {strict: false} in some")


def _tool(vendor: str, name: str, entry: Mapping[str, Json], count: Count) -> ToolTokens:
    seen = {key: value for key, value in entry.items() if key not in _UNSEEN}
    parts = sorted(((at, count(_text(part))) for at, part in _parts(seen)), key=lambda part: (-part[1], part[0]))
    biggest = tuple(parts[:_BIGGEST])
    return ToolTokens(vendor, name, count(_text(seen)), biggest, entry.get("defer_loading") is True)


def _parts(node: Mapping[str, Json], at: str = "") -> Iterator[tuple[str, Json]]:
    """Yield the description and every input and output of a tool."""
    for key, value in node.items():
        where = f"{at}.{key}" if at else key
        if key == "properties" and isinstance(value, Mapping):
            yield from ((f"{at}.{name}", part) for name, part in value.items())
        elif isinstance(value, Mapping):
            yield from _parts(value, where)
        elif key in ("description", "input_examples"):
            yield where, value


def _told(cost: ToolTokens, budget: int) -> str:
    parts = ", ".join(f"{name} {tokens:,}" for name, tokens in cost.parts)
    return (
        f"the tool takes {cost.tokens:,} tokens in {cost.vendor}.json; tool_tokens allows {budget:,} (most in {parts})"
    )


def _mending(cost: ToolTokens) -> str:
    first = cost.parts[0][0] if cost.parts else ""
    if first.lower().startswith("output"):
        return "declare only the outputs that an agent needs"
    if "description" in first.rpartition(".")[2]:
        return "say it shorter"
    return "leave out inputs that an agent need not give, or describe them shorter"


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
